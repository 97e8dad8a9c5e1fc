// Both parties' halves of step 8: (N₁X* − b₁) + v ≈ 0, row by row.
import type { IntegerRows } from "../../lp/model/normal.ts";
import { dot, magnitude, sum } from "../../math/field.ts";
import type { Point } from "./messages.ts";
import type { TwoPartyShape } from "./shape.ts";

/** A party's rows of N_kX − b_k at scale 10^(κ+δ): M̄_k x + slacks − b̄_k. */
export function residualsOf(
  shape: TwoPartyShape,
  rows: IntegerRows,
  party: number,
  { x, slacks }: Omit<Point, "v">,
): bigint[] {
  const counts = party === shape.alice ? shape.aliceRows : shape.bobRows;
  const first = party === shape.alice ? 0 : shape.aliceRows.inequalities;
  const unit = 10n ** BigInt(shape.round.decimals.solution);
  return rows.coefficients.map((row, i) => {
    const slack = i < counts.inequalities ? shape.unit * slacks[first + i]! : 0n;
    return dot(row, x) + slack - unit * rows.rhs[i]!;
  });
}

/**
 * Whether a party's residuals are 0 within tolerance. Inequalities are allowed 10^κ more, because a
 * slack in X* is correct only to one unit of 10^−δ (the certificate carries slacks with κ more
 * digits, and applies the round's tolerance alone to what remains).
 */
export function withinTolerance(shape: TwoPartyShape, residuals: readonly bigint[], party: number): boolean {
  const counts = party === shape.alice ? shape.aliceRows : shape.bobRows;
  const { residual } = shape.round.tolerances;
  return residuals.every((value, i) => {
    const allowed = residual + (i < counts.inequalities ? shape.unit : 0n);
    return magnitude(value) <= allowed;
  });
}

/**
 * Whether rounding X* to the grid 10^−δ explains the residuals of a party's rows: every entry of X*
 * is within one unit of an exact solution. If residuals exceed the tolerance and this is true, the
 * round's grid is too coarse; if it is false, X* is wrong.
 */
export function explainedByRounding(shape: TwoPartyShape, rows: IntegerRows, residuals: readonly bigint[]): boolean {
  return residuals.every((value, i) => magnitude(value) <= sum(rows.coefficients[i]!.map(magnitude)) + shape.unit);
}
