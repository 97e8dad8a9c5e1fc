// The two auxiliary programs that prove infeasibility and unboundedness exactly. Both are always
// feasible and bounded, so any solver that finds optima is enough. Their answers are vertices of
// cones that do not change when the rows are mixed by an invertible K, so numbers stay small on
// masked problems too.
import { largestBits } from "../../math/bits.ts";
import type { SparseColumn, StandardProgram } from "./standard.ts";

function sparse(dense: readonly bigint[]): SparseColumn {
  const rows = dense.flatMap((value, i) => (value === 0n ? [] : [i]));
  return { rows, values: rows.map((row) => dense[row]!) };
}

/**
 * min t subject to Ax + s + t(b − A1 − 1_s) = b, which x = 1, s = 1, t = 1 satisfies. The optimum
 * is 0 if and only if `program` is feasible. Otherwise the duals y are a Farkas vector: Aᵀy ≤ 0,
 * y ≤ 0 on inequality rows, bᵀy = t > 0.
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

/** Minus log₂ of the fraction of the sum of all columns that is subtracted from each column. */
export const INTERIOR_BITS = 44;

/**
 * The program with 2^−44 of the sum of all columns, slacks of inequalities included, subtracted
 * from every column. Each column is first scaled to a largest entry near 1, and all entries are
 * multiplied by the same power of two. A Farkas vector y of the result is one of `program` with
 * room to spare: each −a_jᵀy, relative to the size of a_j, is at least 2^−44 of their sum, so y may
 * be rounded.
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
 * min cᵀr subject to Ar + s = 0, 1ᵀr ≤ 1. The optimum is below 0 if and only if the dual of
 * `program` is infeasible; then r is a ray along which the cost falls.
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
