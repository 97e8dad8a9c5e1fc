// One interface over floating-point LP solvers. What they return is a hint: client/lp/exact makes
// it exact.

/**
 * min cᵀx, Ax ≤ b or Ax = b row by row, x ≥ 0. A is stored by rows (CSR). All numbers are finite.
 */
export interface FloatProblem {
  readonly columns: number;
  readonly costs: Float64Array;
  readonly rhs: Float64Array;
  /** Per row: true for ≤, false for =. */
  readonly inequality: readonly boolean[];
  /** Row i holds entries `starts[i]` to `starts[i + 1] − 1`; rows + 1 numbers. */
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

/**
 * `limit`: the solver stopped (time, iterations, numerical trouble) without telling the other three
 * apart.
 */
export type SolverStatus = "optimal" | "infeasible" | "unbounded" | "limit";

/** Which columns, and which rows' logicals, are basic. */
export interface FloatBasis {
  readonly columns: readonly boolean[];
  readonly rows: readonly boolean[];
}

export interface FloatResult {
  readonly status: SolverStatus;
  /** Values of the columns; null unless optimal. */
  readonly x: Float64Array | null;
  /** Row duals y: z = c − Aᵀy ≥ 0, y ≤ 0 on ≤ rows; null unless optimal. */
  readonly duals: Float64Array | null;
  /** z; null unless optimal and the solver has them. */
  readonly reducedCosts: Float64Array | null;
  /** Final basis, where the solver has one (also when it is not optimal). */
  readonly basis: FloatBasis | null;
}

export interface Solver {
  /** As on the command line: "highs", "glpk". */
  readonly name: string;
  /**
   * Solves a problem that is already well scaled (`solveFloat` scales). Throws SolverError when it
   * cannot run at all.
   */
  solve(problem: FloatProblem): Promise<FloatResult>;
}
