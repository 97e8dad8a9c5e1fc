// The opening of a proof as a node stores it, among its checkpoints, so that it can go on with it
// after a restart (interrupted.ts). Secret, as checkpoints are.
import { countIn, decodeOpening, encodeOpening, type Opening, openingBytes } from "../../../crypto/proven/opening.ts";
import { ProtocolError } from "../../../errors.ts";
import { concatBytes } from "../../codec.ts";
import type { CheckpointOwner } from "../checkpoint.ts";

const MAGIC = Buffer.from("CCO1", "latin1");
const CONTEXT_BYTES = 32;
const NUMBERS_AT = MAGIC.length + 1 + CONTEXT_BYTES;
const HEADER_BYTES = NUMBERS_AT + 4 * 4;

export interface KeptOpening {
  /** In which the proof was made. */
  readonly epoch: number;
  /** Of the session's result. */
  readonly iterations: number;
  readonly bits: number;
  readonly opening: Opening;
}

function ownerBytes({ node, context }: CheckpointOwner): Uint8Array {
  return concatBytes([MAGIC, Uint8Array.of(node), context]);
}

/** Whether it is no checkpoint of a tableau. */
export function isKeptOpening(bytes: Uint8Array): boolean {
  return Buffer.compare(bytes.subarray(0, MAGIC.length), MAGIC) === 0;
}

export function encodeKept({ epoch, iterations, bits, opening }: KeptOpening, owner: CheckpointOwner): Uint8Array {
  const numbers = Buffer.alloc(HEADER_BYTES - NUMBERS_AT);
  for (const [i, value] of [epoch, iterations, bits, countIn(opening)].entries()) numbers.writeUInt32BE(value, 4 * i);
  return concatBytes([ownerBytes(owner), numbers, encodeOpening(opening)]);
}

/**
 * What `isKeptOpening` has found. Throws ProtocolError `CheckpointInvalid` if it does not belong to
 * this node and session.
 */
export function decodeKept(bytes: Uint8Array, owner: CheckpointOwner): KeptOpening {
  const own = ownerBytes(owner);
  const view = Buffer.from(bytes);
  const belongs = bytes.length >= HEADER_BYTES && Buffer.compare(bytes.subarray(0, own.length), own) === 0;
  const numbers = belongs ? [0, 1, 2, 3].map((i) => view.readUInt32BE(NUMBERS_AT + 4 * i)) : [];
  const [epoch, iterations, bits, count] = numbers;
  if (count === undefined || bytes.length !== HEADER_BYTES + openingBytes(count))
    throw new ProtocolError("CheckpointInvalid", "the opening belongs to another session or is damaged");
  return {
    epoch: epoch!,
    iterations: iterations!,
    bits: bits!,
    opening: decodeOpening(bytes.subarray(HEADER_BYTES), count),
  };
}
