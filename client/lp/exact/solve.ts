// Entry point of client/lp/exact. From an integer program and a floating-point solver, it computes
// an answer on the grids of the round that exact arithmetic has proved to be the optimum, or a
// proof that there is none.
import { SolverError } from "../../errors.ts";
import { magnitude } from "../../math/field.ts";
import { divideRounded, primitive, type RationalVector, roundTo } from "../../math/rational.ts";
import { type IntegerProgram, VALUE_LIMIT } from "../model/normal.ts";
import type { Solver } from "../solvers/solver.ts";
import { farkasTooLarge, requireFits, SolutionTooLarge } from "./fits.ts";
import { type ExactOutcome, exactOutcome } from "./outcome.ts";
import { type EqualityProgram, fromEqualityProgram, fromIntegerProgram } from "./standard.ts";
import { exceeded, type Grid, measure, type RoundedOptimum, type Tolerances } from "./tolerances.ts";

export interface SolveOptions extends Grid {
  readonly solver: Solver;
  readonly tolerances: Tolerances;
}

/**
 * Multipliers and residuals are in the order inequalities, equalities. The rationals are exact, in
 * the user's units.
 */
export type ProgramOutcome =
  | (RoundedOptimum & {
      readonly kind: "optimal";
      readonly exactX: RationalVector;
      readonly exactMultipliers: RationalVector;
    })
  /** Farkas: w ≥ 0 on inequalities, Mᵀw ≥ 0, bᵀw < 0, exactly. */
  | { readonly kind: "infeasible"; readonly multipliers: readonly bigint[] }
  /** `x` at 10^δ; `ray` ≥ 0, M·ray ≤ 0 (= 0 on equalities), cᵀray < 0, exactly. */
  | { readonly kind: "unbounded"; readonly x: readonly bigint[]; readonly ray: readonly bigint[] };

function negated(values: readonly bigint[]): bigint[] {
  return values.map((value) => -value);
}

function assertWithin(rounded: RoundedOptimum, options: SolveOptions, which: readonly string[]): void {
  const failed = exceeded(rounded.errors, options.tolerances);
  if (failed !== null && which.includes(failed)) {
    throw new SolverError(
      "ToleranceNotMet",
      `the exact optimum, rounded to the round's decimals, misses the ${failed} tolerance; use more decimals or a wider tolerance`,
    );
  }
}

/**
 * Multipliers that prove infeasibility within 87 bits: `vertex` (exact) if it fits after division
 * by its common factor, else `interior` rounded to 86 bits. Both are −y, or −Kᵀŷ of a masked
 * problem, at any positive scale. Rounded multipliers meet the certificate's conditions unless
 * coefficients are very large; a caller that can should check them.
 * @throws SolverError MultiplierTooLarge.
 */
export function farkasMultipliers(vertex: readonly bigint[], interior: readonly bigint[] | null): bigint[] {
  const exact = primitive(vertex);
  if (exact.every((value) => magnitude(value) < VALUE_LIMIT)) return exact;
  if (interior === null) throw farkasTooLarge();
  const largest = interior.reduce((most, value) => (magnitude(value) > most ? magnitude(value) : most), 1n);
  return interior.map((value) => divideRounded(value * (VALUE_LIMIT >> 1n), largest));
}

function isFarkas(program: IntegerProgram, w: readonly bigint[]): boolean {
  const rows = [...program.inequalities.coefficients, ...program.equalities.coefficients];
  const rhs = [...program.inequalities.rhs, ...program.equalities.rhs];
  const sums = program.objective.map((_, j) => rows.reduce((sum, row, i) => sum + row[j]! * w[i]!, 0n));
  return sums.every((value) => value >= 0n) && rhs.reduce((sum, value, i) => sum + value * w[i]!, 0n) < 0n;
}

/**
 * Solves `program` exactly and rounds the answer to the round's grids.
 * @throws SolverError SolverMissing, PivotLimit, ToleranceNotMet (the grid is too coarse),
 *   SolutionTooLarge (an upper bound is exceeded), MultiplierTooLarge or RayTooLarge (87 bits are
 *   exceeded), ShapeMismatch.
 */
export async function solveExact(program: IntegerProgram, options: SolveOptions): Promise<ProgramOutcome> {
  const { decimals, bounds } = options;
  const outcome = await exactOutcome(fromIntegerProgram(program), options.solver);
  if (outcome.kind === "infeasible") {
    const multipliers = farkasMultipliers(negated(outcome.duals), outcome.interior && negated(outcome.interior));
    if (!isFarkas(program, multipliers)) throw farkasTooLarge();
    return { kind: "infeasible", multipliers };
  }
  const x = roundTo(outcome.x, decimals.solution);
  if (x.some((value, j) => value > bounds[j]!)) throw new SolutionTooLarge(x);
  if (outcome.kind === "unbounded") {
    requireFits(outcome.ray, { limit: VALUE_LIMIT, code: "RayTooLarge", what: "the direction of unboundedness" });
    assertWithin(measure(program, options, x, []), options, ["residual"]);
    return { kind: "unbounded", x, ray: outcome.ray };
  }
  const exactMultipliers = { ...outcome.duals, numerators: negated(outcome.duals.numerators) };
  const multipliers = roundTo(exactMultipliers, decimals.multiplier);
  requireFits(multipliers, { limit: VALUE_LIMIT, code: "MultiplierTooLarge", what: "a multiplier" });
  const rounded = measure(program, options, x, multipliers);
  assertWithin(rounded, options, ["residual", "dual", "gap", "violation"]);
  return { kind: "optimal", ...rounded, exactX: outcome.x, exactMultipliers };
}

/**
 * Solves a masked problem min ĉᵀX̂, N̂X̂ = b̂, X̂ ≥ 0 exactly. The duals ŷ satisfy ĉ − N̂ᵀŷ ≥ 0
 * when optimal, and N̂ᵀŷ ≤ 0 and b̂ᵀŷ > 0 when infeasible, so in both cases w = −Kᵀŷ are
 * multipliers in the sense of the certificate. A Farkas ŷ has no tolerance, so it must be unmasked
 * in full precision before `farkasMultipliers` brings w into range. Use `roundTo` for guard digits
 * of an optimum.
 */
export function solveMasked(program: EqualityProgram, solver: Solver): Promise<ExactOutcome> {
  return exactOutcome(fromEqualityProgram(program), solver);
}
