// What a company knows of others' entries before they come (docs/sealed.md, "Companies"): the
// points behind the commitments, and x̂.
import { SealedError } from "../../errors.ts";
import { checkCommitments } from "../digests.ts";
import type { Named } from "../transcript.ts";
import type { ProverState } from "./state.ts";

/**
 * Checks the sums of a step, as far as this company knows what they must be. Nothing secret goes
 * into it: all companies come to the same end.
 * @throws SealedError CommitmentMismatch (with the party) for a matrix or costs that nobody
 *   committed to; MessageUnexpected (with the owner) for an x̂ other than that of the outcome.
 */
export function checkKnown({ setting, whole }: ProverState, { points }: Named): void {
  const { statement, committer, srsDigest } = setting;
  if (points.has("c")) checkCommitments(statement, srsDigest, points);
  const point = points.get("x");
  if (point !== undefined && !point.equals(committer.line(whole.get("x")!))) {
    const owner = statement.objectiveOwner;
    throw new SealedError("MessageUnexpected", `party ${owner} sent another solution than that of the outcome`, owner);
  }
}
