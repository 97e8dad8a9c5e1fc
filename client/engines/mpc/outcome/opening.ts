// What opens at the end: the kind of outcome, then its numbers, which are rounded to the round's
// grid first, so that nothing of the shares' own precision is seen. Infeasible and unbounded
// programs need exact integers: those vectors open with 64 fractional bits, which says no more than
// the rational numbers behind them.

import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import type { AnswerGrid } from "../../../lp/joint/scales.ts";
import { INTEGER_LIMIT, VALUE_LIMIT } from "../../../lp/model/normal.ts";
import { bitLength } from "../../../math/bits.ts";
import { magnitude } from "../../../math/field.ts";
import type { SharedProgram } from "../input/shared-program.ts";
import type { Ending } from "../simplex/iterate.ts";
import { type Variable, variableAt } from "../simplex/labels.ts";
import { allZero, openBits } from "../simplex/open-bits.ts";
import type { Tableau } from "../simplex/tableau.ts";
import { DIRECTION_BITS, directionOf, LEVEL_BITS, level } from "./direction.ts";
import { exactColumns, exactRows, negativeValues } from "./exact-values.ts";
import { proportion } from "./fraction.ts";
import { onGrid } from "./grid.ts";
import { inOwnUnits, MULTIPLIER_EXPONENT } from "./own-units.ts";
import { type LastBasis, lastBasis, REFINED_BITS, refineDual, refinePrimal } from "./refine.ts";
import { beyond, columnsBelow, rowsLeft, violatedRows } from "./verify.ts";
import { notOptimal } from "./verify-kind.ts";

/**
 * Integers at the round's scales; the multipliers are those of all rows, in the order of shape.ts.
 */
export type Answer =
  | { readonly kind: "optimal"; readonly x: readonly bigint[]; readonly multipliers: readonly bigint[] }
  | { readonly kind: "infeasible"; readonly multipliers: readonly bigint[] }
  | { readonly kind: "unbounded"; readonly x: readonly bigint[]; readonly ray: readonly bigint[] }
  /** Fixed-point precision did not suffice: the round ends without an outcome. */
  | { readonly kind: "none" };

const NONE = { kind: "none" } as const;

/** A finished run, with everything that its outcome is made from. */
interface Run {
  readonly program: SharedProgram;
  readonly tableau: Tableau;
  readonly basis: LastBasis;
}

/** Bits, fractional ones included, of numbers whose range is checked. */
const WIDE_BITS = 125;
/**
 * Fractional bits with which exact vectors open; further bits would show errors of the arithmetic.
 */
export const EXACT_BITS = 64;
/** Their error at most, in units in the last place. */
const ERROR = 4n;
/** Bits that range checks drop. */
const RANGE_BITS = 56;
/** Strict bounds on the magnitudes of x̂ and ŵ on their grids: below what a closing can carry. */
const X_LIMIT = INTEGER_LIMIT / 2n;
const W_LIMIT = VALUE_LIMIT / 4n;

/** The grids that the nodes can round to. */
export const GRID: AnswerGrid = {
  valueLimit: X_LIMIT,
  weightLimit: W_LIMIT,
  decimals: 15,
  precision: 21,
  multiplierLimit: 1n << BigInt(MULTIPLIER_EXPONENT),
};

/** Secret numbers that may open only if all of `faults`, secret bits, turn out to be 0. */
interface Candidate {
  readonly values: Shares;
  readonly faults: Shares;
}

/** Replaces negative ones among the first `count` values by 0. */
async function aboveZero(a: Arithmetic, values: Shares, count: number): Promise<Shares> {
  const [first, others] = [a.slice(values, 0, count), a.slice(values, count, values.length - count)];
  const { products } = await a.negativeTimes(first, first);
  return a.concat([a.subtract(first, products), others]);
}

/**
 * The largest number that stays below `limit` with that many decimals, and below 2^`bits` units
 * of 1.
 */
function gridLimit(limit: bigint, decimals: number, bits: number): bigint {
  const [most, fits] = [limit / 10n ** BigInt(decimals), 1n << BigInt(bits)];
  return most < fits ? most : fits;
}

/** Numbers that become values on the grid once they are multiplied by a secret power of two. */
interface Unscaled {
  readonly values: Shares;
  readonly power: Shares;
  /** Fractional bits of the values. */
  readonly bits: number;
  /** Decimals of the grid. */
  readonly decimals: number;
}

/** Bits: 1 where the product of a value and the power is outside the range of the grid. */
async function outOfRange(a: Arithmetic, { values, power, bits, decimals }: Unscaled): Promise<Shares> {
  const [short] = await a.truncate(RANGE_BITS, a.addends(values));
  const [rough] = await a.reshare(a.outer(power, short));
  return beyond(a, rough, gridLimit(X_LIMIT, decimals, WIDE_BITS - bits) << BigInt(bits - RANGE_BITS));
}

/** A candidate, with the refined numbers of the scaled program that it was made from. */
interface Solution extends Candidate {
  readonly scaled: Shares;
}

/** Fractional bits, at most `REFINED_BITS`, that leave room for numbers up to `most`. */
function bitsOf(most: bigint): number {
  return Math.min(REFINED_BITS, WIDE_BITS - bitLength(most));
}

async function solution({ program, tableau, basis }: Run): Promise<Solution> {
  const { arithmetic: a, parts } = tableau;
  const decimals = program.round.decimals.solution;
  const largest = program.round.bounds.reduce((most, bound) => (bound > most ? bound : most), 0n);
  const bits = bitsOf((2n * largest) / 10n ** BigInt(decimals));
  const scaled = await refinePrimal(basis, null);
  const [long] = await a.reshare(a.product(parts.columnScales, scaled));
  const [unscaled] = bits === REFINED_BITS ? [long] : await a.truncate(REFINED_BITS - bits, a.addends(long));
  const power = a.slice(parts.scales, 0, 1);
  const tooLarge = await outOfRange(a, { values: unscaled, power, bits, decimals });
  const [x] = await a.reshare(a.outer(power, unscaled));
  const rounded = await onGrid(a, x, bits, decimals);
  const values = await aboveZero(a, rounded, rounded.length);
  const violated = await violatedRows(program, parts.units, values);
  return { values, scaled, faults: a.concat([tooLarge, violated]) };
}

/**
 * Multipliers of the scaled rows with `REFINED_BITS`, in the signs of the tableau and in the rows'
 * own, and both halves of the rows' units.
 */
async function signedDual({ tableau, basis }: Run, aim: Shares | Variable) {
  const { arithmetic: a, layout, parts } = tableau;
  const { rows } = layout;
  const halves = [0, 1].map((half) => a.slice(parts.units, half * rows, rows)) as [Shares, Shares];
  const unsigned = await refineDual(basis, aim);
  const [signed] = await a.reshare(a.product(unsigned, parts.signs));
  return { unsigned, signed, halves };
}

async function multipliers(run: Run): Promise<Solution> {
  const { arithmetic: a, layout, parts } = run.tableau;
  const decimals = run.program.round.decimals.multiplier;
  const { unsigned, signed, halves } = await signedDual(run, parts.costs);
  const factor = { halves, power: a.slice(parts.scales, 1, 1) };
  const bits = bitsOf(W_LIMIT / 10n ** BigInt(decimals));
  const limit = gridLimit(W_LIMIT, decimals, Math.min(WIDE_BITS - bits, MULTIPLIER_EXPONENT));
  const { values: own, outOfRange } = await inOwnUnits(a, signed, factor, { bits, limit });
  const rounded = await onGrid(a, own, bits, decimals);
  const negative = await negativeValues(a, await exactColumns(run.basis, unsigned));
  const values = await aboveZero(a, rounded, layout.inequalities);
  return { values, scaled: signed, faults: a.concat([outOfRange, negative]) };
}

/**
 * Bits: 1 where one of the first `count` values, with `EXACT_BITS`, is negative beyond its error.
 */
function negatives(a: Arithmetic, values: Shares, count: number): Promise<Shares> {
  return a.negative(a.addPublic(a.slice(values, 0, count), ERROR));
}

/** A bit: 1 where the exact value at a place is not negative, and so proves nothing. */
async function notNegative(a: Arithmetic, place: Shares, values: Shares): Promise<Shares> {
  const [value] = await a.reshare(a.dot(place, values));
  return a.addPublic(a.negate(await negativeValues(a, value)), 1n);
}

async function farkas(run: Run, violated: Shares): Promise<Candidate> {
  const { program, tableau } = run;
  const { arithmetic: a, layout } = tableau;
  const target = await variableAt(tableau, "basic", tableau.lines(violated).rows);
  const { signed, halves } = await signedDual(run, target);
  const levelled = await level(a, signed);
  const [partly] = await a.reshare(a.product(levelled, halves[0]));
  const [own] = await a.reshare(a.product(await level(a, partly), halves[1]));
  const [values] = await a.truncate(DIRECTION_BITS - EXACT_BITS, a.addends(await directionOf(a, own)));
  const below = await columnsBelow(program, levelled, LEVEL_BITS);
  const rows = await exactRows(run.basis, await refinePrimal(run.basis, null));
  const idle = await notNegative(a, tableau.lines(violated).rows, rows);
  return { values, faults: a.concat([below, idle, await negatives(a, values, layout.inequalities)]) };
}

async function ray({ program, tableau, basis }: Run, violated: Shares): Promise<Candidate> {
  const { arithmetic: a, layout, parts } = tableau;
  const target = await variableAt(tableau, "nonBasic", tableau.lines(violated).columns);
  const scaled = await level(a, await refinePrimal(basis, target));
  const [unscaled] = await a.reshare(a.product(parts.columnScales, scaled));
  const [values] = await a.truncate(DIRECTION_BITS - EXACT_BITS, a.addends(await directionOf(a, unscaled)));
  const left = await rowsLeft(program, values, EXACT_BITS);
  const columnsOfBasis = await exactColumns(basis, await refineDual(basis, parts.costs));
  const idle = await notNegative(a, tableau.lines(violated).columns, columnsOfBasis);
  return { values, faults: a.concat([left, idle, await negatives(a, values, layout.columns)]) };
}

/**
 * Opens a direction and returns its smallest integers; null if there are none or one of the first
 * `count` is negative.
 */
async function openExactly(a: Arithmetic, direction: Shares, count: number): Promise<bigint[] | null> {
  const integers = proportion(await a.open(direction), EXACT_BITS, ERROR, INTEGER_LIMIT);
  return integers?.every((value, i) => i >= count || value >= 0n) ? integers : null;
}

/**
 * Opens numbers on the grid; null if they are out of range or one of the first `count` is negative,
 * which a cheating node can bring about.
 */
async function openOnGrid(a: Arithmetic, values: Shares, count: number, limit: bigint): Promise<bigint[] | null> {
  const opened = await a.open(values);
  const fits = opened.every((value, i) => magnitude(value) < limit && (i >= count || value >= 0n));
  return fits ? opened : null;
}

async function openFarkas(run: Run, violated: Shares): Promise<Answer | null> {
  const { arithmetic: a, layout } = run.tableau;
  const vector = await farkas(run, violated);
  if (!(await allZero(a, vector.faults))) return null;
  const integers = await openExactly(a, vector.values, layout.inequalities);
  return integers === null ? NONE : { kind: "infeasible", multipliers: integers };
}

async function openUnbounded(run: Run, violated: Shares): Promise<Answer | null> {
  const { arithmetic: a, layout } = run.tableau;
  const { columns } = layout;
  const [point, direction] = [await solution(run), await ray(run, violated)];
  if (!(await allZero(a, a.concat([point.faults, direction.faults])))) return null;
  const integers = await openExactly(a, direction.values, columns);
  if (integers === null) return NONE;
  const x = await openOnGrid(a, point.values, columns, INTEGER_LIMIT);
  return x === null ? NONE : { kind: "unbounded", x, ray: integers };
}

async function openOptimum(run: Run): Promise<Answer | null> {
  const { arithmetic: a, layout } = run.tableau;
  const { columns, inequalities } = layout;
  const [primal, dual] = [await solution(run), await multipliers(run)];
  const wrong = await notOptimal(run.tableau, { x: primal.scaled, w: dual.scaled });
  if (!(await allZero(a, a.concat([primal.faults, dual.faults, wrong])))) return null;
  const x = await openOnGrid(a, primal.values, columns, INTEGER_LIMIT);
  const w = await openOnGrid(a, dual.values, inequalities, VALUE_LIMIT);
  return x === null || w === null ? NONE : { kind: "optimal", x, multipliers: w };
}

/**
 * Opens the outcome of a finished run. If the tableau does not hold against the data, returns null
 * and opens nothing but its kind and one bit.
 */
export async function openAnswer(program: SharedProgram, tableau: Tableau, ending: Ending): Promise<Answer | null> {
  const { arithmetic: a } = tableau;
  a.phase("outcome");
  const [infeasible, unbounded, optimal] = await openBits(a, ending.bits);
  if (!infeasible && !unbounded && !optimal) return null;
  a.phase("refinement");
  const run = { program, tableau, basis: await lastBasis(tableau) };
  if (infeasible) return openFarkas(run, ending.violated);
  return unbounded ? openUnbounded(run, ending.violated) : openOptimum(run);
}
