// The computational form in client/lp/exact: min cᵀx, Ax + s = b, x ≥ 0, in integers of any size,
// with sparse columns. The logical s_i of row i is ≥ 0 on an inequality (≤) and fixed at 0 on an
// equality. Variable j is column j, and variable n + i is the logical of row i. Duals y satisfy
// z = c − Aᵀy ≥ 0, and y ≤ 0 on inequality rows, so w = −y is the multiplier of the certificate.
import { SolverError } from "../../errors.ts";
import type { IntegerProgram } from "../model/normal.ts";

export interface SparseColumn {
  readonly rows: readonly number[];
  readonly values: readonly bigint[];
}

export interface StandardProgram {
  readonly columns: readonly SparseColumn[];
  readonly costs: readonly bigint[];
  readonly rhs: readonly bigint[];
  /** Per row: true if its logical may be positive. */
  readonly inequality: readonly boolean[];
}

/** min cᵀX, NX = b, X ≥ 0 with dense rows of integers of any size: the form of a masked problem. */
export interface EqualityProgram {
  readonly matrix: readonly (readonly bigint[])[];
  readonly rhs: readonly bigint[];
  readonly costs: readonly bigint[];
}

function sparseColumns(rows: readonly (readonly bigint[])[], columns: number): SparseColumn[] {
  const result = Array.from({ length: columns }, () => ({ rows: [] as number[], values: [] as bigint[] }));
  rows.forEach((row, i) => {
    if (row.length !== columns) {
      throw new SolverError(
        "ShapeMismatch",
        `row ${i} has ${row.length} coefficients where the objective has ${columns}`,
      );
    }
    row.forEach((value, j) => {
      if (value === 0n) return;
      result[j]!.rows.push(i);
      result[j]!.values.push(value);
    });
  });
  return result;
}

function assertRhs(rows: number, rhs: readonly bigint[]): void {
  if (rhs.length !== rows) throw new SolverError("ShapeMismatch", `${rows} rows have ${rhs.length} right-hand sides`);
}

/** Rows of the result: the inequalities, then the equalities. */
export function fromIntegerProgram(program: IntegerProgram): StandardProgram {
  const { inequalities, equalities, objective } = program;
  assertRhs(inequalities.coefficients.length, inequalities.rhs);
  assertRhs(equalities.coefficients.length, equalities.rhs);
  return {
    columns: sparseColumns([...inequalities.coefficients, ...equalities.coefficients], objective.length),
    costs: objective,
    rhs: [...inequalities.rhs, ...equalities.rhs],
    inequality: [...inequalities.rhs.map(() => true), ...equalities.rhs.map(() => false)],
  };
}

export function fromEqualityProgram(program: EqualityProgram): StandardProgram {
  assertRhs(program.matrix.length, program.rhs);
  return {
    columns: sparseColumns(program.matrix, program.costs.length),
    costs: program.costs,
    rhs: program.rhs,
    inequality: program.rhs.map(() => false),
  };
}

/** The column of a variable: of A, or a unit vector for a logical. */
export function columnOf(program: StandardProgram, variable: number): SparseColumn {
  const n = program.columns.length;
  return variable < n ? program.columns[variable]! : { rows: [variable - n], values: [1n] };
}

/** True for the logical of an equality row, which must stay at 0. */
export function isFixed(program: StandardProgram, variable: number): boolean {
  const n = program.columns.length;
  return variable >= n && !program.inequality[variable - n];
}

export function costOf(program: StandardProgram, variable: number): bigint {
  return variable < program.columns.length ? program.costs[variable]! : 0n;
}

/** aᵀy for the column a of a variable. */
export function dot(column: SparseColumn, y: readonly bigint[]): bigint {
  let sum = 0n;
  for (let k = 0; k < column.rows.length; k++) sum += column.values[k]! * y[column.rows[k]!]!;
  return sum;
}
