// A node's state between two iterations as bytes, to resume from after a restart, and the bits that
// have opened. Secret: the checkpoints of two nodes together reveal all data.
import type { Arithmetic } from "../../crypto/sharing/arithmetic.ts";
import { ELEMENT_BYTES } from "../../crypto/sharing/elements.ts";
import { ProtocolError } from "../../errors.ts";
import { concatBytes } from "../codec.ts";
import { BITS_BYTES } from "./opened-bits.ts";
import { MOST_PENDING } from "./simplex/pending.ts";
import { type Layout, Tableau, type TableauParts, tableauSizes } from "./simplex/tableau.ts";

const MAGIC = "CCM4";
const CONTEXT_BYTES = 32;
const OWNER_BYTES = MAGIC.length + 1 + CONTEXT_BYTES;
const PENDING_AT = OWNER_BYTES + 4;
const BITS_AT = PENDING_AT + 1;
const HEADER_BYTES = BITS_AT + BITS_BYTES;

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

/** The checkpoint taken at a position (plan.ts); `bits` as encoded (opened-bits.ts). */
export function checkpoint(
  tableau: Tableau,
  owner: CheckpointOwner,
  { position, bits }: { readonly position: number; readonly bits: Uint8Array },
): Uint8Array {
  const numbers = Buffer.alloc(5);
  numbers.writeUInt32BE(position);
  numbers.writeUInt8(tableau.pending.count, 4);
  const shares = parts(tableau.layout).map(([part]) => tableau.arithmetic.exportShares(tableau.parts[part]));
  return concatBytes([header(owner), numbers, bits, ...shares]);
}

/** The same state with other bits. */
export function withBits(bytes: Uint8Array, bits: Uint8Array): Uint8Array {
  const changed = Uint8Array.from(bytes);
  changed.set(bits, BITS_AT);
  return changed;
}

/** The bits in a checkpoint that `positionOf` has accepted. */
export function bitsIn(bytes: Uint8Array): Uint8Array {
  return bytes.slice(BITS_AT, HEADER_BYTES);
}

/**
 * The position at which the checkpoint was taken. Throws ProtocolError `CheckpointInvalid` if it
 * does not belong to this node and session, or is of another version.
 */
export function positionOf(bytes: Uint8Array, layout: Layout, owner: CheckpointOwner): number {
  const size = HEADER_BYTES + shareBytes(owner) * parts(layout).reduce((sum, [, words]) => sum + words, 0);
  const own = header(owner);
  const belongs = bytes.length === size && Buffer.compare(bytes.subarray(0, own.length), own) === 0;
  if (!belongs || bytes[PENDING_AT]! >= MOST_PENDING)
    throw new ProtocolError("CheckpointInvalid", "the checkpoint belongs to another session or version, or is damaged");
  return Buffer.from(bytes).readUInt32BE(OWNER_BYTES);
}

/** The state in a checkpoint that `positionOf` has accepted. */
export function resume(a: Arithmetic, layout: Layout, bytes: Uint8Array, owner: CheckpointOwner): Tableau {
  let offset = HEADER_BYTES;
  const size = shareBytes(owner);
  const entries = parts(layout).map(([part, words]) => {
    const shares = a.importShares(bytes.subarray(offset, offset + size * words), words);
    offset += size * words;
    return [part, shares];
  });
  return new Tableau(a, layout, Object.fromEntries(entries) as TableauParts, bytes[PENDING_AT]!);
}
