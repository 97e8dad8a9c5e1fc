// A node's state between two iterations as bytes, to resume from after a restart. Secret: the
// checkpoints of two nodes together reveal all data.
import type { Arithmetic } from "../../crypto/sharing/arithmetic.ts";
import { ELEMENT_BYTES } from "../../crypto/sharing/elements.ts";
import { ProtocolError } from "../../errors.ts";
import { concatBytes } from "../codec.ts";
import { MOST_PENDING } from "./simplex/pending.ts";
import { type Layout, Tableau, type TableauParts, tableauSizes } from "./simplex/tableau.ts";

const MAGIC = "CCM2";
const CONTEXT_BYTES = 32;
const HEADER_BYTES = MAGIC.length + 1 + CONTEXT_BYTES + 4 + 1;

/** The node and session that a checkpoint belongs to. */
export interface CheckpointOwner {
  readonly node: number;
  /** Components that the node holds of a number. */
  readonly components: number;
  /** 32 public bytes that identify the session (session.ts). */
  readonly context: Uint8Array;
}

function parts(layout: Layout): [keyof TableauParts, number][] {
  return Object.entries(tableauSizes(layout)) as [keyof TableauParts, number][];
}

function shareBytes({ components }: CheckpointOwner): number {
  return ELEMENT_BYTES * components;
}

function header({ node, context }: CheckpointOwner): Uint8Array {
  return concatBytes([Buffer.from(MAGIC, "latin1"), Uint8Array.of(node), context]);
}

/** The checkpoint taken before iteration `iteration`. */
export function checkpoint(tableau: Tableau, owner: CheckpointOwner, iteration: number): Uint8Array {
  const numbers = Buffer.alloc(5);
  numbers.writeUInt32BE(iteration);
  numbers.writeUInt8(tableau.pending.count, 4);
  const shares = parts(tableau.layout).map(([part]) => tableau.arithmetic.exportShares(tableau.parts[part]));
  return concatBytes([header(owner), numbers, ...shares]);
}

/**
 * The iteration before which the checkpoint was taken. Throws ProtocolError `CheckpointInvalid` if
 * it does not belong to this node and session.
 */
export function iterationOf(bytes: Uint8Array, layout: Layout, owner: CheckpointOwner): number {
  const size = HEADER_BYTES + shareBytes(owner) * parts(layout).reduce((sum, [, words]) => sum + words, 0);
  const own = header(owner);
  const belongs = bytes.length === size && Buffer.compare(bytes.subarray(0, own.length), own) === 0;
  if (!belongs || bytes[HEADER_BYTES - 1]! >= MOST_PENDING)
    throw new ProtocolError("CheckpointInvalid", "the checkpoint belongs to another session or is damaged");
  return Buffer.from(bytes).readUInt32BE(own.length);
}

/** The state in a checkpoint that `iterationOf` has accepted. */
export function resume(a: Arithmetic, layout: Layout, bytes: Uint8Array, owner: CheckpointOwner): Tableau {
  let offset = HEADER_BYTES;
  const size = shareBytes(owner);
  const entries = parts(layout).map(([part, words]) => {
    const shares = a.importShares(bytes.subarray(offset, offset + size * words), words);
    offset += size * words;
    return [part, shares];
  });
  return new Tableau(a, layout, Object.fromEntries(entries) as TableauParts, bytes[HEADER_BYTES - 1]!);
}
