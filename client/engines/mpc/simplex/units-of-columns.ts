// Powers of two for the columns that bring variables to sizes near each other, on shares. Where
// each row relates two variables of different sizes, as in x ≤ 1000 y and y ≤ 1000 z, the largest
// entry of every column is near 1 as it is, and yet x can be 10^6 times z. The exponents are those
// that bring all logarithms of entries nearest to 0 in the sense of least squares, with a unit for
// each row as well (Curtis and Reid 1972), by relaxation in turn; the rows' units are not used.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import { DATA_BITS } from "../input/words.ts";
import { floating, MANTISSA_BITS } from "../outcome/floating.ts";
import { FRACTION_BITS, RECIPROCAL_BITS } from "./fixed-point.ts";
import { magnitudesOf } from "./magnitudes.ts";

/** Fractional bits of exponents on the way. */
const EXPONENT_BITS = 24;
/** Enough for chains of some six rows. */
const SWEEPS = 24;
/** How far above 1 an entry may be scaled. */
const MOST_ENTRY = 16;
/** Bits of an exponent. */
const DIGITS = 5;
const MOST_EXPONENT = 2 ** DIGITS - 1;

interface Logarithms {
  /** m × n bits: 1 where there is an entry. */
  readonly present: Shares;
  /** Of the magnitudes of entries, rounded down, with `EXPONENT_BITS`; 0 where there is none. */
  readonly values: Shares;
}

async function logarithms(a: Arithmetic, coefficients: Shares): Promise<Logarithms> {
  const magnitudes = await magnitudesOf(a, coefficients);
  const present = a.addPublic(a.negate(await a.negative(a.addPublic(magnitudes, -1n))), 1n);
  const { shift } = await floating(a, magnitudes);
  const exponents = a.addPublic(a.negate(shift), BigInt(MANTISSA_BITS - 1 - DATA_BITS));
  const [values] = await a.reshare(a.product(present, a.scale(exponents, 1n << BigInt(EXPONENT_BITS))));
  return { present, values };
}

/** One over the counts of entries, with 60 fractional bits; 1 where there is none. */
async function overCounts(a: Arithmetic, counts: Shares): Promise<Shares> {
  const none = await a.negative(a.addPublic(counts, -1n));
  return a.reciprocal(a.scale(a.add(counts, none), 1n << BigInt(FRACTION_BITS)));
}

/** 2^k for integers 0 ≤ k ≤ 31. */
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

/**
 * A power of two from 1 to 2^31 for each of the columns. `coefficients`: row-major, 72 fractional
 * bits, below 1; `most`: for each column, the exponent that brings its largest entry near 1.
 */
export async function columnUnits(a: Arithmetic, coefficients: Shares, most: Shares): Promise<Shares> {
  const columns = most.length;
  const rows = coefficients.length / columns;
  const { present, values } = await logarithms(a, coefficients);
  const ones = (count: number) => a.publicVector(new Array<bigint>(count).fill(1n));
  const [entriesOfRow, entriesOfColumn, sumOfRow, sumOfColumn] = await a.reshare(
    a.matrixVector(present, ones(columns)),
    a.vectorMatrix(ones(rows), present),
    a.matrixVector(values, ones(columns)),
    a.vectorMatrix(ones(rows), values),
  );
  const counts = await overCounts(a, a.concat([entriesOfRow, entriesOfColumn]));
  const [overRow, overColumn] = [a.slice(counts, 0, rows), a.slice(counts, rows, columns)];
  let units = a.zeros(columns);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const [ofColumns] = await a.reshare(a.matrixVector(present, units));
    const [ofRows] = await a.truncate(RECIPROCAL_BITS, a.product(overRow, a.negate(a.add(sumOfRow, ofColumns))));
    const [sums] = await a.reshare(a.vectorMatrix(ofRows, present));
    [units] = await a.truncate(RECIPROCAL_BITS, a.product(overColumn, a.negate(a.add(sumOfColumn, sums))));
  }
  const [whole] = await a.truncate(EXPONENT_BITS, a.addends(units));
  // All together as large as the columns' largest entries allow.
  const room = a.subtract(a.addPublic(most, BigInt(MOST_ENTRY)), whole);
  const { key } = await a.argmin(room);
  const raised = a.add(whole, a.gather(key, new Array<number>(columns).fill(0)));
  const { products: belowZero } = await a.negativeTimes(raised, raised);
  const positive = a.subtract(raised, belowZero);
  const over = a.addPublic(a.negate(positive), BigInt(MOST_EXPONENT));
  const { products: tooMuch } = await a.negativeTimes(over, over);
  return powersOf(a, a.add(positive, tooMuch));
}
