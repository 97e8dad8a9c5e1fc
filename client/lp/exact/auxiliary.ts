// The two auxiliary programs that settle infeasible and unbounded exactly. Both are always feasible
// and bounded, so they need nothing but optima, from any solver. Their answers are vertices of
// cones that do not change when rows are mixed by an invertible K, so numbers stay small on masked
// problems too.
import { largestBits } from "./float.ts";
import type { SparseColumn, StandardProgram } from "./standard.ts";

function sparse(dense: readonly bigint[]): SparseColumn {
  const rows = dense.flatMap((value, i) => (value === 0n ? [] : [i]));
  return { rows, values: rows.map((row) => dense[row]!) };
}

/**
 * min t, Ax + s + t(b − A1 − 1_s) = b: x = 1, s = 1, t = 1 is feasible. The optimum is 0 exactly
 * when the program is feasible; otherwise the duals y are a Farkas vector: Aᵀy ≤ 0, y ≤ 0 on
 * inequality rows, bᵀy = t > 0.
 */
export function feasibilityProgram(program: StandardProgram): StandardProgram {
  const distance = program.rhs.map((value, i) => (program.inequality[i] ? value - 1n : value));
  for (const { rows, values } of program.columns) {
    rows.forEach((row, k) => {
      distance[row]! -= values[k]!;
    });
  }
  return {
    ...program,
    columns: [...program.columns, sparse(distance)],
    costs: [...program.columns.map(() => 0n), 1n],
  };
}

/** log₂ of how little of the sum of all columns is taken off each. */
export const INTERIOR_BITS = 44;

/**
 * The program with 2^−44 of the sum of all columns, slacks of inequalities included, taken off
 * every column, each first brought to a largest entry near 1 (and all times the same power of two).
 * A Farkas vector y of it is one of the program with room: each −a_jᵀy, relative to the size of
 * a_j, is at least 2^−44 of their sum, so that y may be rounded.
 */
export function perturbedProgram(program: StandardProgram): StandardProgram {
  const bits = program.columns.map(({ values }) => largestBits(values));
  const most = Math.max(1, ...bits);
  const shift = (j: number): bigint => BigInt(most - bits[j]!);
  const sum = program.inequality.map((inequality) => (inequality ? 1n << BigInt(most - 1) : 0n));
  program.columns.forEach(({ rows, values }, j) => {
    rows.forEach((row, k) => {
      sum[row]! += values[k]! << shift(j);
    });
  });
  const columns = program.columns.map(({ rows, values }, j) => {
    const column = sum.map((value) => -value);
    rows.forEach((row, k) => {
      column[row]! += values[k]! << (shift(j) + BigInt(INTERIOR_BITS));
    });
    return sparse(column);
  });
  return { ...program, columns };
}

/**
 * min cᵀr, Ar + s = 0, 1ᵀr ≤ 1: below 0 exactly when the dual is infeasible, and then r is a ray of
 * falling cost.
 */
export function rayProgram(program: StandardProgram): StandardProgram {
  const m = program.rhs.length;
  return {
    columns: program.columns.map(({ rows, values }) => ({ rows: [...rows, m], values: [...values, 1n] })),
    costs: program.costs,
    rhs: [...program.rhs.map(() => 0n), 1n],
    inequality: [...program.inequality, true],
  };
}
