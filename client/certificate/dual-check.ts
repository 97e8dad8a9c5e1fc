// The dual half of a certificate, checked before there are proofs: is this outcome worth disclosing one's own part for?
// A peer that makes up multipliers could otherwise read another party's rows off its part M_kᵀŵ_k, digit by digit.
import { pointFromAffine } from "../crypto/bn254.ts";
import { generators } from "../crypto/generators.ts";
import { msm } from "../crypto/msm.ts";
import { CertificateError } from "../errors.ts";
import { powerOfTen, requireMagnitude } from "./numbers.ts";
import type { InfeasibleOutcome, OptimalOutcome, RowPoints, Statement } from "./types.ts";
import { checkGap } from "./verify.ts";
import { addComplement, type Complements } from "./verify-blocks.ts";

/**
 * Checks the public conditions and the dual equation of docs/certificate.md on the committed points. Throws CertificateError
 * `NumberOutOfRange`, `ReducedCostNegative`, `DualSignWrong`, `IdentityFailed`, `GapTooLarge` or `EquationFailed`. Does not show that slacks and f̂
 * are those of the rows: the primal proofs do.
 */
export function checkDual(
  statement: Statement,
  outcome: OptimalOutcome | InfeasibleOutcome,
  points: readonly RowPoints[],
): void {
  const optimal = outcome.kind === "optimal";
  // No certificate can hold larger numbers.
  for (const value of outcome.reducedCosts) requireMagnitude(value, 159, "a reduced cost");
  requireMagnitude(outcome.dual, 160, "bᵀŵ");
  if (outcome.kind === "optimal") requireMagnitude(outcome.objective, 160, "the objective");
  const least = optimal ? -statement.tolerances.dual : 0n;
  const negative = outcome.reducedCosts.findIndex((value) => value < least);
  if (negative >= 0) {
    throw new CertificateError(
      "ReducedCostNegative",
      `the reduced cost of column ${negative + 1} is negative`,
      negative + 1,
    );
  }
  if (optimal) checkGap(statement, outcome, complementsOf(outcome));
  else if (outcome.dual >= 0n) throw new CertificateError("DualSignWrong", "the multipliers prove no contradiction");
  if (!opensDual(statement, outcome, points)) {
    throw new CertificateError("EquationFailed", "the multipliers do not belong to the committed rows");
  }
}

function complementsOf({ x, reducedCosts, multipliers, slacks, residuals }: OptimalOutcome): Complements {
  const total: Complements = { difference: 0n, gap: 0n };
  for (const [j, z] of reducedCosts.entries()) addComplement(total, z * x[j]!);
  for (const [k, own] of multipliers.entries())
    for (const [i, w] of own.entries()) addComplement(total, w * (slacks[k]![i]! - residuals[k]![i]!));
  return total;
}

/** Σ ŵ_i R_i + 10^ω R_c − Σ ẑ_j G_j − d G_0 − ρH = 0; without R_c when infeasible. */
function opensDual(
  statement: Statement,
  { kind, multipliers, reducedCosts, dual, rho }: OptimalOutcome | InfeasibleOutcome,
  points: readonly RowPoints[],
): boolean {
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
