// What nodes send of sums over shares: both components of each, and plain summands, one for each
// company.
import { GROUP_ORDER } from "../../../crypto/curve/bn254.ts";
import { type BodyReader, readBody } from "../../../engines/codec.ts";
import { encodeWords, WORD_BYTES } from "../../../math/words.ts";
import { type DealingCounts, dealtBy } from "../../../sealed/own-part/dealing.ts";
import type { Held } from "../../../sealed/own-part/shares.ts";
import type { Polynomial } from "../../../sealed/polynomial.ts";

export function encodeHeld([own, next]: Held): Uint8Array {
  return encodeWords([...own, ...next]);
}

/** Throws ProtocolError `MessageLength` or `NumberOutOfRange`, naming the sender. */
export function readHeld(reader: BodyReader, count: number): Held {
  const own = reader.unsigned(count, WORD_BYTES, GROUP_ORDER);
  const next = reader.unsigned(count, WORD_BYTES, GROUP_ORDER);
  reader.end();
  return [own, next];
}

export function heldBytes(count: number): number {
  return 2 * count * WORD_BYTES;
}

/** How many sums *Support* has: one for each polynomial dealt. */
export function supportCount(counts: DealingCounts, parties: number): number {
  return Array.from({ length: parties }, (_, k) => dealtBy(counts, k).length).reduce((sum, own) => sum + own, 0);
}

/** A number for each company. Throws as `readHeld`. */
export function decodeSummands(body: Uint8Array, parties: number, from: number): Polynomial {
  const reader = readBody(body, "summands of inner products", from);
  const summands = reader.unsigned(parties, WORD_BYTES, GROUP_ORDER);
  reader.end();
  return summands;
}

export function summandsBytes(parties: number): number {
  return parties * WORD_BYTES;
}
