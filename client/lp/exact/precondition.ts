// Rows mixed by a badly conditioned K can defeat a floating-point solver. Multiplying them by an
// integer matrix P, close to a multiple of the inverse of a well-conditioned set of columns, undoes
// the mixing. Since P is invertible, the program stays the same: duals y' of (PA, Pb) give duals
// y = Pᵀy' of (A, b).
import { applyScaling, findScaling } from "../solvers/scale.ts";
import { Basis } from "./basis.ts";
import { rowExponents, toFloat } from "./float.ts";
import { dot, type StandardProgram } from "./standard.ts";

/** Entries of P are at most 2^40. */
export const MULTIPLIER_BITS = 40;
/** Pivots below this, in rows whose largest entry is 1, are taken for rounding errors. */
const SMALLEST_PIVOT = 1e-9;

export interface Preconditioned {
  readonly program: StandardProgram;
  /** Pᵀy'. */
  duals(y: readonly bigint[]): bigint[];
}

/**
 * Row operations, in doubles, that turn columns of the scaled matrix, chosen by complete pivoting,
 * into unit vectors.
 */
function elimination(matrix: readonly Float64Array[]): Float64Array[] {
  const work = matrix.map((row, i) => {
    const extended = new Float64Array(row.length + matrix.length);
    extended.set(row);
    extended[row.length + i] = 1;
    return extended;
  });
  const n = matrix[0]!.length;
  const open = new Set(work.keys());
  while (open.size > 0) {
    let [row, column, best] = [-1, -1, SMALLEST_PIVOT];
    for (const i of open) {
      for (let j = 0; j < n; j++)
        if (Math.abs(work[i]![j]!) > best) [row, column, best] = [i, j, Math.abs(work[i]![j]!)];
    }
    if (row < 0) break;
    open.delete(row);
    const pivot = work[row]!;
    const scale = 1 / pivot[column]!;
    for (let j = 0; j < pivot.length; j++) pivot[j]! *= scale;
    work.forEach((other, i) => {
      const factor = other[column]!;
      if (i !== row && factor !== 0) for (let j = 0; j < other.length; j++) other[j]! -= factor * pivot[j]!;
    });
  }
  return work.map((row) => row.subarray(n));
}

/** P as integers of about 40 bits, row by row. */
function multiplier(program: StandardProgram): bigint[][] {
  const problem = toFloat(program);
  const scaling = findScaling(problem);
  const { starts, indices, values } = applyScaling(problem, scaling);
  const dense = program.rhs.map((_, i) => {
    const row = new Float64Array(problem.columns);
    for (let k = starts[i]!; k < starts[i + 1]!; k++) row[indices[k]!] = values[k]!;
    return row;
  });
  const exponents = rowExponents(program);
  const least = Math.min(...exponents);
  return elimination(dense).map((row) => {
    const exact = row.map((value, i) => value * scaling.rows[i]! * 2 ** (least - exponents[i]!));
    const largest = exact.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return Array.from(exact, (value) => BigInt(Math.round((value / largest) * 2 ** MULTIPLIER_BITS)));
  });
}

function isInvertible(matrix: readonly (readonly bigint[])[]): boolean {
  const indices = [...matrix.keys()];
  const columns = indices.map((j) => ({ rows: indices, values: matrix.map((row) => row[j]!) }));
  const zeros = indices.map(() => 0n);
  const square = { columns, costs: zeros, rhs: zeros, inequality: indices.map(() => false) };
  return new Basis(square, indices).variables.every((variable) => variable < indices.length);
}

/**
 * The same program with rows that are far from parallel, or null if no suitable P is found. For
 * programs with only equality rows.
 */
export function precondition(program: StandardProgram): Preconditioned | null {
  const matrix = multiplier(program);
  if (!isInvertible(matrix)) return null;
  const indices = [...matrix.keys()];
  const columns = program.columns.map((column) => ({ rows: indices, values: matrix.map((row) => dot(column, row)) }));
  const rhs = matrix.map((row) => row.reduce((sum, value, i) => sum + value * program.rhs[i]!, 0n));
  return {
    program: { ...program, columns, rhs },
    duals: (y) => indices.map((i) => matrix.reduce((sum, row, k) => sum + row[i]! * y[k]!, 0n)),
  };
}
