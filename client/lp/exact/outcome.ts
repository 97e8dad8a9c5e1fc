// The exact outcome of a program: an optimum, a Farkas vector, or a feasible point and a ray. The
// floating-point solver only suggests where to start.
import { SolverError } from "../../errors.ts";
import { magnitude } from "../../math/field.ts";
import { primitive, type RationalVector } from "../../math/rational.ts";
import { VALUE_LIMIT } from "../model/normal.ts";
import { solveFloat } from "../solvers/scale.ts";
import type { Solver, SolverStatus } from "../solvers/solver.ts";
import { feasibilityProgram, perturbedProgram, rayProgram } from "./auxiliary.ts";
import { Basis } from "./basis.ts";
import { leastDuals, vertexDuals } from "./duals.ts";
import { hintOf, toFloat } from "./float.ts";
import { precondition } from "./precondition.ts";
import { exactSimplex } from "./simplex.ts";
import type { StandardProgram } from "./standard.ts";

/**
 * Duals y of an optimum: c − Aᵀy ≥ 0, y ≤ 0 on inequality rows. Farkas vector y: Aᵀy ≤ 0, y ≤ 0 on
 * inequality rows, bᵀy > 0. `duals` is a vertex. `interior` is computed only when that vertex
 * exceeds 87 bits; its Aᵀy is so far below 0 that it may be rounded (`farkasMultipliers`).
 */
export type ExactOutcome =
  | { readonly kind: "optimal"; readonly x: RationalVector; readonly duals: RationalVector }
  | { readonly kind: "infeasible"; readonly duals: readonly bigint[]; readonly interior: readonly bigint[] | null }
  | { readonly kind: "unbounded"; readonly x: RationalVector; readonly ray: readonly bigint[] };

const PIVOT_LIMIT = 20_000;
/**
 * On a masked problem a pivot is expensive, and a good hint needs almost none. After this many
 * pivots, the rows are unmixed first.
 */
const MASKED_PIVOT_LIMIT = 10;

/** Where to start. Pivoting starts from nothing where the solver fails on a problem. */
async function hint(program: StandardProgram, solver: Solver): Promise<{ status: SolverStatus; basis: Basis }> {
  const nothing = { status: "limit", basis: new Basis(program, []) } as const;
  if (program.rhs.length === 0) return nothing;
  const problem = toFloat(program);
  const result = await solveFloat(problem, solver).catch((error: unknown) => {
    if (error instanceof SolverError && error.code === "SolverFailed") return null;
    throw error;
  });
  return result === null ? nothing : { status: result.status, basis: new Basis(program, hintOf(problem, result)) };
}

interface Optimum {
  readonly x: RationalVector;
  readonly duals: RationalVector;
  readonly basis: Basis;
}

/** The optimum of an auxiliary program; null if the pivot limit is reached. */
async function optimumOf(program: StandardProgram, solver: Solver, pivotLimit: number): Promise<Optimum | null> {
  const { basis } = await hint(program, solver);
  const result = exactSimplex(program, basis, pivotLimit);
  if (result.kind === "limit") return null;
  if (result.kind !== "optimal") {
    throw new SolverError("NoOptimum", "an auxiliary program has no optimum: report this as a bug");
  }
  return { x: result.x, duals: result.duals, basis };
}

function product(costs: readonly bigint[], x: RationalVector): bigint {
  return costs.reduce((sum, cost, j) => sum + cost * x.numerators[j]!, 0n);
}

async function interiorFarkas(program: StandardProgram, solver: Solver, pivotLimit: number): Promise<bigint[] | null> {
  const relaxed = feasibilityProgram(perturbedProgram(program));
  const optimum = await optimumOf(relaxed, solver, pivotLimit);
  return optimum !== null && optimum.x.numerators.at(-1)! > 0n ? primitive(optimum.duals.numerators) : null;
}

async function settle(program: StandardProgram, solver: Solver, pivotLimit: number): Promise<ExactOutcome | null> {
  const { status, basis } = await hint(program, solver);
  if (status === "limit" && pivotLimit === MASKED_PIVOT_LIMIT) return null;
  if (status === "optimal") {
    const result = exactSimplex(program, basis, pivotLimit);
    if (result.kind === "limit") return null;
    if (result.kind === "optimal") return { kind: "optimal", x: result.x, duals: leastDuals(program, basis) };
  }
  const relaxed = feasibilityProgram(program);
  const feasibility = await optimumOf(relaxed, solver, pivotLimit);
  if (feasibility === null) return null;
  if (feasibility.x.numerators.at(-1)! > 0n) {
    const duals = primitive(vertexDuals(relaxed, feasibility.basis).numerators);
    const fits = duals.every((value) => magnitude(value) < VALUE_LIMIT);
    return { kind: "infeasible", duals, interior: fits ? null : await interiorFarkas(program, solver, pivotLimit) };
  }
  const rays = await optimumOf(rayProgram(program), solver, pivotLimit);
  if (rays === null) return null;
  if (product(program.costs, rays.x) < 0n) {
    const { numerators, denominator } = feasibility.x;
    return {
      kind: "unbounded",
      x: { numerators: numerators.slice(0, -1), denominator },
      ray: primitive(rays.x.numerators),
    };
  }
  // The program is feasible and bounded, whatever the solver reported, so pivoting finds the
  // optimum.
  const result = exactSimplex(program, basis, pivotLimit);
  if (result.kind === "limit") return null;
  if (result.kind !== "optimal") {
    throw new SolverError("NoOptimum", "a feasible bounded program has no optimum: report this as a bug");
  }
  return { kind: "optimal", x: result.x, duals: leastDuals(program, basis) };
}

/**
 * Computes the exact outcome of `program`.
 * @throws SolverError SolverMissing, PivotLimit; NotFinite as `solveFloat` does.
 */
export async function exactOutcome(program: StandardProgram, solver: Solver): Promise<ExactOutcome> {
  const masked = program.rhs.length > 0 && !program.inequality.includes(true);
  const direct = await settle(program, solver, masked ? MASKED_PIVOT_LIMIT : PIVOT_LIMIT);
  if (direct !== null) return direct;
  const unmixed = masked ? precondition(program) : null;
  const outcome = masked ? await settle(unmixed?.program ?? program, solver, PIVOT_LIMIT) : null;
  if (outcome === null) {
    throw new SolverError("PivotLimit", `no exact solution after ${PIVOT_LIMIT} pivots; try the other solver`);
  }
  if (unmixed === null || outcome.kind === "unbounded") return outcome;
  if (outcome.kind === "infeasible") {
    const interior = outcome.interior && primitive(unmixed.duals(outcome.interior));
    return { kind: "infeasible", duals: primitive(unmixed.duals(outcome.duals)), interior };
  }
  const { numerators, denominator } = outcome.duals;
  return { ...outcome, duals: { numerators: unmixed.duals(numerators), denominator } };
}
