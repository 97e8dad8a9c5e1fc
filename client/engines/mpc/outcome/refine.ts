// From the last basis to solutions of 80 fractional bits: iterative refinement (Wilkinson 1963) on
// shares. The tableau holds the inverse of the basis to about 30 bits. The residuals of the data
// are exact modulo 2^128, which exceeds their small size by far, so each step gains as many bits as
// the inverse has correct. Basic slacks and non-basic reduced costs do not fit, and nothing reads
// them.
//   primal: x by column with A x + s = b; the non-basic s should be 0, and T carries what they are
//           instead to the basic x;
//   dual:   w by row with z = c + Aᵀw; the z of basic columns should be 0, and −Tᵀ carries what
//           they are instead to the non-basic w.
// With a target, one variable must be 1 instead of 0, which gives a ray (primal, b = 0) or a Farkas
// vector (dual, c = 0). What is to be rounded is refined further, to 160 bits modulo 2^128; the 80
// bits before that are its upper part (limbs.ts).
import type { Addends, Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import { DATA_BITS } from "../input/words.ts";
import { COST_BITS, RHS_BITS } from "../simplex/first-tableau.ts";
import { FRACTION_BITS } from "../simplex/fixed-point.ts";
import type { Variable } from "../simplex/labels.ts";
import type { Basis } from "../simplex/newton.ts";
import { basisOf, refresh } from "../simplex/refresh.ts";
import type { Tableau } from "../simplex/tableau.ts";
import { LIMB_BITS, type Refined } from "./limbs.ts";

/** Fractional bits of refined solutions. */
export const REFINED_BITS = 80;

/** Fractional bits of rays and Farkas vectors, which open with relative precision. */
export const TARGET_BITS = 100;

interface Step {
  /** Fractional bits of the solution and of the residuals. */
  readonly solution: number;
  readonly residual: number;
}
const STEPS: readonly Step[] = [
  { solution: 48, residual: 60 },
  { solution: 60, residual: 80 },
  { solution: REFINED_BITS, residual: 90 },
  { solution: REFINED_BITS, residual: 90 },
];
const TARGET_STEPS: readonly Step[] = [
  ...STEPS,
  { solution: TARGET_BITS, residual: 116 },
  { solution: TARGET_BITS, residual: 116 },
];

/** Fractional bits of what is rounded: the tableau is good for 20 bits a step at the least. */
export const FINE_BITS = 4 * LIMB_BITS;
const FINE_STEPS: readonly Step[] = [
  { solution: 100, residual: 110 },
  { solution: 120, residual: 130 },
  { solution: 140, residual: 150 },
  { solution: FINE_BITS, residual: FINE_BITS + 10 },
];

/** The last basis, refreshed and ready to solve with. */
export interface LastBasis extends Basis {
  /** T: m × n, 40 fractional bits. */
  readonly body: Shares;
}

export async function lastBasis(tableau: Tableau): Promise<LastBasis> {
  const basis = await basisOf(tableau);
  await refresh(basis);
  return { ...basis, body: tableau.body() };
}

/** A start, with its fractional bits, and what follows. */
interface Course {
  readonly start: Shares;
  readonly bits: number;
  readonly steps: readonly Step[];
}

/** The correction of a solution, in the bits of its step. */
type Correct = (solution: Shares, step: Step) => Promise<Addends>;

/**
 * Solutions are words modulo 2^128. Residuals only need them so: they are small whatever the size
 * of the solution.
 */
async function refine(a: Arithmetic, { start, bits, steps }: Course, correct: Correct): Promise<Shares> {
  let solution = start;
  let before = bits;
  for (const step of steps) {
    solution = a.scale(solution, 1n << BigInt(step.solution - before));
    before = step.solution;
    const [change] = await a.reshare(await correct(solution, step));
    solution = a.add(solution, change);
  }
  return solution;
}

/** From a target itself, or from 0. */
function courseOf(a: Arithmetic, target: Shares | undefined, length: number): Course {
  if (target !== undefined) return { start: target, bits: 0, steps: TARGET_STEPS };
  return { start: a.zeros(length), bits: 0, steps: STEPS };
}

/** From `start` to `REFINED_BITS`, and on to `FINE_BITS` in about 24 rounds. */
async function refineTwice(a: Arithmetic, start: Shares, correct: Correct): Promise<Refined> {
  const coarse = await refine(a, { start, bits: 0, steps: STEPS }, correct);
  return { coarse, fine: await refine(a, { start: coarse, bits: REFINED_BITS, steps: FINE_STEPS }, correct) };
}

function primalCorrection(basis: LastBasis, target: Variable | null): Correct {
  const { places, body, coefficients, rhs } = basis;
  const { arithmetic: a } = basis.tableau;
  const negative = a.negate(coefficients);
  return async (x, step) => {
    const bits = DATA_BITS + step.solution;
    const aim =
      target === null ? a.scale(rhs, 1n << BigInt(bits - RHS_BITS)) : a.scale(target.logical, -(1n << BigInt(bits)));
    const slacks = a.addAddends(a.addends(aim), a.matrixVector(negative, x));
    const [residuals] = await a.truncate(bits - step.residual, slacks);
    const [nonBasic] = await a.reshare(a.matrixVector(places.logicalsInColumns, residuals));
    const [basic] = await a.truncate(FRACTION_BITS + step.residual - step.solution, a.matrixVector(body, nonBasic));
    return a.vectorMatrix(basic, places.columnsInRows);
  };
}

function dualCorrection(basis: LastBasis, aim: Shares | Variable): Correct {
  const { places, body, coefficients } = basis;
  const { arithmetic: a } = basis.tableau;
  return async (w, step) => {
    const bits = DATA_BITS + step.solution;
    const term =
      "column" in aim ? a.scale(aim.column, -(1n << BigInt(bits))) : a.scale(aim, 1n << BigInt(bits - COST_BITS));
    const reduced = a.addAddends(a.addends(term), a.vectorMatrix(w, coefficients));
    const [residuals] = await a.truncate(bits - step.residual, reduced);
    const [basic] = await a.reshare(a.matrixVector(places.columnsInRows, residuals));
    const [nonBasic] = await a.truncate(
      FRACTION_BITS + step.residual - step.solution,
      a.vectorMatrix(a.negate(basic), body),
    );
    return a.vectorMatrix(nonBasic, places.logicalsInColumns);
  };
}

/**
 * x by column: the basic solution with `REFINED_BITS`, or the ray along the non-basic variable
 * `target` with `TARGET_BITS`.
 */
export function refinePrimal(basis: LastBasis, target: Variable | null): Promise<Shares> {
  const { arithmetic: a, layout } = basis.tableau;
  return refine(a, courseOf(a, target?.column, layout.columns), primalCorrection(basis, target));
}

/** The same with more digits, also along a target; below 2^45. */
export function finePrimal(basis: LastBasis, target: Variable | null = null): Promise<Refined> {
  const { arithmetic: a, layout } = basis.tableau;
  return refineTwice(a, target?.column ?? a.zeros(layout.columns), primalCorrection(basis, target));
}

/**
 * w by row: the multipliers with `REFINED_BITS` if `aim` is costs (104 fractional bits), the Farkas
 * vector with `TARGET_BITS` if it is a basic variable.
 */
export function refineDual(basis: LastBasis, aim: Shares | Variable): Promise<Shares> {
  const { arithmetic: a, layout } = basis.tableau;
  return refine(a, courseOf(a, "column" in aim ? aim.logical : undefined, layout.rows), dualCorrection(basis, aim));
}

/** The same with more digits; by default the multipliers. Below 2^45. */
export function fineDual(basis: LastBasis, target: Variable | null = null): Promise<Refined> {
  const { arithmetic: a, layout, parts } = basis.tableau;
  return refineTwice(a, target?.logical ?? a.zeros(layout.rows), dualCorrection(basis, target ?? parts.costs));
}
