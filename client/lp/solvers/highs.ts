// HiGHS (MIT), compiled to WebAssembly: the default solver. Presolve is off, so that infeasible and
// unbounded problems are told apart and the final basis belongs to the original problem.
import highsModule, { type Highs } from "highs";
import { SolverError } from "../../errors.ts";
import type { FloatProblem, FloatResult, Solver, SolverStatus } from "./solver.ts";

// TypeScript reads the package's declarations as CommonJS, but Node loads its ES module, whose
// default export is the loader.
const loadHighs = highsModule as unknown as typeof highsModule.default;

let loading: Promise<Highs> | undefined;

const OPTIONS = {
  output_flag: false,
  presolve: "off",
  solver: "simplex",
  primal_feasibility_tolerance: 1e-9,
  dual_feasibility_tolerance: 1e-9,
  small_matrix_value: 1e-12,
} as const;

function statusOf(highs: Highs, code: number): SolverStatus {
  const { modelStatus } = highs.constants;
  if (code === modelStatus.optimal || code === modelStatus.empty) return "optimal";
  if (code === modelStatus.infeasible) return "infeasible";
  if (code === modelStatus.unbounded) return "unbounded";
  return "limit";
}

function run(highs: Highs, problem: FloatProblem): FloatResult {
  const { columns: n, rhs, starts, indices, values } = problem;
  const data = {
    numCols: n,
    numRows: rhs.length,
    colCost: problem.costs,
    colLower: new Float64Array(n),
    colUpper: new Float64Array(n).fill(highs.infinity),
    rowLower: rhs.map((value, i) => (problem.inequality[i] ? -highs.infinity : value)),
    rowUpper: rhs,
    matrix: { format: "csr", numRows: rhs.length, numCols: n, starts, indices, values },
  } as const;
  return highs.withModel(data, (model): FloatResult => {
    model.options.set(OPTIONS);
    const status = statusOf(highs, model.run().modelStatus);
    const solution = status === "optimal" ? model.getSolution() : null;
    const valid = model.info.get("basis_validity") === highs.constants.basisValidity.valid;
    const basis = valid ? model.getBasis() : null;
    const basic = highs.constants.basisStatus.basic;
    return {
      status,
      x: solution?.colValue ?? null,
      duals: solution?.rowDual ?? null,
      reducedCosts: solution?.colDual ?? null,
      basis: basis && {
        columns: Array.from(basis.colStatus, (code) => code === basic),
        rows: Array.from(basis.rowStatus, (code) => code === basic),
      },
    };
  });
}

export const highsSolver: Solver = {
  name: "highs",
  async solve(problem) {
    loading ??= loadHighs();
    const highs = await loading;
    try {
      return run(highs, problem);
    } catch (cause) {
      throw new SolverError("SolverFailed", "highs did not accept the problem; try another solver", { cause });
    }
  },
};
