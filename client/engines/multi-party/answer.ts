// From the exact outcome of (7) to what is sent of it: Y*, ŷ, and X* = QY* on the round's grid.
import { maskedTooLarge, requireFits, requireSolutionFits } from "../../lp/exact/fits.ts";
import type { ExactOutcome } from "../../lp/exact/outcome.ts";
import type { EqualityProgram } from "../../lp/exact/standard.ts";
import { VALUE_LIMIT } from "../../lp/model/normal.ts";
import { magnitude } from "../../math/field.ts";
import { divideRounded, primitive, roundTo } from "../../math/rational.ts";
import type { Kind } from "../../round/verdict.ts";
import { GRID_LIMIT, guardsOf } from "./grids.ts";
import type { Duals, MaskedPoint, Solution } from "./messages.ts";
import type { ConsortiumShape } from "./shape.ts";

/** Solves a masked problem exactly. */
export type SolveMasked = (program: EqualityProgram) => Promise<ExactOutcome>;

/** What the owner has of (7): BA′Q, BM′, Bb′ and CᵀQ. */
export interface MaskedParts {
  readonly matrix: readonly (readonly bigint[])[];
  /** [BM′ Bb′]. */
  readonly rest: readonly (readonly bigint[])[];
  readonly costs: readonly bigint[];
}

/** (7): min (CᵀQ)Y, BA′QY + BM′X_s = Bb′, Y, X_s ≥ 0. */
export function maskedProgram(shape: ConsortiumShape, { matrix, rest, costs }: MaskedParts): EqualityProgram {
  return {
    matrix: matrix.map((row, i) => [...row, ...rest[i]!.slice(0, -1)]),
    rhs: rest.map((row) => row.at(-1)!),
    costs: [...costs, ...new Array<bigint>(shape.slacks).fill(0n)],
  };
}

/** Y* on its grid, and the ray, both without the slacks. Throws SolverError `SolutionTooLarge`. */
export function maskedPoint(shape: ConsortiumShape, outcome: ExactOutcome): MaskedPoint {
  const n = shape.variables;
  const { kind } = outcome;
  if (kind === "infeasible") return { kind, y: [], ray: [] };
  const first = { ...outcome.x, numerators: outcome.x.numerators.slice(0, n) };
  const y = roundTo(first, shape.round.decimals.solution + guardsOf(shape).x);
  if (y.some((value) => magnitude(value) >= GRID_LIMIT)) throw maskedTooLarge("the masked solution");
  return { kind, y, ray: kind === "unbounded" ? outcome.ray.slice(0, n) : [] };
}

/** ŷ on its grid. Throws SolverError `MultiplierTooLarge`. */
export function maskedDuals(shape: ConsortiumShape, outcome: ExactOutcome): Duals {
  if (outcome.kind === "unbounded") return { kind: "unbounded" };
  if (outcome.kind === "infeasible") return outcome;
  const duals = roundTo(outcome.duals, shape.round.decimals.multiplier + guardsOf(shape).dual);
  requireFits(duals, { limit: GRID_LIMIT, code: "MultiplierTooLarge", what: "a masked multiplier" });
  return { kind: "optimal", duals };
}

/**
 * X* on the round's grid, and the ray in smallest integers, from QY* and Q times the masked ray.
 * Throws SolutionTooLarge, SolverError `RayTooLarge`.
 */
export function solutionOf(
  shape: ConsortiumShape,
  kind: Kind,
  all: readonly bigint[],
  along: readonly bigint[],
): Solution {
  if (kind === "infeasible") return { kind };
  const grid = 10n ** BigInt(guardsOf(shape).x);
  const x = all.map((value) => divideRounded(value, grid));
  requireSolutionFits(x);
  if (kind === "optimal") return { kind, x };
  const ray = primitive(along);
  requireFits(ray, { limit: VALUE_LIMIT, code: "RayTooLarge", what: "the direction of unboundedness" });
  return { kind, x, ray };
}
