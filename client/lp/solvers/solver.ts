// The common interface of floating-point LP solvers. Their results are only hints, from which
// client/lp/exact computes exact ones.

/**
 * min cᵀx subject to Ax ≤ b or Ax = b, row by row, and x ≥ 0. A is stored by rows (CSR). All
 * numbers are finite.
 */
export interface FloatProblem {
  readonly columns: number;
  readonly costs: Float64Array;
  readonly rhs: Float64Array;
  /** Per row: true for ≤, false for =. */
  readonly inequality: readonly boolean[];
  /** Row i has the entries `starts[i]` to `starts[i + 1] − 1`, so there are rows + 1 numbers. */
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

/**
 * `limit`: the solver stopped (time, iterations, numerical trouble) without deciding which of the
 * other three holds.
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
  /** Final basis, optimal or not; null if the solver has none. */
  readonly basis: FloatBasis | null;
}

export interface Solver {
  /** "highs" or "glpk". */
  readonly name: string;
  /**
   * Solves a problem that is already well scaled (`solveFloat` scales it).
   * @throws SolverError when the solver cannot run at all.
   */
  solve(problem: FloatProblem): Promise<FloatResult>;
}
