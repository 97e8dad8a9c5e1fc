// Scaling by powers of two, which changes no bit of a mantissa. It is necessary, not an
// optimisation: without it, glpk.js silently returns wrong optima on masked problems, and highs
// refuses entries above 1e15.
import { SolverError } from "../../errors.ts";
import type { FloatProblem, FloatResult, Solver } from "./solver.ts";

const PASSES = 4;

/**
 * Positive factors: the scaled entry is `rows[i] · a_ij · columns[j]`; rhs and costs have one more
 * factor each.
 */
export interface Scaling {
  readonly rows: Float64Array;
  readonly columns: Float64Array;
  readonly rhs: number;
  readonly costs: number;
}

function powerOfTwo(value: number): number {
  return 2 ** Math.round(Math.log2(value));
}

/** The power of two that brings the largest magnitude into [1, 2^20]; 1 when all values are 0. */
function vectorFactor(values: Float64Array): number {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0 || (largest >= 1 && largest <= 2 ** 20)) return 1;
  return largest < 1 ? 2 ** -Math.floor(Math.log2(largest)) : 2 ** (20 - Math.ceil(Math.log2(largest)));
}

/**
 * Scales rows and columns geometrically, then every row so that its largest entry is in (1/2, 1].
 */
export function findScaling(problem: FloatProblem): Scaling {
  const { columns: n, starts, indices, values } = problem;
  const m = problem.rhs.length;
  const rows = new Float64Array(m).fill(1);
  const columns = new Float64Array(n).fill(1);
  for (let pass = 0; pass <= PASSES; pass++) {
    const columnLeast = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
    const columnMost = new Float64Array(n);
    for (let i = 0; i < m; i++) {
      let least = Number.POSITIVE_INFINITY;
      let most = 0;
      for (let k = starts[i]!; k < starts[i + 1]!; k++) {
        const size = Math.abs(values[k]!) * columns[indices[k]!]!;
        if (size === 0) continue;
        least = Math.min(least, size);
        most = Math.max(most, size);
      }
      if (most === 0) continue;
      rows[i] = pass === PASSES ? 2 ** -Math.ceil(Math.log2(most)) : powerOfTwo(1 / Math.sqrt(least) / Math.sqrt(most));
      for (let k = starts[i]!; k < starts[i + 1]!; k++) {
        const size = Math.abs(values[k]!) * rows[i]!;
        if (size === 0) continue;
        const j = indices[k]!;
        columnLeast[j] = Math.min(columnLeast[j]!, size);
        columnMost[j] = Math.max(columnMost[j]!, size);
      }
    }
    if (pass === PASSES) break;
    for (let j = 0; j < n; j++) {
      if (columnMost[j]! > 0) columns[j] = powerOfTwo(1 / Math.sqrt(columnLeast[j]!) / Math.sqrt(columnMost[j]!));
    }
  }
  return {
    rows,
    columns,
    rhs: vectorFactor(problem.rhs.map((value, i) => value * rows[i]!)),
    costs: vectorFactor(problem.costs.map((value, j) => value * columns[j]!)),
  };
}

export function applyScaling(problem: FloatProblem, scaling: Scaling): FloatProblem {
  const { starts, indices } = problem;
  const values = Float64Array.from(problem.values);
  for (let i = 0; i < problem.rhs.length; i++) {
    for (let k = starts[i]!; k < starts[i + 1]!; k++) values[k]! *= scaling.rows[i]! * scaling.columns[indices[k]!]!;
  }
  return {
    ...problem,
    values,
    rhs: problem.rhs.map((value, i) => value * scaling.rows[i]! * scaling.rhs),
    costs: problem.costs.map((value, j) => value * scaling.columns[j]! * scaling.costs),
  };
}

/**
 * Scales the problem, solves it, and undoes the scaling in the result.
 * @throws SolverError NotFinite when the problem holds a NaN or an infinity, and as `solver.solve`
 *   does.
 */
export async function solveFloat(problem: FloatProblem, solver: Solver): Promise<FloatResult> {
  for (const numbers of [problem.costs, problem.rhs, problem.values]) {
    if (!numbers.every(Number.isFinite)) {
      throw new SolverError("NotFinite", "the problem has a number that is not finite; rescale its data first");
    }
  }
  const scaling = findScaling(problem);
  const result = await solver.solve(applyScaling(problem, scaling));
  return {
    ...result,
    x: result.x?.map((value, j) => (value * scaling.columns[j]!) / scaling.rhs) ?? null,
    duals: result.duals?.map((value, i) => (value * scaling.rows[i]!) / scaling.costs) ?? null,
    reducedCosts: result.reducedCosts?.map((value, j) => value / scaling.columns[j]! / scaling.costs) ?? null,
  };
}
