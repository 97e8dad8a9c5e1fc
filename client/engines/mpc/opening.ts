// What opens at the end: the kind of outcome, and then its numbers, rounded to the grid of the round before they open, so that nothing of
// the shares' own precision is seen. Infeasible and unbounded programs need exact integers: those vectors open with some 60 fractional bits,
// which says no more than the rational numbers behind them.

import type { Shares } from "../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../crypto/sharing/arithmetic.ts";
import type { AnswerGrid } from "../../lp/joint/scales.ts";
import { INTEGER_LIMIT } from "../../lp/model/normal.ts";
import { bitLength } from "../../math/bits.ts";
import { magnitude } from "../../math/field.ts";
import type { PublicRound } from "../../round/public-round.ts";
import { DIRECTION_BITS, directionOf, LEVEL_BITS, level } from "./direction.ts";
import { proportion } from "./fraction.ts";
import { onGrid } from "./grid.ts";
import { HALF_EXPONENT } from "./input.ts";
import type { Ending } from "./iterate.ts";
import { type Variable, variableAt } from "./labels.ts";
import { openBits } from "./open-bits.ts";
import { type Basis, lastBasis, REFINED_BITS, refineDual, refinePrimal } from "./refine.ts";
import { jointShape } from "./shape.ts";
import { type Layout, layoutOf, type Tableau } from "./tableau.ts";
import { allZero, beyond, columnsBelow, rowsLeft, SHORT_BITS, violatedRows } from "./verify.ts";
import { notContradicting, notImproving, notOptimal } from "./verify-kind.ts";

/** Integers at the round's scales; multipliers of all rows, in the order of shape.ts. */
export type Answer =
  | { readonly kind: "optimal"; readonly x: readonly bigint[]; readonly multipliers: readonly bigint[] }
  | { readonly kind: "infeasible"; readonly multipliers: readonly bigint[] }
  | { readonly kind: "unbounded"; readonly x: readonly bigint[]; readonly ray: readonly bigint[] }
  /** The fixed-point numbers have failed: the round ends without an outcome. */
  | { readonly kind: "none" };

const NONE = { kind: "none" } as const;

/** A run that is over, with all that its outcome is made from. */
interface Run {
  readonly round: PublicRound;
  readonly inputs: readonly Shares[];
  readonly layout: Layout;
  readonly tableau: Tableau;
  readonly basis: Basis;
}

/** Bits, the fractional ones included, of numbers that are checked for their range. */
const WIDE_BITS = 125;
/** Fractional bits of multipliers on their way to the rows' own units. */
const UNIT_BITS = 70;
/** Coefficients near 1 in the user's units have integers near 10^κ; up to this power of two is made up for on the way. */
const MAX_LIFT = 24;
/** Fractional bits with which exact vectors open: beyond them, errors of the arithmetic would show. */
export const EXACT_BITS = 64;
/** Units in the last place that they may be off. */
const ERROR = 4n;
/** Bits that range checks do without. */
const RANGE_BITS = 56;
/** Magnitudes of x̂ and ŵ on their grids; half of what the certificate takes. */
const GRID_LIMIT = INTEGER_LIMIT / 2n;

/** What the nodes can round to. */
export const GRID: AnswerGrid = {
  valueLimit: GRID_LIMIT,
  decimals: 15,
  multiplierLimit: (coefficientDecimals) => 1n << BigInt(WIDE_BITS - UNIT_BITS - liftOf(coefficientDecimals)),
};

/** Secret numbers that may open once all of `faults`, secret bits, are known to be 0. */
interface Candidate {
  readonly values: Shares;
  readonly faults: Shares;
}

/** The first `count` values, 0 where they are negative, and then the others. */
async function aboveZero(a: Arithmetic, values: Shares, count: number): Promise<Shares> {
  const [first, others] = [a.slice(values, 0, count), a.slice(values, count, values.length - count)];
  const { products } = await a.negativeTimes(first, first);
  return a.concat([a.subtract(first, products), others]);
}

/** The largest number that the grid takes and that stays below 2^`bits` units of 1. */
function gridLimit(decimals: number, bits: number): bigint {
  const [most, fits] = [GRID_LIMIT / 10n ** BigInt(decimals), 1n << BigInt(bits)];
  return most < fits ? most : fits;
}

/** Bits: 1 where the product of a value with `bits` and of the secret power of two is out of the range of the grid. */
async function outOfRange(
  a: Arithmetic,
  values: Shares,
  power: Shares,
  bits: number,
  decimals: number,
): Promise<Shares> {
  const [short] = await a.truncate(RANGE_BITS, a.addends(values));
  const [rough] = await a.reshare(a.outer(power, short));
  return beyond(a, rough, gridLimit(decimals, WIDE_BITS - bits) << BigInt(bits - RANGE_BITS));
}

/** A candidate, and the refined numbers of the scaled program that it was made from. */
interface Solution extends Candidate {
  readonly scaled: Shares;
}

async function solution(a: Arithmetic, { basis, tableau, round, inputs }: Run): Promise<Solution> {
  const scaled = await refinePrimal(a, basis, null);
  const [unscaled] = await a.reshare(a.product(tableau.columnScales, scaled));
  const power = a.slice(tableau.scales, 0, 1);
  const tooLarge = await outOfRange(a, unscaled, power, REFINED_BITS, round.decimals.solution);
  const [x] = await a.reshare(a.outer(power, unscaled));
  const rounded = await onGrid(a, x, REFINED_BITS, round.decimals.solution);
  const values = await aboveZero(a, rounded, rounded.length);
  const violated = await violatedRows(a, round, inputs, tableau.units, values);
  return { values, scaled, faults: a.concat([tooLarge, violated]) };
}

function liftOf(coefficientDecimals: number): number {
  return Math.min(MAX_LIFT, bitLength(10n ** BigInt(coefficientDecimals)));
}

/** Multipliers of the scaled rows, in the rows' own signs, with `REFINED_BITS`; and both halves of the rows' units. */
async function signedDual(a: Arithmetic, { layout, tableau, basis }: Run, aim: Shares | Variable) {
  const { rows } = layout;
  const halves = [0, 1].map((half) => a.slice(tableau.units, half * rows, rows)) as [Shares, Shares];
  const [signed] = await a.reshare(a.product(await refineDual(a, basis, aim), tableau.signs));
  return { signed, halves };
}

async function multipliers(a: Arithmetic, run: Run): Promise<Solution> {
  const { layout, tableau, round } = run;
  const lift = liftOf(round.decimals.coefficient);
  const { signed, halves } = await signedDual(a, run, tableau.costs);
  const [short] = await a.truncate(REFINED_BITS - UNIT_BITS, a.addends(signed));
  // From multipliers of the scaled rows to 2^lift times those of the rows' integers, but for the factor of the costs.
  const [lifted] = await a.truncate(HALF_EXPONENT - lift, a.product(short, halves[0]));
  const [own] = await a.truncate(HALF_EXPONENT, a.product(lifted, halves[1]));
  const power = a.slice(tableau.scales, 1, 1);
  const tooLarge = await outOfRange(a, own, power, UNIT_BITS + lift, round.decimals.multiplier);
  const [w] = await a.truncate(lift, a.outer(power, own));
  const rounded = await onGrid(a, w, UNIT_BITS, round.decimals.multiplier);
  return { values: await aboveZero(a, rounded, layout.inequalities), scaled: signed, faults: tooLarge };
}

/** Of numbers with `EXACT_BITS`, bits: 1 where one of the first `count` is negative. */
function negatives(a: Arithmetic, values: Shares, count: number): Promise<Shares> {
  return a.negative(a.addPublic(a.slice(values, 0, count), ERROR));
}

async function farkas(a: Arithmetic, run: Run, violated: Shares): Promise<Candidate> {
  const { layout, tableau, round, inputs } = run;
  const target = await variableAt(a, layout, tableau.basic, a.slice(violated, 0, layout.rows));
  const { signed, halves } = await signedDual(a, run, target);
  const levelled = await level(a, signed);
  const [weights] = await a.truncate(LEVEL_BITS - SHORT_BITS, a.addends(levelled));
  const [partly] = await a.reshare(a.product(levelled, halves[0]));
  const [own] = await a.reshare(a.product(await level(a, partly), halves[1]));
  const [values] = await a.truncate(DIRECTION_BITS - EXACT_BITS, a.addends(await directionOf(a, own)));
  const below = await columnsBelow(a, round, inputs, weights);
  const idle = await notContradicting(a, tableau, levelled);
  return { values, faults: a.concat([below, idle, await negatives(a, values, layout.inequalities)]) };
}

async function ray(
  a: Arithmetic,
  { layout, tableau, basis, round, inputs }: Run,
  violated: Shares,
): Promise<Candidate> {
  const place = a.slice(violated, layout.rows, layout.columns);
  const target = await variableAt(a, layout, tableau.nonBasic, place);
  const scaled = await level(a, await refinePrimal(a, basis, target));
  const [unscaled] = await a.reshare(a.product(tableau.columnScales, scaled));
  const [values] = await a.truncate(DIRECTION_BITS - EXACT_BITS, a.addends(await directionOf(a, unscaled)));
  const [short] = await a.truncate(EXACT_BITS - SHORT_BITS, a.addends(values));
  const left = await rowsLeft(a, round, inputs, short);
  const idle = await notImproving(a, tableau, scaled);
  return { values, faults: a.concat([left, idle, await negatives(a, values, layout.columns)]) };
}

/** The integers of a direction, the first `count` not negative; null when there are none. */
async function openExactly(a: Arithmetic, direction: Shares, count: number): Promise<bigint[] | null> {
  const integers = proportion(await a.open(direction), EXACT_BITS, ERROR, INTEGER_LIMIT);
  return integers?.every((value, i) => i >= count || value >= 0n) ? integers : null;
}

/** Opens numbers of the grid, the first `count` not negative; null when they do not suit it, as a node that cheats can bring about. */
async function openOnGrid(a: Arithmetic, values: Shares, count: number): Promise<bigint[] | null> {
  const opened = await a.open(values);
  const fits = opened.every((value, i) => magnitude(value) < INTEGER_LIMIT && (i >= count || value >= 0n));
  return fits ? opened : null;
}

async function openFarkas(a: Arithmetic, run: Run, violated: Shares): Promise<Answer | null> {
  const vector = await farkas(a, run, violated);
  if (!(await allZero(a, vector.faults))) return null;
  const integers = await openExactly(a, vector.values, run.layout.inequalities);
  return integers === null ? NONE : { kind: "infeasible", multipliers: integers };
}

async function openUnbounded(a: Arithmetic, run: Run, violated: Shares): Promise<Answer | null> {
  const { columns } = run.layout;
  const [point, direction] = [await solution(a, run), await ray(a, run, violated)];
  if (!(await allZero(a, a.concat([point.faults, direction.faults])))) return null;
  const integers = await openExactly(a, direction.values, columns);
  if (integers === null) return NONE;
  const x = await openOnGrid(a, point.values, columns);
  return x === null ? NONE : { kind: "unbounded", x, ray: integers };
}

async function openOptimum(a: Arithmetic, run: Run): Promise<Answer | null> {
  const { columns, inequalities } = run.layout;
  const [primal, dual] = [await solution(a, run), await multipliers(a, run)];
  const wrong = await notOptimal(a, run.tableau, inequalities, { x: primal.scaled, w: dual.scaled });
  if (!(await allZero(a, a.concat([primal.faults, dual.faults, wrong])))) return null;
  const x = await openOnGrid(a, primal.values, columns);
  const w = await openOnGrid(a, dual.values, inequalities);
  return x === null || w === null ? NONE : { kind: "optimal", x, multipliers: w };
}

/**
 * Opens the outcome of a run that is over, or nothing but its kind and one bit: null, when what the tableau says does not hold against the data.
 * `inputs`: per party, in the layout of input.ts.
 */
export async function openAnswer(
  a: Arithmetic,
  round: PublicRound,
  inputs: readonly Shares[],
  tableau: Tableau,
  ending: Ending,
): Promise<Answer | null> {
  const layout = layoutOf(jointShape(round));
  a.phase("outcome");
  const [infeasible, unbounded, optimal] = await openBits(a, ending.bits);
  if (!infeasible && !unbounded && !optimal) return null;
  a.phase("refinement");
  const run = { round, inputs, layout, tableau, basis: await lastBasis(a, layout, tableau) };
  if (infeasible) return openFarkas(a, run, ending.violated);
  return unbounded ? openUnbounded(a, run, ending.violated) : openOptimum(a, run);
}
