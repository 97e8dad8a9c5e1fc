// The numbers of every kind of outcome on shares, before anything opens: rounded to the round's
// grid, so that nothing of the shares' own precision is seen, or as a vector that opens as a
// direction. Each comes with secret bits that say what is wrong with it. All kinds are made in
// every run, since which one it is stays secret: where there is no ray, its numbers are arbitrary,
// and nothing reads them.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import type { Random } from "../../../math/random.ts";
import type { SharedProgram } from "../input/shared-program.ts";
import { variableAt } from "../simplex/labels.ts";
import { aboveZero } from "../simplex/magnitudes.ts";
import type { Tableau } from "../simplex/tableau.ts";
import { largerThan, sizesOf } from "./above-bounds.ts";
import { type Direction, directionOf, LEVEL_BITS, level } from "./direction.ts";
import { exactColumns, exactReduced, exactRows, exactSlacks, negativeValues } from "./exact-values.ts";
import { drawCut, onGrid } from "./grid.ts";
import { multiplierLimit, solutionLimit } from "./largest.ts";
import { limbsOf, times } from "./limbs.ts";
import { inOwnUnits } from "./own-units.ts";
import { fineDual, finePrimal, type LastBasis, refineDual, refinePrimal, TARGET_BITS } from "./refine.ts";
import { columnsBelow, rowsLeft, violatedRows } from "./verify.ts";
import { notMet, notOptimal, notProven } from "./verify-kind.ts";

/** A finished run, with everything that its outcome is made from. */
export interface Run {
  readonly program: SharedProgram;
  readonly tableau: Tableau;
  readonly basis: LastBasis;
  /** Of the run, the same at every start; decides how numbers are rounded. */
  readonly random: Random;
}

/** What is smaller in a ray or Farkas vector of the scaled program counts as 0. */
const LEAST_ENTRY = 1n << BigInt(TARGET_BITS - 78);

/** The basic solution. */
export interface Point {
  /** On the grid; arbitrary where it is far above the bounds. */
  readonly values: Shares;
  /** What was rounded to it (grid.ts), and the cut in it. */
  readonly fine: Shares;
  readonly cut: bigint;
  /** In the scaled program, with 80 fractional bits. */
  readonly scaled: Shares;
  /** Of the unscaled columns (above-bounds.ts). */
  readonly sizes: Shares;
  /** Not 0 in each column that is above its upper bound, else 0. */
  readonly above: Shares;
  /** Bits: 1 for each row that is missed; arbitrary if a column is above its bound. */
  readonly missed: Shares;
  /**
   * Bits: 1 where a basic variable is negative or a row is missed, in the nodes' own units, however
   * far above the bounds the point is.
   */
  readonly faults: Shares;
  /** The values of the basic variables, by row (exact-values.ts). */
  readonly basic: Shares;
}

/** The basic solution, unscaled and rounded, and what is wrong with it. */
async function pointOf({ program, tableau, basis, random }: Run): Promise<Point> {
  const { arithmetic: a, parts } = tableau;
  const { bounds, decimals } = program.round;
  const refined = await finePrimal(basis);
  const { coarse: scaled } = refined;
  const [factors] = await a.reshare(a.outer(a.slice(parts.scales, 0, 1), parts.columnScales));
  const sizes = await sizesOf(a, scaled, factors);
  const x = await times(a, await limbsOf(a, refined), factors);
  const cut = drawCut(random.fork("solution"));
  const { values: rounded, fine } = await onGrid(a, x, { decimals: decimals.solution, cut });
  const values = await aboveZero(a, rounded);
  const tooLarge = await largerThan(a, sizes, solutionLimit(decimals.solution));
  const above = a.add(tooLarge, await a.negative(a.subtract(a.publicVector(bounds), values)));
  const missed = await violatedRows(program, values);
  const slacks = await exactSlacks(basis, scaled);
  const basic = await exactRows(basis, { slacks, x: scaled });
  const faults = a.concat([await negativeValues(a, basic), await notMet(tableau, slacks)]);
  return { values, fine, cut, scaled, sizes, above, missed, faults, basic };
}

/** The multipliers of the last basis. */
export interface Multipliers {
  /** On the grid, by row. */
  readonly values: Shares;
  /** What was rounded to it (grid.ts), and the cut in it. */
  readonly fine: Shares;
  readonly cut: bigint;
  /** Bits: 1 where one is out of range. */
  readonly outOfRange: Shares;
  /** Bits that are all 0 if the point and they are those of an optimum. */
  readonly faults: Shares;
  /** The reduced costs of the non-basic variables, by column (exact-values.ts). */
  readonly nonBasic: Shares;
}

/** The multipliers of the last basis, unscaled and rounded, and what is wrong with them. */
async function multipliersOf(run: Run, { scaled: x }: Point): Promise<Multipliers> {
  const { arithmetic: a, layout, parts } = run.tableau;
  const decimals = run.program.round.decimals.multiplier;
  const { coarse: unsigned, fine } = await fineDual(run.basis);
  const [signed, signedFine] = await a.reshare(a.product(unsigned, parts.signs), a.product(fine, parts.signs));
  const factor = { units: parts.units, power: a.slice(parts.scales, 1, 1) };
  const limit = multiplierLimit(decimals);
  const { values: own, outOfRange } = await inOwnUnits(a, { coarse: signed, fine: signedFine }, factor, limit);
  const cut = drawCut(run.random.fork("multipliers"));
  const { values: rounded, fine: exact } = await onGrid(a, own, { decimals, cut });
  const reduced = await exactReduced(run.basis, unsigned);
  const nonBasic = await exactColumns(run.basis, { reduced, w: unsigned });
  const negative = await negativeValues(a, nonBasic);
  const values = await aboveZero(a, rounded, layout.inequalities);
  const wrong = await notOptimal(run.tableau, { x, w: signed, reduced });
  return { values, fine: exact, cut, outOfRange, faults: a.concat([negative, wrong]), nonBasic };
}

/** A ray or Farkas vector of the scaled program, with `TARGET_BITS`. */
export interface Proof {
  readonly vector: Shares;
  /** Bits that are all 0 if it proves what it should. */
  readonly faults: Shares;
}

/** A bit: 1 where the exact value is not negative, and so proves nothing. */
async function notNegative(a: Arithmetic, value: Shares): Promise<Shares> {
  return a.addPublic(a.negate(await negativeValues(a, value)), 1n);
}

/** Bits: 1 where an entry of a vector is negative and does not count as 0. */
function negativeEntries(a: Arithmetic, vector: Shares): Promise<Shares> {
  return a.negative(a.addPublic(vector, LEAST_ENTRY - 1n));
}

/**
 * The Farkas vector of an infeasible program, by row, and whether it proves that: of the row that
 * has no ratio.
 */
async function farkasOf(run: Run, { basic }: Point): Promise<Proof> {
  const { tableau } = run;
  const { arithmetic: a, layout, parts } = tableau;
  const { rows } = tableau.lines(tableau.ended.violated);
  const unsigned = await refineDual(run.basis, await variableAt(tableau, "basic", rows));
  const [signed] = await a.reshare(a.product(unsigned, parts.signs));
  const below = await columnsBelow(tableau, await level(a, signed), LEVEL_BITS);
  const [value] = await a.reshare(a.dot(rows, basic));
  const unproven = await notProven(tableau, "rhs", { vector: signed, value });
  const negative = await negativeEntries(a, a.slice(signed, 0, layout.inequalities));
  return { vector: signed, faults: a.concat([below, await notNegative(a, value), unproven, negative]) };
}

/**
 * The ray of an unbounded program, by column, and whether it proves that: of the column that has no
 * ratio.
 */
async function rayOf({ tableau, basis }: Run, { nonBasic }: Multipliers): Promise<Proof> {
  const { arithmetic: a } = tableau;
  const { columns } = tableau.lines(tableau.ended.violated);
  const vector = await refinePrimal(basis, await variableAt(tableau, "nonBasic", columns));
  const left = await rowsLeft(tableau, await level(a, vector), LEVEL_BITS);
  const [value] = await a.reshare(a.dot(columns, nonBasic));
  const unproven = await notProven(tableau, "costs", { vector, value });
  const negative = await negativeEntries(a, vector);
  return { vector, faults: a.concat([left, await notNegative(a, value), unproven, negative]) };
}

/** The numbers of every kind of outcome. */
export interface Candidates {
  readonly point: Point;
  readonly multipliers: Multipliers;
  readonly farkas: Proof;
  readonly ray: Proof;
}

export async function candidatesOf(run: Run): Promise<Candidates> {
  const point = await pointOf(run);
  const multipliers = await multipliersOf(run, point);
  return { point, multipliers, farkas: await farkasOf(run, point), ray: await rayOf(run, multipliers) };
}

/** A proven Farkas vector as it opens. */
export function farkasDirection({ tableau }: Run, vector: Shares): Promise<Direction> {
  const { arithmetic: a, parts } = tableau;
  return directionOf(a, { vector, least: LEAST_ENTRY }, parts.units);
}

/** A proven ray as it opens. */
export function rayDirection({ tableau }: Run, vector: Shares): Promise<Direction> {
  const { arithmetic: a, parts } = tableau;
  return directionOf(a, { vector, least: LEAST_ENTRY }, parts.columnScales);
}
