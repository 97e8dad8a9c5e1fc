// A secret vector without its length: divided, on shares, by its largest magnitude. What opens of
// it then is a function of its direction alone, up to rounding. The length that the arithmetic
// happens to give a vector would reveal, for instance, the power of two that a party divided a row
// by.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import { FRACTION_BITS, RECIPROCAL_BITS } from "../simplex/fixed-point.ts";

/**
 * Fractional bits of a direction. Each entry is correct to 16 units in the last place, as far as
 * the vector is.
 */
export const DIRECTION_BITS = 80;
/**
 * Magnitudes of a raised vector are below 2^125, those of a levelled one are 36 bits shorter, so
 * that it can still be multiplied by powers of two up to 2^36.
 */
const RAISED_BITS = 125;
export const LEVEL_BITS = RAISED_BITS - 36;

interface Raised {
  readonly vector: Shares;
  /** Its largest magnitude, in [2^124, 2^125); 0 for a vector of zeros. */
  readonly largest: Shares;
}

async function largestMagnitude(a: Arithmetic, vector: Shares): Promise<Shares> {
  const { products } = await a.negativeTimes(vector, vector);
  const { key } = await a.argmin(a.subtract(a.scale(products, 2n), vector));
  return a.negate(key);
}

/**
 * Multiplies by the largest power of two that keeps all magnitudes, which are below 2^125, below
 * 2^125; exact. About 14 + 3·log2(length) rounds.
 */
async function raise(a: Arithmetic, vector: Shares): Promise<Raised> {
  const largest = await largestMagnitude(a, vector);
  const exponents = Array.from({ length: RAISED_BITS - 1 }, (_, t) => t + 1);
  const repeated = a.gather(largest, new Array<number>(exponents.length).fill(0));
  const below = await a.negative(a.add(repeated, a.publicVector(exponents.map((t) => -(1n << BigInt(t))))));
  // If the largest magnitude has k bits, the comparisons from k on are 1: their weights add up to
  // 2^(125 − k) − 1.
  const weights = a.publicVector(exponents.map((t) => 1n << BigInt(RAISED_BITS - 1 - t)));
  const [sum] = await a.reshare(a.dot(below, weights));
  const [raised] = await a.reshare(a.outer(a.addPublic(sum, 1n), a.concat([vector, largest])));
  return { vector: a.slice(raised, 0, vector.length), largest: a.slice(raised, vector.length, 1) };
}

/**
 * A positive multiple of the vector whose largest magnitude is in [2^88, 2^89]. Magnitudes must be
 * below 2^125.
 */
export async function level(a: Arithmetic, vector: Shares): Promise<Shares> {
  const [levelled] = await a.truncate(RAISED_BITS - LEVEL_BITS, a.addends((await raise(a, vector)).vector));
  return levelled;
}

/**
 * The vector divided by its largest magnitude, with `DIRECTION_BITS`: the entry of largest
 * magnitude becomes 1 or −1, and a vector of zeros stays zeros. Magnitudes must be below 2^125.
 * About 42 + 3·log2(length) rounds.
 */
export async function directionOf(a: Arithmetic, vector: Shares): Promise<Shares> {
  const raised = await raise(a, vector);
  const [short] = await a.truncate(RAISED_BITS - DIRECTION_BITS, a.addends(a.concat([raised.vector, raised.largest])));
  const [coarse] = await a.truncate(DIRECTION_BITS - FRACTION_BITS, a.addends(a.slice(short, vector.length, 1)));
  const [factor] = await a.truncate(RECIPROCAL_BITS - FRACTION_BITS, a.addends(await a.reciprocal(coarse)));
  let [near] = await a.truncate(FRACTION_BITS, a.outer(factor, short));
  // The reciprocal is correct to 37 bits, and so is the largest entry over itself, which should be
  // 1. What it lacks corrects all entries; each step doubles the correct bits.
  for (let step = 0; step < 2; step++) {
    const lack = a.addPublic(a.negate(a.slice(near, vector.length, 1)), 1n << BigInt(DIRECTION_BITS));
    const [long] = await a.truncate(FRACTION_BITS, a.outer(lack, near));
    const [change] = await a.truncate(DIRECTION_BITS - FRACTION_BITS, a.addends(long));
    near = a.add(near, change);
  }
  return a.slice(near, 0, vector.length);
}
