// Checks of an outcome that are possible before there are proofs. A party makes them before it
// proves its rows or discloses its dual part. Otherwise a peer that makes up multipliers could read
// the party's rows from its part M_kᵀŵ_k, digit by digit.
import { pointFromAffine } from "../crypto/curve/bn254.ts";
import { generators } from "../crypto/curve/generators.ts";
import { msm } from "../crypto/curve/msm.ts";
import { CertificateError } from "../errors.ts";
import { requireWithin } from "../round/bounds.ts";
import { powerOfTen, requireMagnitude, TOTAL_BITS, WIDE_BITS } from "../round/numbers.ts";
import type { Statement } from "../round/statement.ts";
import type { Kind } from "../round/verdict.ts";
import { checkTotals, totalsOf } from "./totals.ts";
import type { Disclosed, InfeasibleOutcome, OptimalOutcome } from "./types.ts";

/** Excludes unbounded outcomes, which have no multipliers. */
export type DualDisclosed = Disclosed & { readonly outcome: OptimalOutcome | InfeasibleOutcome };

const NOT_OPTIMAL = "the multipliers are not those of an optimum";
const NO_CONTRADICTION =
  "the multipliers prove no contradiction. The engines li and mangasarian round multipliers that are too long for a certificate, " +
  "as they can be where equality rows of several companies depend on each other; mpc and mpc/four may take others for them that begin with the " +
  "same digits: open a new round with another engine, or with numbers of fewer digits";

/**
 * Checks the public conditions of docs/certificate.md.
 * @throws CertificateError NumberOutOfRange, BoundExceeded, ReducedCostNegative, DualSignWrong, and
 *   as `checkTotals` does.
 */
export function checkPublic({ statement, bounds, outcome }: Disclosed): void {
  if (outcome.kind !== "infeasible") requireWithin(outcome.x, bounds);
  // Limits of the certificate's fields.
  requireMagnitude(outcome.dual, TOTAL_BITS, "d");
  const objective = outcome.kind === "infeasible" ? 0n : outcome.objective;
  requireMagnitude(objective, TOTAL_BITS, "the objective");
  if (outcome.kind !== "unbounded") checkReducedCosts(outcome.reducedCosts, statement, outcome.kind);
  if (outcome.kind !== "optimal" && outcome.dual >= 0n)
    throw new CertificateError("DualSignWrong", `the outcome does not prove that the program is ${outcome.kind}`);
  checkTotals(statement, outcome.kind, { objective, dual: outcome.dual }, totalsOf(outcome, bounds));
}

function checkReducedCosts(values: readonly bigint[], { tolerances }: Statement, kind: Kind): void {
  const least = kind === "optimal" ? -tolerances.dual : 0n;
  for (const [j, value] of values.entries()) {
    requireMagnitude(value, WIDE_BITS, `the reduced cost of column ${j + 1}`);
    if (value >= least) continue;
    throw new CertificateError(
      "ReducedCostNegative",
      `the reduced cost of column ${j + 1} is below its lower limit: ${kind === "optimal" ? NOT_OPTIMAL : NO_CONTRADICTION}`,
      j + 1,
    );
  }
}

/**
 * Checks the public conditions and the dual equation on the committed points. Does not check that
 * slacks and f̂ follow from the rows, which the parties' proofs show.
 * @throws CertificateError EquationFailed, and as `checkPublic` does.
 */
export function checkDual(disclosed: DualDisclosed): void {
  checkPublic(disclosed);
  if (!opensDual(disclosed)) {
    throw new CertificateError("EquationFailed", "the multipliers do not belong to the committed rows");
  }
}

/** Whether Σ ŵ_i R_i + 10^ω R_c − Σ ẑ_j G_j − d G_0 − ρH = 0, without R_c when infeasible. */
function opensDual({ statement, outcome, points }: DualDisclosed): boolean {
  const { kind, multipliers, reducedCosts, dual, rho } = outcome;
  const set = generators(statement.columns);
  const rows = points.flatMap((own) => own.rows.map(pointFromAffine));
  const objective = points[statement.objectiveOwner]!.objective;
  const costs = kind === "optimal" && objective !== null ? [pointFromAffine(objective)] : [];
  return msm(
    [...rows, ...costs, ...set.columns.map(({ point }) => point), set.rhs.point, set.blinding.point],
    [
      ...multipliers.flat(),
      ...costs.map(() => powerOfTen(statement.decimals.multiplier)),
      ...reducedCosts.map((value) => -value),
      -dual,
      -rho,
    ],
  ).is0();
}
