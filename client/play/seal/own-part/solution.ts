// A node's sums of *Solution* for one company: both components of each, behind a salt
// (docs/sealed-own-part.md, "Check").
//
// Salt: everybody gets a digest of the message (docs/wire.md). Another node has two of the three
// components of each sum, and the third follows from a guess of the variables, so that the digest
// would confirm the guess. 32 bytes that only sender and receiver have prevent it.
import { concatBytes, readBody } from "../../../engines/codec.ts";
import { SALT_BYTES } from "../../../sealed/own-part/own.ts";
import type { Held } from "../../../sealed/own-part/shares.ts";
import type { OwnPartCounts } from "./input.ts";
import { encodeHeld, heldBytes, readHeld } from "./sums.ts";

type Counts = Pick<OwnPartCounts, "split">;

/** How many sums a company gets: one for each keeper. */
function solutionCount({ split }: Counts): number {
  return new Set(split.keepers).size;
}

/** `salt`: 32 bytes that the node has drawn for this receiver. */
export function encodeSolution(sums: Held, salt: Uint8Array): Uint8Array {
  return concatBytes([salt, encodeHeld(sums)]);
}

/** Throws ProtocolError `MessageLength` or `NumberOutOfRange`, naming the sender. */
export function decodeSolution(body: Uint8Array, counts: Counts, from: number): Held {
  const reader = readBody(body, "sums of the solution", from);
  reader.bytes(SALT_BYTES);
  return readHeld(reader, solutionCount(counts));
}

export function solutionBytes(counts: Counts): number {
  return SALT_BYTES + heldBytes(solutionCount(counts));
}
