// What a company tells all others first: the kind of the outcome, a commitment to its own numbers,
// and the points that it committed to before the round.
import type { Hex } from "viem";
import { bytesToHex, hexToBytes } from "viem/utils";
import { concatBytes, readBody } from "../../../engines/codec.ts";
import { encodeKind, readKind } from "../../../engines/kind.ts";
import { WORD_BYTES } from "../../../math/words.ts";
import type { CommittedPoints } from "../../../sealed/digests.ts";
import { isOwner } from "../../../sealed/prover/company-rules.ts";
import { encodeCommitted, readCommitted } from "../share.ts";
import type { OwnPartCounts } from "./input.ts";

const DIGEST_BYTES = 32;

export interface Numbers {
  /** com_k. */
  readonly commitment: Hex;
  readonly points: CommittedPoints;
}

type Counts = Pick<OwnPartCounts, "statement">;

export function encodeNumbers({ statement }: Counts, { commitment, points }: Numbers): Uint8Array {
  return concatBytes([encodeKind(statement.kind), hexToBytes(commitment), encodeCommitted(points)]);
}

/**
 * Throws ProtocolError `OutcomeDiffers`, `MessageLength`, `NumberOutOfRange` or `PointInvalid`,
 * naming the sender.
 */
export function decodeNumbers(body: Uint8Array, counts: Counts, from: number): Numbers {
  const reader = readBody(body, "commitment to its numbers", from);
  if (readKind(reader) !== counts.statement.kind)
    throw reader.error("OutcomeDiffers", "it holds another kind of outcome than we do: stop the round");
  const commitment = bytesToHex(reader.bytes(DIGEST_BYTES));
  const points = readCommitted(reader, isOwner(counts, from));
  reader.end();
  return { commitment, points };
}

export function numbersBytes(counts: Counts, from: number): number {
  return 1 + DIGEST_BYTES + 2 * WORD_BYTES * (isOwner(counts, from) ? 2 : 1);
}
