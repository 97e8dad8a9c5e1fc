// Powers of two that columns are multiplied and rows divided by, on shares, to bring all entries
// near 1. Where each row relates two variables of different sizes, as in x ≤ 1000 y and y ≤ 1000 z,
// the largest entry of every column is near 1 as it is, and yet x can be 10^6 times z; and a bound
// on one column keeps its own coefficient, and the column its scale, however small the column's
// entries in other parties' rows are. The exponents of columns are those that bring all logarithms
// of entries nearest to 0 in the sense of least squares, with a unit for each row as well (Curtis
// and Reid 1972), by relaxation in turn. Those of rows then follow from their largest entries.
//
// To divide a row is exact, since its integers are multiplied anew, by a smaller power of two: by 1
// at the least. Where that is not small enough, the row's entries stay above 1. Where units are
// alike, columns are multiplied by up to 2^16 more, so that what nearly parallel rows differ by is
// not below the least pivot. Where they are not, slacks have small columns as it is; and where all
// logicals of equalities have them, the inverse would be too coarse to refine with (decision 53).
import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import { type Random, randomBelow } from "../../../math/random.ts";
import { MAX_COLUMN_EXPONENT, SWEEPS } from "../input/row-exponents.ts";
import { DATA_BITS } from "../input/words.ts";
import { floating, MANTISSA_BITS } from "../outcome/floating.ts";
import { floorOf } from "../outcome/grid.ts";
import { FRACTION_BITS, RECIPROCAL_BITS } from "./fixed-point.ts";
import { aboveZero, magnitudesOf } from "./magnitudes.ts";
import type { Lines } from "./tableau.ts";

/** Fractional bits of exponents on the way. */
const EXPONENT_BITS = 40;
/** How far above 1 an entry may be scaled. */
const MOST_ENTRY = 16n;
/** How much more columns are multiplied by where there are equalities. */
const MOST_WITH_EQUALITIES = 12n;
const MOST_EXPONENT = BigInt(MAX_COLUMN_EXPONENT - 1);
/** Bits of an exponent, at most that of a row: 2^72. */
const DIGITS = 7;
/** Above every sum of two exponents. */
const BEYOND = 1n << 12n;

/** The exponents k of magnitudes in [2^k, 2^(k+1)), as integers. 28 rounds. */
async function exponentsOf(a: Arithmetic, magnitudes: Shares): Promise<Shares> {
  const { shift } = await floating(a, magnitudes);
  return a.addPublic(a.negate(shift), BigInt(MANTISSA_BITS - 1));
}

/** m × n, row-major. */
interface Entries {
  /** Bits: 1 where there is an entry. */
  readonly present: Shares;
  /** Exponents of entries, as integers; 0 where there is none. */
  readonly exponents: Shares;
}

/** Sums over rows or columns of a matrix, by line. */
function sums(a: Arithmetic, matrix: Shares, { rows, columns }: Size) {
  const ones = (count: number) => a.publicVector(new Array<bigint>(count).fill(1n));
  return [a.matrixVector(matrix, ones(columns)), a.vectorMatrix(ones(rows), matrix)] as const;
}

/** One over the counts of entries, with 60 fractional bits; 1 where there is none. */
async function overCounts(a: Arithmetic, counts: Shares): Promise<Shares> {
  const none = await a.negative(a.addPublic(counts, -1n));
  return a.reciprocal(a.scale(a.add(counts, none), 1n << BigInt(FRACTION_BITS)));
}

interface Size {
  readonly rows: number;
  readonly columns: number;
}

/** Exponents of columns, with `EXPONENT_BITS`. About six rounds a sweep. */
async function leastSquares(a: Arithmetic, { present, exponents }: Entries, size: Size): Promise<Shares> {
  const { rows, columns } = size;
  const values = a.scale(exponents, 1n << BigInt(EXPONENT_BITS));
  const [entriesOfRow, entriesOfColumn, sumOfRow, sumOfColumn] = await a.reshare(
    ...sums(a, present, size),
    ...sums(a, values, size),
  );
  const counts = await overCounts(a, a.concat([entriesOfRow, entriesOfColumn]));
  const [overRow, overColumn] = [a.slice(counts, 0, rows), a.slice(counts, rows, columns)];
  let units = a.zeros(columns);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const [ofColumns] = await a.reshare(a.matrixVector(present, units));
    const [ofRows] = await a.truncate(RECIPROCAL_BITS, a.product(overRow, a.negate(a.add(sumOfRow, ofColumns))));
    const [weighed] = await a.reshare(a.vectorMatrix(ofRows, present));
    [units] = await a.truncate(RECIPROCAL_BITS, a.product(overColumn, a.negate(a.add(sumOfColumn, weighed))));
  }
  return units;
}

/** The largest number of each row of a matrix with `columns`. 3 rounds for each level. */
async function largestOfRows(a: Arithmetic, matrix: Shares, columns: number): Promise<Shares> {
  let [level, count] = [matrix, columns];
  const rows = matrix.length / columns;
  while (count > 1) {
    const half = count >> 1;
    const part = (first: number, width: number) =>
      a.pick(level, { first, rows, rowStep: count, count: width, step: 1 });
    const [left, right] = [part(0, half), part(half, half)];
    const difference = a.subtract(right, left);
    const { products } = await a.negativeTimes(difference, difference);
    const next = a.zeros(rows * (count - half));
    const larger = { first: 0, rows, rowStep: count - half, count: half, step: 1 };
    a.put(next, larger, a.subtract(right, products));
    if (count % 2 === 1) a.put(next, { ...larger, first: half, count: 1 }, part(count - 1, 1));
    [level, count] = [next, count - half];
  }
  return level;
}

/** Each number, or its limit if that is less. 3 rounds. */
async function atMost(a: Arithmetic, numbers: Shares, limits: Shares): Promise<Shares> {
  const room = a.subtract(limits, numbers);
  const { products: lacking } = await a.negativeTimes(room, room);
  return a.add(numbers, lacking);
}

/** 2^k for integers k up to 72; 1 for negative ones. */
async function powersOf(a: Arithmetic, exponents: Shares): Promise<Shares> {
  let rest = exponents;
  let power = a.addPublic(a.zeros(exponents.length), 1n);
  for (let t = DIGITS - 1; t >= 0; t--) {
    const digit = a.addPublic(a.negate(await a.negative(a.addPublic(rest, -(1n << BigInt(t))))), 1n);
    rest = a.subtract(rest, a.scale(digit, 1n << BigInt(t)));
    const factor = a.addPublic(a.scale(digit, (1n << BigInt(2 ** t)) - 1n), 1n);
    [power] = await a.reshare(a.product(power, factor));
  }
  return power;
}

/** Rows as their owners scale them. */
interface Rows {
  /** Row-major, 72 fractional bits, below 1. */
  readonly coefficients: Shares;
  /** What the integers of each row have been multiplied by, at most 2^72. */
  readonly units: Shares;
  /** Whether any row is an equality; public. */
  readonly equalities: boolean;
}

/**
 * For each column a power of two from 1 to 2^31, and for each row one that its integers are to be
 * multiplied by, at most that of `units`. The same in every epoch: where the exact exponents are
 * rounded follows from `random`, and their floor from no coin (decision 53).
 */
export async function unitsOfLines(
  a: Arithmetic,
  { coefficients, units, equalities }: Rows,
  random: Random,
): Promise<Lines> {
  const rows = units.length;
  const cells = coefficients.length;
  const columns = cells / rows;
  const magnitudes = await magnitudesOf(a, coefficients);
  const present = a.addPublic(a.negate(await a.negative(a.addPublic(magnitudes, -1n))), 1n);
  const all = await exponentsOf(a, a.concat([magnitudes, units]));
  const most = a.slice(all, cells, rows);
  const [exponents] = await a.reshare(a.product(present, a.addPublic(a.slice(all, 0, cells), BigInt(-DATA_BITS))));
  const best = await leastSquares(a, { present, exponents }, { rows, columns });
  const cut = randomBelow(random, 1n << BigInt(EXPONENT_BITS));
  const whole = await floorOf(a, a.addPublic(best, cut), EXPONENT_BITS);

  // By row, the exponent just above its largest entry, or far below all where there is none.
  const scaled = a.add(exponents, a.tile(whole, rows));
  const [sizes] = await a.reshare(a.product(present, a.addPublic(scaled, BEYOND + 1n)));
  const largest = a.addPublic(await largestOfRows(a, sizes, columns), -BEYOND);

  // All exponents are raised together until none is negative, or as far as there is room in rows;
  // those of columns by up to 16 more, less twice what units are apart.
  const empty = await a.negative(a.addPublic(largest, BEYOND / 2n));
  const lowest = await a.argmin(a.concat([a.add(largest, a.scale(empty, 2n * BEYOND)), whole]));
  const highest = await a.argmin(a.negate(largest));
  const room = await a.argmin(a.addPublic(a.subtract(most, largest), MOST_ENTRY));
  const raise = await atMost(a, a.negate(lowest.key), room.key);
  const apart = a.negate(a.add(lowest.key, highest.key));
  const mostFurther = equalities ? MOST_WITH_EQUALITIES : MOST_ENTRY;
  const further = await aboveZero(a, a.addPublic(a.scale(apart, -2n), mostFurther));
  const divided = await aboveZero(a, a.add(largest, a.repeat(raise, rows)));
  const multiplied = a.add(whole, a.repeat(a.add(raise, further), columns));
  const limits = a.publicVector(new Array<bigint>(columns).fill(MOST_EXPONENT));
  const powers = await powersOf(a, a.concat([a.subtract(most, divided), await atMost(a, multiplied, limits)]));
  return { rows: a.slice(powers, 0, rows), columns: a.slice(powers, rows, columns) };
}
