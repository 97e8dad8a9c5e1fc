// The points that a party sends of what it committed to: one of each row, and at last that of the
// objective if it owns that; where the outcome is sealed, one of all rows, and that of the costs
// (docs/sealed.md, "Commitments").
import { type BytesLike, hexlify } from "ethers";
import { wordsOf } from "../certificate/digests.ts";
import type { Affine } from "../certificate/group.ts";
import { isSealed } from "../chain/sealed-params.ts";
import { commitmentDigest } from "../sealed/statement.ts";
import type { Claim } from "./claim.ts";
import { isCommitted } from "./disclosure.ts";

export const POINT_BYTES = 64;

const owns = ({ history, named }: Claim): boolean => named === history.params.objectiveOwner;

/** Bytes of the points of the named party. */
export function pointsLength(claim: Claim): number {
  const { params } = claim.history;
  const rows = isSealed(params) ? 1 : params.inequalities[claim.named]! + params.equalities[claim.named]!;
  return POINT_BYTES * (rows + (owns(claim) ? 1 : 0));
}

/** Pairs of coordinates, of which nothing is checked. */
export function pairsOf(bytes: BytesLike): Affine[] {
  const words = wordsOf(hexlify(bytes));
  return Array.from({ length: words.length / 2 }, (_, i): Affine => [words[2 * i]!, words[2 * i + 1]!]);
}

/**
 * Whether these are the points that the named party committed to; unknown where the outcome is
 * sealed and the terms, which name the set-up, are not at hand. `bytes` are `pointsLength` many.
 */
export function areCommitted(claim: Claim, bytes: Uint8Array): "yes" | "no" | "unknown" {
  const { history, named, setupDigest } = claim;
  const points = pairsOf(bytes);
  const last = owns(claim) ? points.pop()! : null;
  if (!isSealed(history.params)) {
    const { counters } = claim.generators();
    return isCommitted(history, named, { points, objectivePoint: last }, counters) ? "yes" : "no";
  }
  if (setupDigest === null) return "unknown";
  const digest = commitmentDigest(history.key, named, setupDigest, { matrix: points[0]!, costs: last });
  return digest === history.commits[named]?.digest ? "yes" : "no";
}
