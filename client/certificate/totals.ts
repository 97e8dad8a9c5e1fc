// Sums of the public numbers of a certificate, and the conditions that they must meet
// (docs/certificate.md, "Public conditions, and what they prove").
import { CertificateError } from "../errors.ts";
import { magnitude } from "../math/field.ts";
import { powerOfTen } from "../round/numbers.ts";
import type { Statement } from "../round/statement.ts";
import type { Kind } from "../round/verdict.ts";
import type { ColumnValue, RowValue } from "./codec.ts";
import type { PublicOutcome } from "./types.ts";

/** Running sums. A number that the kind does not use counts as 0. */
export interface Totals {
  /** D = Σ_j ẑ_j x̂_j + Σ_i ŵ_i(ŝ_i − r̂_i), which the identity uses. */
  difference: bigint;
  /**
   * Σ_j x̂_j max(0, ẑ_j) + Σ_j (U_j − x̂_j) max(0, −ẑ_j) + Σ_i max(0, ŵ_i(ŝ_i − r̂_i)): no row or
   * column can compensate for another.
   */
  gap: bigint;
  /** Σ_i |ŵ_i r̂_i|. */
  violation: bigint;
  /** Σ_i |ŵ_i| and Σ_j ray_j. */
  multipliers: bigint;
  rays: bigint;
  /** Largest |r̂|. */
  maxResidual: bigint;
}

export function noTotals(): Totals {
  return { difference: 0n, gap: 0n, violation: 0n, multipliers: 0n, rays: 0n, maxResidual: 0n };
}

export function addColumn(totals: Totals, { x, reducedCost, ray }: ColumnValue, bound: bigint): void {
  totals.difference += reducedCost * x;
  totals.gap += reducedCost > 0n ? reducedCost * x : reducedCost * (x - bound);
  totals.rays += ray;
}

export function addRow(totals: Totals, { multiplier, slack, residual }: RowValue): void {
  const term = multiplier * (slack - residual);
  totals.difference += term;
  if (term > 0n) totals.gap += term;
  totals.violation += magnitude(multiplier * residual);
  totals.multipliers += magnitude(multiplier);
  if (magnitude(residual) > totals.maxResidual) totals.maxResidual = magnitude(residual);
}

/**
 * Checks the conditions on the sums of a whole certificate.
 * @throws CertificateError IdentityFailed, GapTooLarge or ViolationTooLarge (optimal),
 *   ContradictionTooWeak (infeasible), RayTooShallow (unbounded).
 */
export function checkTotals(
  { decimals, tolerances }: Statement,
  kind: Kind,
  { objective, dual }: { readonly objective: bigint; readonly dual: bigint },
  totals: Totals,
): void {
  const [primalUnit, dualUnit] = [powerOfTen(decimals.multiplier), powerOfTen(decimals.solution)];
  if (kind === "infeasible") {
    if (dualUnit * dual + tolerances.residual * totals.multipliers < 0n) return;
    throw new CertificateError(
      "ContradictionTooWeak",
      weakContradiction(dual, tolerances.residual * totals.multipliers),
    );
  }
  if (kind === "unbounded") {
    if (primalUnit * dual + tolerances.dual * totals.rays < 0n) return;
    throw new CertificateError(
      "RayTooShallow",
      "the objective improves along the ray by no more than the round's tolerance: open a round with more decimals of the multipliers",
    );
  }
  if (primalUnit * objective + dualUnit * dual !== totals.difference) {
    throw new CertificateError("IdentityFailed", "the objective and d do not match the sums over rows and columns");
  }
  if (totals.gap > tolerances.gap) {
    throw new CertificateError(
      "GapTooLarge",
      "the answer is not proven optimal within the round's tolerance: open a round with more decimals, wider tolerances or smaller upper bounds",
    );
  }
  if (totals.violation > tolerances.gap) {
    throw new CertificateError(
      "ViolationTooLarge",
      "the rows' residuals may be worth more than the round's tolerance: open a round with more decimals, or wider tolerances",
    );
  }
}

/** Most decimals of a solution, and digits of x̂ (docs/certificate.md, "Numbers"). */
const MOST = { decimals: 24, digits: 26 };

/** How many decimals would do: tolerances that follow from the data do not change with δ. */
function weakContradiction(dual: bigint, worth: bigint): string {
  const what = "the rows contradict each other by no more than what the round tolerates as rounding";
  for (let decimals = 0; decimals <= MOST.decimals; decimals++)
    if (powerOfTen(decimals) * dual + worth < 0n)
      return (
        `${what}. A new round with at least ${decimals} decimals of the solution, and tolerances that follow from them, proves the ` +
        `contradiction; upper bounds must then be at most 10^${MOST.digits - decimals}`
      );
  return `${what}, and no round has enough decimals to prove it: change a row, so that they agree or differ by more`;
}

/** The sums of a whole outcome. `bounds`: U per column, at 10^δ. */
export function totalsOf(outcome: PublicOutcome, bounds: readonly bigint[]): Totals {
  const totals = noTotals();
  for (const [j, bound] of bounds.entries()) {
    const x = outcome.kind === "infeasible" ? 0n : outcome.x[j]!;
    const reducedCost = outcome.kind === "unbounded" ? 0n : outcome.reducedCosts[j]!;
    addColumn(totals, { x, reducedCost, ray: outcome.kind === "unbounded" ? outcome.ray[j]! : 0n }, bound);
  }
  const rows = outcome.kind === "infeasible" ? outcome.multipliers : outcome.slacks;
  for (const [k, own] of rows.entries()) {
    for (const i of own.keys()) {
      const multiplier = outcome.kind === "unbounded" ? 0n : outcome.multipliers[k]![i]!;
      const slack = outcome.kind === "infeasible" ? 0n : outcome.slacks[k]![i]!;
      const residual = outcome.kind === "infeasible" ? 0n : outcome.residuals[k]![i]!;
      addRow(totals, { multiplier, slack, residual, raySlack: 0n });
    }
  }
  return totals;
}
