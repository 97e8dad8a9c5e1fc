// GLPK through glpk.js. GPL-3, hence an optional dependency that is loaded only when asked for. It
// returns row duals but neither reduced costs nor a basis. Its default presolve reports infeasible
// and unbounded alike, so presolve is off.
import type { GLPK, LP } from "glpk.js/node";
import { SolverError } from "../../client/errors.ts";
import type { FloatProblem, FloatResult, Solver, SolverStatus } from "../../client/lp/solvers/solver.ts";

let loading: Promise<GLPK> | undefined;

async function load(): Promise<GLPK> {
  try {
    return await (await import("glpk.js/node")).default();
  } catch (cause) {
    throw new SolverError("SolverMissing", "glpk.js is not installed; run `npm install glpk.js` or use highs", {
      cause,
    });
  }
}

function toModel(glpk: GLPK, problem: FloatProblem): LP {
  const { starts, indices, values, rhs } = problem;
  return {
    name: "problem",
    objective: {
      direction: glpk.GLP_MIN,
      name: "cost",
      vars: Array.from(problem.costs, (coef, j) => ({ name: `x${j}`, coef })),
    },
    subjectTo: Array.from(rhs, (bound, i) => ({
      name: `r${i}`,
      vars: Array.from({ length: starts[i + 1]! - starts[i]! }, (_, k) => ({
        name: `x${indices[starts[i]! + k]}`,
        coef: values[starts[i]! + k]!,
      })),
      bnds: problem.inequality[i]
        ? { type: glpk.GLP_UP, ub: bound, lb: 0 }
        : { type: glpk.GLP_FX, ub: bound, lb: bound },
    })),
  };
}

function statusOf(glpk: GLPK, code: number): SolverStatus {
  if (code === glpk.GLP_OPT) return "optimal";
  if (code === glpk.GLP_NOFEAS) return "infeasible";
  if (code === glpk.GLP_UNBND) return "unbounded";
  return "limit";
}

export const glpkSolver: Solver = {
  name: "glpk",
  async solve(problem): Promise<FloatResult> {
    loading ??= load();
    const glpk = await loading;
    let answer: ReturnType<GLPK["solve"]>["result"];
    try {
      answer = glpk.solve(toModel(glpk, problem), { presol: false, msglev: glpk.GLP_MSG_OFF }).result;
    } catch (cause) {
      throw new SolverError("SolverFailed", "glpk.js did not accept the problem; try another solver", { cause });
    }
    const status = statusOf(glpk, answer.status);
    const optimal = status === "optimal";
    return {
      status,
      x: optimal ? Float64Array.from({ length: problem.columns }, (_, j) => answer.vars[`x${j}`] ?? 0) : null,
      duals: optimal ? Float64Array.from(problem.rhs, (_, i) => answer.dual?.[`r${i}`] ?? 0) : null,
      reducedCosts: null,
      basis: null,
    };
  },
};
