// From the parties' shared inputs to the first tableau, in which all logicals are basic.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import type { Random } from "../../../math/random.ts";
import { powerBelow, powerOf, weighted } from "../input/digits.ts";
import { MAX_COLUMN_EXPONENT } from "../input/row-exponents.ts";
import { integerRows, type SharedProgram, sharedInput, sharedRows, unitsOfRows } from "../input/shared-program.ts";
import { DATA_BITS, MAX_RHS_EXPONENT } from "../input/words.ts";
import { jointShape } from "../shape.ts";
import { FRACTION_BITS, HEADROOM_BITS, NOISE_BITS } from "./fixed-point.ts";
import { magnitudesOf } from "./magnitudes.ts";
import { layoutOf, Tableau } from "./tableau.ts";
import { unitsOfLines } from "./units-of-lines.ts";

/** Fractional bits of the right-hand sides, which are below 1 once divided by 2^β. */
export const RHS_BITS = DATA_BITS + MAX_RHS_EXPONENT;
/**
 * Fractional bits of the costs, which are below 1 once scaled with their columns and divided by a
 * power of two.
 */
export const COST_BITS = DATA_BITS + MAX_COLUMN_EXPONENT;

/** Digit by digit, the OR of the parties' digits. */
async function anyOf(a: Arithmetic, numbers: readonly Shares[]): Promise<Shares> {
  let level = numbers;
  while (level.length > 1) {
    const pairs = Math.floor(level.length / 2);
    const left = a.concat(level.slice(0, pairs));
    const right = a.concat(level.slice(pairs, 2 * pairs));
    const [both] = await a.reshare(a.product(left, right));
    const either = a.subtract(a.add(left, right), both);
    const size = level[0]!.length;
    const next = Array.from({ length: pairs }, (_, i) => a.slice(either, i * size, size));
    level = [...next, ...level.slice(2 * pairs)];
  }
  return level[0]!;
}

/** 2^(32 − k) for each column, with k ones among its `digits`; 1 without any. */
function unitsByEntries(a: Arithmetic, digits: Shares): Shares {
  const last = MAX_COLUMN_EXPONENT - 1;
  const taken = weighted(a, digits, MAX_COLUMN_EXPONENT, (t) =>
    t === last ? (1n << BigInt(t)) - 1n : -(1n << BigInt(t)),
  );
  return a.addPublic(taken, 1n);
}

/** A program's rows, not yet in the units of columns, and what both were multiplied by. */
interface Scaled {
  readonly coefficients: Shares;
  readonly rhs: Shares;
  readonly rowUnits: Shares;
  readonly columnUnits: Shares;
}

/** `columnDigits`: the digits of all parties for columns (words.ts). */
export type Scaling = (program: SharedProgram, columnDigits: Shares) => Promise<Scaled>;

/** Rows as their owners scale them, and columns by their largest entries. */
async function byOwners(program: SharedProgram, columnDigits: Shares): Promise<Scaled> {
  const { arithmetic: a } = program;
  const [rowUnits] = await a.reshare(unitsOfRows(program));
  return { ...sharedRows(program), rowUnits, columnUnits: unitsByEntries(a, columnDigits) };
}

/** Rows and columns by all of their entries (units-of-lines.ts). `random` decides on rounding. */
export function byEntries(random: Random): Scaling {
  return async (program) => {
    const { arithmetic: a, round } = program;
    const [units] = await a.reshare(unitsOfRows(program));
    const { coefficients: own } = sharedRows(program);
    const equalities = round.equalities.some((count) => count > 0);
    const chosen = await unitsOfLines(a, { coefficients: own, units, equalities }, random);
    const integers = integerRows(program);
    const [coefficients, rhs] = await a.reshare(
      a.product(a.repeat(chosen.rows, round.columns), integers.coefficients),
      a.product(chosen.rows, integers.rhs),
    );
    return { coefficients, rhs, rowUnits: chosen.rows, columnUnits: chosen.columns };
  };
}

/** All logicals basic, and everything scaled. */
export async function firstTableau(program: SharedProgram, scaling: Scaling = byOwners): Promise<Tableau> {
  const { arithmetic: a, round, inputs, scaled } = program;
  const layout = layoutOf(jointShape(round));
  const tableau = Tableau.empty(a, layout);
  const { parts } = tableau;
  const mark = a.mark();
  const digits = await anyOf(
    a,
    inputs.map((_, party) => sharedInput(program, party).magnitudes),
  );
  const beta = a.slice(digits, 0, MAX_RHS_EXPONENT);
  const columnDigits = a.slice(digits, MAX_RHS_EXPONENT, digits.length - MAX_RHS_EXPONENT);
  const { rowUnits, columnUnits, ...unscaled } = await scaling(program, columnDigits);
  a.copyInto(parts.units, rowUnits);
  a.copyInto(parts.columnScales, columnUnits);
  const owner = scaled[round.objectiveOwner]!;
  a.copyInto(parts.scales, a.concat([powerOf(a, beta, MAX_RHS_EXPONENT), owner.costScale]));
  const [rhs, coefficients, costs] = await a.reshare(
    a.outer(powerBelow(a, beta, MAX_RHS_EXPONENT), unscaled.rhs),
    a.product(a.tile(columnUnits, layout.rows), unscaled.coefficients),
    a.product(columnUnits, owner.costs),
  );
  a.copyInto(parts.rhs, rhs);
  a.copyInto(parts.coefficients, coefficients);
  await scaleCosts(tableau, costs);
  await fillCells(tableau);
  a.release(mark);
  return tableau;
}

/**
 * `costs`: the costs of the scaled columns, 72 fractional bits, below 2^32. Divides them by the
 * power of two that brings the largest below 1.
 */
async function scaleCosts({ arithmetic: a, parts }: Tableau, costs: Shares): Promise<void> {
  const largest = await a.argmin(a.negate(await magnitudesOf(a, costs)));
  const powers = Array.from({ length: MAX_COLUMN_EXPONENT }, (_, t) => 1n << BigInt(t));
  const below = await a.negative(
    a.concat(powers.map((power) => a.addPublic(a.negate(largest.key), -(power << BigInt(DATA_BITS))))),
  );
  const digits = a.addPublic(a.negate(below), 1n);
  const scale = a.slice(parts.scales, 1, 1);
  const [scaled, total] = await a.reshare(
    a.outer(powerBelow(a, digits, MAX_COLUMN_EXPONENT), costs),
    a.product(powerOf(a, digits, MAX_COLUMN_EXPONENT), scale),
  );
  a.copyInto(parts.costs, scaled);
  a.copyInto(scale, total);
}

async function fillCells(tableau: Tableau): Promise<void> {
  const { arithmetic: a, layout, parts } = tableau;
  const { rows, columns, inequalities } = layout;
  const [body] = await a.truncate(DATA_BITS - FRACTION_BITS, a.addends(parts.coefficients));
  const [reducedCosts] = await a.truncate(COST_BITS - FRACTION_BITS - HEADROOM_BITS, a.addends(parts.costs));
  const [shorter] = await a.truncate(MAX_RHS_EXPONENT - HEADROOM_BITS, a.addends(parts.rhs));
  const [rightHandSides] = await a.truncate(DATA_BITS - FRACTION_BITS, a.addends(shorter));
  tableau.setBody(body);
  a.copyInto(tableau.reducedCosts, reducedCosts);
  tableau.setRightHandSides(rightHandSides);
  const labels = (start: number, count: number) =>
    a.publicVector(Array.from({ length: count }, (_, i) => BigInt(start + i)));
  a.copyInto(parts.basic, labels(columns, rows));
  a.copyInto(parts.nonBasic, labels(0, columns));
  // Every equality is pivoted on before anything is tested.
  const sizes = await magnitudesOf(a, a.concat([rightHandSides, reducedCosts]));
  const [noises] = await a.truncate(NOISE_BITS, a.addends(sizes));
  const magnitudes = tableau.lines(noises);
  const idle = tableau.lines(parts.idle);
  a.copyInto(tableau.reached.rows, a.sum(a.slice(magnitudes.rows, inequalities, rows - inequalities)));
  a.copyInto(a.slice(idle.rows, 0, inequalities), a.slice(magnitudes.rows, 0, inequalities));
  a.copyInto(idle.columns, magnitudes.columns);
  a.copyInto(parts.signs, a.publicVector(new Array<bigint>(rows).fill(1n)));
}
