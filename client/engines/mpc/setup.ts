// From the parties' shared inputs to the first tableau: all logicals basic.
import type { Shares } from "../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../crypto/sharing/arithmetic.ts";
import type { PublicRound } from "../../round/public-round.ts";
import { FRACTION_BITS, HEADROOM_BITS } from "./fixed-point.ts";
import { DATA_BITS, inputLayout, MAX_COLUMN_EXPONENT, MAX_RHS_EXPONENT } from "./input.ts";
import { jointShape, rowsOf } from "./shape.ts";
import { COSTS, layoutOf, RHS, type Tableau, TRUE_COSTS, tableauSizes } from "./tableau.ts";

/** Fractional bits of the right-hand sides, which are below 1 once divided by 2^β. */
export const RHS_BITS = DATA_BITS + MAX_RHS_EXPONENT;
/** Fractional bits of the costs, which are below 1 once scaled with their columns and divided by a power of two. */
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

/** Σ_t weight(t) times the t-th of `count` equal parts of the digits. */
function weighted(a: Arithmetic, digits: Shares, count: number, weight: (t: number) => bigint): Shares {
  const size = digits.length / count;
  const total = a.zeros(size);
  for (let t = 0; t < count; t++) a.addInto(total, a.scale(a.slice(digits, t * size, size), weight(t)));
  return total;
}

function empty(a: Arithmetic, sizes: Readonly<Record<keyof Tableau, number>>): Tableau {
  return Object.fromEntries(Object.entries(sizes).map(([part, size]) => [part, a.zeros(size)])) as unknown as Tableau;
}

/** `inputs` per party, in the layout of input.ts. */
export async function firstTableau(a: Arithmetic, round: PublicRound, inputs: readonly Shares[]): Promise<Tableau> {
  const layout = layoutOf(jointShape(round));
  const { rows, columns } = layout;
  const tableau = empty(a, tableauSizes(layout));
  const mark = a.mark();
  const magnitudes: Shares[] = [];
  const rhs = a.zeros(rows);
  for (const [party, input] of inputs.entries()) {
    const sizes = inputLayout(round, party);
    let offset = 0;
    const take = (length: number): Shares => {
      offset += length;
      return a.slice(input, offset - length, length);
    };
    const own = rowsOf(round, party);
    const given = take(sizes.coefficients);
    for (const [i, row] of own.entries())
      a.copyInto(a.slice(tableau.coefficients, row * columns, columns), a.slice(given, i * columns, columns));
    a.scatter(rhs, own, take(sizes.rhs));
    magnitudes.push(take(sizes.magnitudes));
    for (const half of [0, 1])
      a.scatter(
        tableau.units,
        own.map((row) => half * rows + row),
        take(own.length),
      );
    if (sizes.costs === 0) continue;
    a.copyInto(tableau.costs, take(columns));
    a.copyInto(a.slice(tableau.scales, 1, 1), take(1));
  }
  const digits = await anyOf(a, magnitudes);
  const beta = a.slice(digits, 0, MAX_RHS_EXPONENT);
  const large = a.slice(digits, MAX_RHS_EXPONENT, digits.length - MAX_RHS_EXPONENT);
  // With β the number of ones, 2^β = 1 + Σ 2^t over their places t, and 2^(48−β) = 2^48 − Σ 2^(47−t); a column's digits count from 2^32,
  // but a column without digits stays as it is.
  const up = weighted(a, beta, MAX_RHS_EXPONENT, (t) => 1n << BigInt(t));
  const down = weighted(a, beta, MAX_RHS_EXPONENT, (t) => -(1n << BigInt(MAX_RHS_EXPONENT - 1 - t)));
  const last = MAX_COLUMN_EXPONENT - 1;
  const taken = weighted(a, large, MAX_COLUMN_EXPONENT, (t) =>
    t === last ? (1n << BigInt(t)) - 1n : -(1n << BigInt(t)),
  );
  a.copyInto(a.slice(tableau.scales, 0, 1), a.addPublic(up, 1n));
  a.copyInto(tableau.columnScales, a.addPublic(taken, 1n));
  const byCell = a.gather(
    tableau.columnScales,
    Array.from({ length: rows * columns }, (_, k) => k % columns),
  );
  const [scaledRhs, coefficients, costs] = await a.reshare(
    a.outer(a.addPublic(down, 1n << BigInt(MAX_RHS_EXPONENT)), rhs),
    a.product(byCell, tableau.coefficients),
    a.product(tableau.columnScales, tableau.costs),
  );
  a.copyInto(tableau.rhs, scaledRhs);
  a.copyInto(tableau.coefficients, coefficients);
  await scaleCosts(a, tableau, costs);
  await fillCells(a, round, tableau);
  a.release(mark);
  return tableau;
}

/** |x|, in 3 rounds. */
async function magnitudesOf(a: Arithmetic, x: Shares): Promise<Shares> {
  const { products } = await a.negativeTimes(x, x);
  return a.subtract(x, a.scale(products, 2n));
}

/** `costs`: those of the scaled columns, 72 fractional bits, below 2^32. Divides them by the power of two that brings the largest below 1. */
async function scaleCosts(a: Arithmetic, tableau: Tableau, costs: Shares): Promise<void> {
  const largest = await a.argmin(a.negate(await magnitudesOf(a, costs)));
  const powers = Array.from({ length: MAX_COLUMN_EXPONENT }, (_, t) => 1n << BigInt(t));
  const below = await a.negative(
    a.concat(powers.map((power) => a.addPublic(a.negate(largest.key), -(power << BigInt(DATA_BITS))))),
  );
  const digits = a.addPublic(a.negate(below), 1n);
  const up = a.addPublic(
    weighted(a, digits, MAX_COLUMN_EXPONENT, (t) => powers[t]!),
    1n,
  );
  const down = weighted(a, digits, MAX_COLUMN_EXPONENT, (t) => -powers[MAX_COLUMN_EXPONENT - 1 - t]!);
  const scale = a.slice(tableau.scales, 1, 1);
  const [scaled, total] = await a.reshare(
    a.outer(a.addPublic(down, 1n << BigInt(MAX_COLUMN_EXPONENT)), costs),
    a.product(up, scale),
  );
  a.copyInto(tableau.costs, scaled);
  a.copyInto(scale, total);
}

async function fillCells(a: Arithmetic, round: PublicRound, tableau: Tableau): Promise<void> {
  const layout = layoutOf(jointShape(round));
  const { rows, columns, width } = layout;
  const { cells, coefficients, costs, rhs } = tableau;
  const [body] = await a.truncate(DATA_BITS - FRACTION_BITS, a.addends(coefficients));
  const [costRow] = await a.truncate(COST_BITS - FRACTION_BITS - HEADROOM_BITS, a.addends(costs));
  const [shorter] = await a.truncate(MAX_RHS_EXPONENT - HEADROOM_BITS, a.addends(rhs));
  const [rhsColumn] = await a.truncate(DATA_BITS - FRACTION_BITS, a.addends(shorter));
  for (let i = 0; i < rows; i++) a.copyInto(a.slice(cells, i * width, columns), a.slice(body, i * columns, columns));
  for (const row of [COSTS, TRUE_COSTS]) a.copyInto(a.slice(cells, (rows + row) * width, columns), costRow);
  a.scatter(
    cells,
    Array.from({ length: rows }, (_, i) => i * width + columns + RHS),
    rhsColumn,
  );
  const labels = (start: number, count: number) =>
    a.publicVector(Array.from({ length: count }, (_, i) => BigInt(start + i)));
  a.copyInto(tableau.basic, labels(columns, rows));
  a.copyInto(tableau.nonBasic, labels(0, columns));
  // Every equality is pivoted on before anything is tested.
  const magnitudes = await magnitudesOf(a, a.concat([rhsColumn, costRow]));
  const { inequalities } = layout;
  a.copyInto(a.slice(tableau.reached, 0, 1), a.sum(a.slice(magnitudes, inequalities, rows - inequalities)));
  a.copyInto(a.slice(tableau.idle, 0, inequalities), a.slice(magnitudes, 0, inequalities));
  a.copyInto(a.slice(tableau.idle, rows, columns), a.slice(magnitudes, rows, columns));
  a.copyInto(tableau.signs, a.publicVector(new Array<bigint>(rows).fill(1n)));
}
