// The points that companies committed to before the round: step 0 of a sealed proof.
import type { G1 } from "../../crypto/curve/bn254.ts";
import { ProtocolError } from "../../errors.ts";
import { type CommittedPoints, isCommitted } from "../../sealed/digests.ts";
import type { Named } from "../../sealed/transcript.ts";
import type { SealingRound } from "./input.ts";

/** Step 0, by party. */
export function commitmentStep(points: readonly CommittedPoints[]): Named[] {
  return points.map(({ matrix, costs }, from): Named => {
    const ofOwner: [string, G1][] = costs === null ? [] : [["c", costs]];
    return { points: new Map([[`A/${from}`, matrix], ...ofOwner]), scalars: new Map() };
  });
}

/** Throws ProtocolError `CommitmentMismatch`, naming whose points are not those of the chain. */
export function requireCommitted({ statement, key }: SealingRound, step: readonly Named[]): void {
  for (const [from, { points }] of step.entries())
    if (!isCommitted(statement, key.srsDigest, points, from))
      throw new ProtocolError("CommitmentMismatch", `the rows of party ${from} are not those it committed to`, from);
}
