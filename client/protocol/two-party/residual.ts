// Both parties' halves of step 8: (N₁X* − b₁) + v ≈ 0, row by row.
import { dot } from "../../math/field.ts";
import type { Point } from "./messages.ts";
import type { Rows, Shape } from "./shape.ts";

/** A party's rows of N_kX − b_k at scale 10^(κ+δ): M̄_k x + slacks − b̄_k. */
export function residualsOf(shape: Shape, rows: Rows, party: number, { x, slacks }: Omit<Point, "v">): bigint[] {
  const counts = party === shape.alice ? shape.aliceRows : shape.bobRows;
  const first = party === shape.alice ? 0 : shape.aliceRows.inequalities;
  const unit = 10n ** BigInt(shape.round.decimals.solution);
  return rows.matrix.map((row, i) => {
    const slack = i < counts.inequalities ? shape.unit * slacks[first + i]! : 0n;
    return dot(row, x) + slack - unit * rows.rhs[i]!;
  });
}

/**
 * The first of a party's rows that is not 0 within tolerance, or −1. A slack in X* is right to one unit of 10^−δ only (the
 * certificate carries slacks with κ digits more and holds what remains to the round's tolerance alone): hence 10^κ more.
 */
export function rowOutOfTolerance(shape: Shape, residuals: readonly bigint[], party: number): number {
  const counts = party === shape.alice ? shape.aliceRows : shape.bobRows;
  const { residualTolerance } = shape.round;
  return residuals.findIndex((value, i) => {
    const allowed = residualTolerance + (i < counts.inequalities ? shape.unit : 0n);
    return value > allowed || value < -allowed;
  });
}
