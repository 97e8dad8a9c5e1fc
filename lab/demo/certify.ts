// A certificate made by someone who holds every company's data, as only cheats and tests do.
import { assembleCertificate } from "../../client/certificate/assemble.ts";
import type { CommittedRows } from "../../client/certificate/commit.ts";
import { dualPart, sumDualParts } from "../../client/certificate/dual.ts";
import { objectiveValue, primalPart } from "../../client/certificate/outcome.ts";
import { provePrimal } from "../../client/certificate/prove.ts";
import type { Certificate, Disclosed, OptimalOutcome } from "../../client/certificate/types.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";
import { createRandom } from "../../client/math/random.ts";

/** An answer that somebody claims is optimal. */
export interface Claim {
  readonly x: readonly bigint[];
  /** Per party: inequalities first. */
  readonly multipliers: readonly (readonly bigint[])[];
}

/**
 * Proves everything about `claim` that can be proved from `rows` and the openings of `committed`;
 * the contract judges the rest.
 */
export function certifyClaim(
  { statement, bounds }: Pick<Disclosed, "statement" | "bounds">,
  rows: readonly PartyRows[],
  committed: readonly CommittedRows[],
  claim: Claim,
): Certificate {
  const { decimals, tolerances, objectiveOwner } = statement;
  const primal = rows.map((own) => primalPart(own, decimals, claim.x, tolerances.residual));
  const duals = rows.map((own, k) =>
    dualPart("optimal", { rows: own, blindings: committed[k]!.blindings }, claim.multipliers[k]!, decimals),
  );
  const outcome: OptimalOutcome = {
    kind: "optimal",
    x: claim.x,
    multipliers: claim.multipliers,
    objective: objectiveValue(rows[objectiveOwner]!.objective!, claim.x),
    slacks: primal.map(({ slacks }) => slacks),
    residuals: primal.map(({ residuals }) => residuals),
    ...sumDualParts(duals),
  };
  const objectivePoint = committed[objectiveOwner]!.points.objective!;
  const proofs = rows.map((own, party) => {
    const { blindings } = committed[party]!;
    return provePrimal({ statement, outcome, party, rows: own, blindings, objectivePoint, random: createRandom() });
  });
  const points = committed.map((own) => own.points);
  return assembleCertificate({ statement, bounds, outcome, points }, proofs);
}
