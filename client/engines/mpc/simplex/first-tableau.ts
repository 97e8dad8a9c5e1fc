// From the parties' shared inputs to the first tableau, in which all logicals are basic.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import { powerBelow, powerOf, weighted } from "../input/digits.ts";
import { type SharedProgram, sharedInput, sharedRows } from "../input/shared-program.ts";
import { DATA_BITS, MAX_COLUMN_EXPONENT, MAX_RHS_EXPONENT } from "../input/words.ts";
import { jointShape, rowsOf } from "../shape.ts";
import { FRACTION_BITS, HEADROOM_BITS } from "./fixed-point.ts";
import { magnitudesOf } from "./magnitudes.ts";
import { layoutOf, Tableau } from "./tableau.ts";
import { columnUnits } from "./units-of-columns.ts";

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

/**
 * Copies coefficients, costs, units and the scale of the costs into the tableau; returns a copy of
 * the right-hand sides.
 */
function takeOver(program: SharedProgram, { arithmetic: a, layout, parts }: Tableau): Shares {
  const { round, scaled } = program;
  const { coefficients, rhs } = sharedRows(program);
  a.copyInto(parts.coefficients, coefficients);
  for (const [party, { costs, costScale }] of scaled.entries()) {
    const own = rowsOf(round, party);
    for (const [half, units] of sharedInput(program, party).units.entries())
      a.scatter(
        parts.units,
        own.map((row) => half * layout.rows + row),
        units,
      );
    if (party !== round.objectiveOwner) continue;
    a.copyInto(parts.costs, costs);
    a.copyInto(a.slice(parts.scales, 1, 1), costScale);
  }
  return rhs;
}

/**
 * How columns are scaled: by their largest entries, or by sizes of variables (units-of-columns.ts).
 */
export type ColumnScaling = "entries" | "variables";

/** All logicals basic, and everything scaled. */
export async function firstTableau(program: SharedProgram, scaling: ColumnScaling = "entries"): Promise<Tableau> {
  const { arithmetic: a, round, inputs } = program;
  const layout = layoutOf(jointShape(round));
  const { rows, columns } = layout;
  const tableau = Tableau.empty(a, layout);
  const { parts } = tableau;
  const mark = a.mark();
  const rhs = takeOver(program, tableau);
  const digits = await anyOf(
    a,
    inputs.map((_, party) => sharedInput(program, party).magnitudes),
  );
  const beta = a.slice(digits, 0, MAX_RHS_EXPONENT);
  const large = a.slice(digits, MAX_RHS_EXPONENT, digits.length - MAX_RHS_EXPONENT);
  // With k ones, the factor of a column is 2^(32−k), but a column without digits keeps factor 1.
  const last = MAX_COLUMN_EXPONENT - 1;
  const taken = weighted(a, large, MAX_COLUMN_EXPONENT, (t) =>
    t === last ? (1n << BigInt(t)) - 1n : -(1n << BigInt(t)),
  );
  a.copyInto(a.slice(parts.scales, 0, 1), powerOf(a, beta, MAX_RHS_EXPONENT));
  const byEntries = a.addPublic(taken, 1n);
  const exponents = a.addPublic(
    a.negate(weighted(a, large, MAX_COLUMN_EXPONENT, () => 1n)),
    BigInt(MAX_COLUMN_EXPONENT),
  );
  const columnScales = scaling === "entries" ? byEntries : await columnUnits(a, parts.coefficients, exponents);
  a.copyInto(parts.columnScales, columnScales);
  const byCell = a.gather(
    parts.columnScales,
    Array.from({ length: rows * columns }, (_, k) => k % columns),
  );
  const [scaledRhs, coefficients, costs] = await a.reshare(
    a.outer(powerBelow(a, beta, MAX_RHS_EXPONENT), rhs),
    a.product(byCell, parts.coefficients),
    a.product(parts.columnScales, parts.costs),
  );
  a.copyInto(parts.rhs, scaledRhs);
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
  a.copyInto(tableau.trueReducedCosts, reducedCosts);
  tableau.setRightHandSides(rightHandSides);
  const labels = (start: number, count: number) =>
    a.publicVector(Array.from({ length: count }, (_, i) => BigInt(start + i)));
  a.copyInto(parts.basic, labels(columns, rows));
  a.copyInto(parts.nonBasic, labels(0, columns));
  // Every equality is pivoted on before anything is tested.
  const magnitudes = tableau.lines(await magnitudesOf(a, a.concat([rightHandSides, reducedCosts])));
  const idle = tableau.lines(parts.idle);
  a.copyInto(tableau.reached.rows, a.sum(a.slice(magnitudes.rows, inequalities, rows - inequalities)));
  a.copyInto(a.slice(idle.rows, 0, inequalities), a.slice(magnitudes.rows, 0, inequalities));
  a.copyInto(idle.columns, magnitudes.columns);
  a.copyInto(parts.signs, a.publicVector(new Array<bigint>(rows).fill(1n)));
}
