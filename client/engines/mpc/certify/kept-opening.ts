// The opening of a proof as a node stores it, among its checkpoints, so that it can go on with it
// after a restart (interrupted.ts). One of a second or third proof has that of the proof before
// with it, until nobody needs it. Secret, as checkpoints are.
import { countIn, decodeOpening, encodeOpening, type Opening, openingBytes } from "../../../crypto/proven/opening.ts";
import { ProtocolError } from "../../../errors.ts";
import { concatBytes } from "../../codec.ts";
import type { CheckpointOwner } from "../checkpoint.ts";

const MAGIC = Buffer.from("CCO1", "latin1");
const CONTEXT_BYTES = 32;
const NUMBERS_AT = MAGIC.length + 1 + CONTEXT_BYTES;
const NUMBERS = 5;
const HEADER_BYTES = NUMBERS_AT + 4 * NUMBERS;

export interface KeptOpening {
  /** In which the proof was made. */
  readonly epoch: number;
  /** Of those of the session, from 0 (certify.ts). */
  readonly proof: number;
  /** Of the session's result. */
  readonly iterations: number;
  readonly bits: number;
  readonly opening: Opening;
  /** Of the proof before, which has failed. */
  readonly before: KeptOpening | null;
}

function ownerBytes({ node, context }: CheckpointOwner): Uint8Array {
  return concatBytes([MAGIC, Uint8Array.of(node), context]);
}

/** Whether it is an opening, and no checkpoint of a tableau. */
export function isKeptOpening(bytes: Uint8Array): boolean {
  return Buffer.compare(bytes.subarray(0, MAGIC.length), MAGIC) === 0;
}

export function encodeKept(kept: KeptOpening, owner: CheckpointOwner): Uint8Array {
  const { epoch, proof, iterations, bits, opening, before } = kept;
  const numbers = Buffer.alloc(4 * NUMBERS);
  for (const [i, value] of [epoch, proof, iterations, bits, countIn(opening)].entries())
    numbers.writeUInt32BE(value, 4 * i);
  const own = [ownerBytes(owner), numbers, encodeOpening(opening)];
  return concatBytes(before === null ? own : [...own, encodeKept({ ...before, before: null }, owner)]);
}

/**
 * What `isKeptOpening` has found. Throws ProtocolError `CheckpointInvalid` if it does not belong to
 * this node and session.
 */
export function decodeKept(bytes: Uint8Array, owner: CheckpointOwner): KeptOpening {
  const own = ownerBytes(owner);
  const view = Buffer.from(bytes);
  const belongs = bytes.length >= HEADER_BYTES && Buffer.compare(bytes.subarray(0, own.length), own) === 0;
  const numbers = belongs ? Array.from({ length: NUMBERS }, (_, i) => view.readUInt32BE(NUMBERS_AT + 4 * i)) : [];
  const [epoch, proof, iterations, bits, count] = numbers;
  const end = count === undefined ? 0 : HEADER_BYTES + openingBytes(count);
  if (count === undefined || bytes.length < end)
    throw new ProtocolError("CheckpointInvalid", "the opening belongs to another session or is damaged");
  return {
    epoch: epoch!,
    proof: proof!,
    iterations: iterations!,
    bits: bits!,
    opening: decodeOpening(bytes.subarray(HEADER_BYTES, end), count),
    before: bytes.length === end ? null : decodeKept(bytes.subarray(end), owner),
  };
}
