// What a party posts for its rows, and what binds all of it (docs/certificate.md, "Commitments").
import type { Hex } from "viem";
import { concat, encodeAbiParameters, keccak256, parseAbiParameters } from "viem/utils";
import type { Affine } from "../crypto/curve/bn254.ts";
import { generators } from "../crypto/curve/generators.ts";
import { absorb, taggedHash } from "../crypto/transcript.ts";
import { encodeWords } from "../math/words.ts";
import type { RoundId } from "../round/id.ts";
import { BLOCK_ITEMS } from "./layout.ts";
import type { RowPoints } from "./types.ts";

/** 64 bytes per point: x, y. */
export function encodePoints(points: readonly Affine[]): Uint8Array {
  return encodeWords(points.flatMap(({ x, y }) => [x, y]));
}

/** The initial value of `pointsDigest`. */
export const ZERO_DIGEST: Hex = `0x${"00".repeat(32)}`;

/** pointsDigest_k over blocks of at most BLOCK_ITEMS rows, then R_c for the objective's owner. */
export function pointsDigest(points: RowPoints): Hex {
  let digest = ZERO_DIGEST;
  for (let from = 0; from < points.rows.length; from += BLOCK_ITEMS) {
    digest = absorb(digest, encodePoints(points.rows.slice(from, from + BLOCK_ITEMS)));
  }
  return points.objective === null ? digest : absorb(digest, encodePoints([points.objective]));
}

const COMMITMENT = parseAbiParameters("uint256, address, uint256, uint256, bytes32, bytes32");

/** commitment_k, which a party posts before any message of an engine. */
export function commitmentDigest(id: RoundId, party: number, counters: Hex, points: Hex): Hex {
  return taggedHash(
    "concordat/commitment/v1",
    encodeAbiParameters(COMMITMENT, [id.chainId, id.coordinator, id.round, BigInt(party), keccak256(counters), points]),
  );
}

/** commitment_k of a party's points in a round with n columns. */
export function partyCommitment(id: RoundId, columns: number, party: number, points: RowPoints): Hex {
  return commitmentDigest(id, party, generators(columns).counters, pointsDigest(points));
}

/** keccak256 of all commitments in party order. The statement digest binds it. */
export function commitmentsDigest(commitments: readonly Hex[]): Hex {
  return keccak256(concat([...commitments]));
}
