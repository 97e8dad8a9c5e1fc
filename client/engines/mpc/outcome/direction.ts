// A secret vector without its length: divided, on shares, by its largest magnitude. What opens of
// it then is a function of its direction alone, up to rounding. The length that the arithmetic
// happens to give a vector would reveal, for instance, the power of two that a party divided a row
// by. Every entry opens with the same number of digits, however small it is beside the largest:
// where rows or variables are in units many powers of ten apart, so are their entries.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import { FRACTION_BITS, RECIPROCAL_BITS } from "../simplex/fixed-point.ts";
import { magnitudesOf } from "../simplex/magnitudes.ts";
import { floating, keysOf, MANTISSA_BITS } from "./floating.ts";

/** Fractional bits of the mantissas that open. */
export const DIRECTION_BITS = 72;
/** Their error at most, in units in the last place, as far as the vector is exact. */
export const DIRECTION_ERROR = 2n;
/** Fractional bits of quotients of mantissas, which are correct to 16 units in the last place. */
export const QUOTIENT_BITS = 80;
/** Half a unit of the last place that opens. */
const HALF_UNIT = 1n << BigInt(QUOTIENT_BITS - DIRECTION_BITS - 1);
/** More than any two keys of numbers other than 0 differ by. */
const BELOW_ALL = 1n << 72n;
/**
 * Bits of the largest entry of a levelled vector, so that it can still be multiplied by powers of
 * two up to 2^36.
 */
export const LEVEL_BITS = MANTISSA_BITS - 36;

/** A vector over its largest magnitude: each entry is mantissa / 2^exponent. */
export interface Direction {
  /** With `DIRECTION_BITS`: magnitudes in [1, 2], or 0. */
  readonly mantissas: Shares;
  /** 0 for the largest entry and for entries of 0; never negative. */
  readonly exponents: Shares;
}

export async function largestMagnitude(a: Arithmetic, vector: Shares): Promise<Shares> {
  const { key } = await a.argmin(a.negate(await magnitudesOf(a, vector)));
  return a.negate(key);
}

/**
 * The power of two that brings the largest magnitude, other than 0 and below 2^bits, to so many
 * bits. 5 rounds and those of a tournament.
 */
export async function raiseTo(a: Arithmetic, bits: number, vector: Shares): Promise<Shares> {
  const largest = await largestMagnitude(a, vector);
  const exponents = Array.from({ length: bits - 1 }, (_, t) => t + 1);
  const repeated = a.repeat(largest, exponents.length);
  const below = await a.negative(a.add(repeated, a.publicVector(exponents.map((t) => -(1n << BigInt(t))))));
  // If the largest magnitude has k bits, the comparisons from k on are 1: their weights add up to
  // 2^(bits − k) − 1.
  const weights = a.publicVector(exponents.map((t) => 1n << BigInt(bits - 1 - t)));
  const [sum] = await a.reshare(a.dot(below, weights));
  return a.addPublic(sum, 1n);
}

/**
 * A positive multiple of the vector whose largest magnitude is in [2^88, 2^89]. Magnitudes must be
 * below 2^125. About 16 rounds and those of a tournament.
 */
export async function level(a: Arithmetic, vector: Shares): Promise<Shares> {
  const [raised] = await a.reshare(a.outer(await raiseTo(a, MANTISSA_BITS, vector), vector));
  const [levelled] = await a.truncate(MANTISSA_BITS - LEVEL_BITS, a.addends(raised));
  return levelled;
}

/** All of `numerators`, below 2, over one number in [1, 2); `QUOTIENT_BITS` throughout. */
export async function quotients(a: Arithmetic, numerators: Shares, divisor: Shares): Promise<Shares> {
  const count = numerators.length;
  const [coarse] = await a.truncate(QUOTIENT_BITS - FRACTION_BITS, a.addends(divisor));
  const [factor] = await a.truncate(RECIPROCAL_BITS - FRACTION_BITS, a.addends(await a.reciprocal(coarse)));
  let [near] = await a.truncate(FRACTION_BITS, a.outer(factor, a.concat([numerators, divisor])));
  // The reciprocal is correct to 37 bits, and so is the divisor over itself, which should be 1.
  // What it lacks corrects all quotients; each step doubles the correct bits.
  for (let step = 0; step < 2; step++) {
    const lack = a.addPublic(a.negate(a.slice(near, count, 1)), 1n << BigInt(QUOTIENT_BITS));
    const [long] = await a.truncate(FRACTION_BITS, a.outer(lack, near));
    const [change] = await a.truncate(QUOTIENT_BITS - FRACTION_BITS, a.addends(long));
    near = a.add(near, change);
  }
  return a.slice(near, 0, count);
}

/**
 * The vector with entry i multiplied by `factors`[i], a power of two below 2^125, and then divided
 * by the largest magnitude. Magnitudes of the vector must be below 2^125, and one of them at least
 * `least`; those below `least` count as 0. About 90 rounds and those of a tournament.
 */
export async function directionOf(
  a: Arithmetic,
  { vector, least }: { readonly vector: Shares; readonly least: bigint },
  factors: Shares,
): Promise<Direction> {
  const count = vector.length;
  const { bits: negative, products: below } = await a.negativeTimes(vector, vector);
  const magnitudes = a.subtract(vector, a.scale(below, 2n));
  const { bits: isZero, products: dropped } = await a.negativeTimes(a.addPublic(magnitudes, -least), magnitudes);
  const both = await floating(a, a.concat([a.subtract(magnitudes, dropped), factors]));
  const mantissas = a.slice(both.mantissa, 0, count);
  const sizes = a.negate(a.add(a.slice(both.shift, 0, count), a.slice(both.shift, count, count)));

  const [short] = await a.truncate(MANTISSA_BITS - 1 - QUOTIENT_BITS, a.addends(mantissas));
  const keys = a.subtract(await keysOf(a, mantissas, sizes), a.scale(isZero, BELOW_ALL));
  const largest = await a.argmin(a.negate(keys), a.concat([short, sizes]));
  const [divisor, size] = [a.slice(largest.payload, 0, 1), a.slice(largest.payload, 1, 1)];

  // Half a unit is added, so that no error decides on which side of 1 a quotient of 1 is.
  const notZero = a.addPublic(a.negate(isZero), 1n);
  const rounded = a.add(await quotients(a, short, divisor), a.scale(notZero, HALF_UNIT));
  const { bits: belowOne, products: again } = await a.negativeTimes(
    a.addPublic(rounded, -(1n << BigInt(QUOTIENT_BITS))),
    rounded,
  );
  const distance = a.add(a.subtract(a.repeat(size, count), sizes), belowOne);
  const sign = a.addPublic(a.scale(negative, -2n), 1n);
  const [found] = await a.truncate(QUOTIENT_BITS - DIRECTION_BITS, a.addends(a.add(rounded, again)));
  const [whole, exponents] = await a.reshare(a.product(found, notZero), a.product(distance, notZero));
  const [signed] = await a.reshare(a.product(whole, sign));
  return { mantissas: signed, exponents };
}
