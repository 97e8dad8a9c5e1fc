// The points that a party sends of what it committed to: one of each row, and at last that of the
// objective if it owns that.
import { hexlify } from "ethers";
import { wordsOf } from "../certificate/digests.ts";
import type { Affine } from "../certificate/group.ts";
import type { Claim } from "./claim.ts";
import { isCommitted } from "./disclosure.ts";

const POINT_BYTES = 64;

const owns = ({ history, named }: Claim): boolean => named === history.params.objectiveOwner;

/** Bytes of the points of the named party. */
export function pointsLength(claim: Claim): number {
  const { inequalities, equalities } = claim.history.params;
  const rows = inequalities[claim.named]! + equalities[claim.named]!;
  return POINT_BYTES * (rows + (owns(claim) ? 1 : 0));
}

/** Whether these are the points that the named party committed to. */
export function areCommitted(claim: Claim, bytes: Uint8Array): boolean {
  const words = wordsOf(hexlify(bytes));
  const points = Array.from({ length: words.length / 2 }, (_, i): Affine => [words[2 * i]!, words[2 * i + 1]!]);
  const objectivePoint = owns(claim) ? points.pop()! : null;
  return isCommitted(claim.history, claim.named, { points, objectivePoint }, claim.generators().counters);
}
