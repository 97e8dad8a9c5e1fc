// A simplex method in exact rationals that starts from any basis. A good hint needs no pivots;
// pivots correct what the floating-point solver got wrong. Pricing takes the largest violation, or
// the smallest index (Bland's rule) while pivots are degenerate, so the method terminates. If the
// basis is neither primal nor dual feasible, the dual method runs first, on costs shifted to make
// the basis dual feasible.
import { magnitude } from "../../math/field.ts";
import type { RationalVector } from "../../math/rational.ts";
import type { Basis } from "./basis.ts";
import { columnOf, costOf, dot, isFixed, type StandardProgram } from "./standard.ts";

export type SimplexResult =
  | {
      readonly kind: "optimal";
      /** Values of the structural columns. */
      readonly x: RationalVector;
      /** y with z = c − Aᵀy ≥ 0, y ≤ 0 on inequality rows. */
      readonly duals: RationalVector;
      readonly pivots: number;
    }
  /** `limit`: undecided within the pivot limit. */
  | { readonly kind: "infeasible" | "unbounded" | "limit"; readonly pivots: number };

/**
 * Numerators of reduced costs over the denominator of y, by variable; 0 for basic and fixed
 * variables.
 */
export function reducedCosts(
  program: StandardProgram,
  basis: Basis,
  costs: (variable: number) => bigint,
  y: RationalVector,
): bigint[] {
  const total = program.columns.length + program.rhs.length;
  const basic = new Set(basis.variables);
  return Array.from({ length: total }, (_, variable) =>
    basic.has(variable) || isFixed(program, variable)
      ? 0n
      : costs(variable) * y.denominator - dot(columnOf(program, variable), y.numerators),
  );
}

/**
 * Costs that make the basis dual feasible. Reduced costs that are already positive keep their
 * relative sizes, scaled to at most about 2^40.
 */
function shiftedCosts(reduced: readonly bigint[]): (variable: number) => bigint {
  const largest = reduced.reduce((most, value) => (value > most ? value : most), 1n);
  const shifted = reduced.map((value) => (value <= 0n ? 0n : 1n + (value << 40n) / largest));
  return (variable) => shifted[variable]!;
}

/** How far a basic value is out of bounds: x < 0, or any x ≠ 0 for a fixed variable. */
function violation(program: StandardProgram, variable: number, value: bigint): bigint {
  if (value < 0n) return -value;
  return isFixed(program, variable) ? value : 0n;
}

/**
 * The position of the largest weight or, under Bland's rule, of the smallest variable with a
 * non-zero weight; −1 when all weights are 0.
 */
function choose(weights: readonly bigint[], variables: readonly number[], bland: boolean): number {
  let best = -1;
  weights.forEach((weight, i) => {
    if (weight === 0n) return;
    if (best < 0 || (bland ? variables[i]! < variables[best]! : weight > weights[best]!)) best = i;
  });
  return best;
}

/**
 * Index of the candidate with the smallest ratio over / under, where over ≥ 0 and under > 0. The
 * smallest variable wins a tie. −1 without candidates.
 */
function smallestRatio(candidates: readonly { variable: number; over: bigint; under: bigint }[]): number {
  let best = -1;
  candidates.forEach((candidate, i) => {
    const least = candidates[best];
    if (least === undefined) {
      best = i;
      return;
    }
    const difference = candidate.over * least.under - least.over * candidate.under;
    if (difference < 0n || (difference === 0n && candidate.variable < least.variable)) best = i;
  });
  return best;
}

/** Runs from `basis`, and leaves the final basis in it. */
export function exactSimplex(program: StandardProgram, basis: Basis, pivotLimit: number): SimplexResult {
  const n = program.columns.length;
  const variables = Array.from({ length: n + program.rhs.length }, (_, variable) => variable);
  let costs = (variable: number): bigint => costOf(program, variable);
  let shifted = false;
  let bland = false;
  for (let pivots = 0; pivots <= pivotLimit; pivots++) {
    const values = basis.solve(program.rhs);
    const violations = values.numerators.map((value, i) => violation(program, basis.variables[i]!, value));
    const leaving = choose(violations, basis.variables, bland);
    if (leaving < 0 && shifted) {
      shifted = false;
      bland = false;
      costs = (variable) => costOf(program, variable);
    }
    let y = basis.solveTransposed(basis.variables.map(costs));
    let reduced = reducedCosts(program, basis, costs, y);
    const negative = reduced.map((value) => (value < 0n ? -value : 0n));
    const entering = choose(negative, variables, bland);
    if (leaving < 0 && entering < 0) {
      const numerators = new Array<bigint>(n).fill(0n);
      basis.variables.forEach((variable, i) => {
        if (variable < n) numerators[variable] = values.numerators[i]!;
      });
      return { kind: "optimal", x: { numerators, denominator: values.denominator }, duals: y, pivots };
    }
    if (leaving < 0) {
      const step = primalStep(program, basis, entering, values);
      if (step < 0) return { kind: "unbounded", pivots };
      bland = values.numerators[step] === 0n;
      basis.replace(step, entering);
      continue;
    }
    if (entering >= 0) {
      costs = shiftedCosts(reduced);
      shifted = true;
      y = { numerators: program.rhs.map(() => 0n), denominator: 1n };
      reduced = variables.map(costs);
    }
    const step = dualStep(program, basis, { leaving, down: values.numerators[leaving]! > 0n }, reduced);
    if (step < 0) return { kind: "infeasible", pivots };
    bland = reduced[step] === 0n;
    basis.replace(leaving, step);
  }
  return { kind: "limit", pivots: pivotLimit };
}

/** The position that leaves when `entering` increases, or −1 when nothing blocks it. */
function primalStep(program: StandardProgram, basis: Basis, entering: number, values: RationalVector): number {
  const { rows, values: entries } = columnOf(program, entering);
  const rhs = new Array<bigint>(program.rhs.length).fill(0n);
  rows.forEach((row, k) => {
    rhs[row] = entries[k]!;
  });
  const direction = basis.solve(rhs).numerators;
  const candidates = direction.flatMap((slope, position) => {
    const variable = basis.variables[position]!;
    const blocks = slope > 0n || (slope < 0n && isFixed(program, variable));
    return blocks ? [{ position, variable, over: values.numerators[position]!, under: magnitude(slope) }] : [];
  });
  return candidates[smallestRatio(candidates)]?.position ?? -1;
}

/**
 * The variable that enters when the one at `leaving` moves to its bound (`down`: from above), or −1
 * when none can.
 */
export function dualStep(
  program: StandardProgram,
  basis: Basis,
  { leaving, down }: { readonly leaving: number; readonly down: boolean },
  reduced: readonly bigint[],
): number {
  const unit = program.rhs.map((_, i) => (i === leaving ? 1n : 0n));
  const row = basis.solveTransposed(unit).numerators;
  const basic = new Set(basis.variables);
  const candidates = reduced.flatMap((over, variable) => {
    if (basic.has(variable) || isFixed(program, variable)) return [];
    const slope = dot(columnOf(program, variable), row);
    return slope !== 0n && slope > 0n === down ? [{ variable, over, under: magnitude(slope) }] : [];
  });
  return candidates[smallestRatio(candidates)]?.variable ?? -1;
}
