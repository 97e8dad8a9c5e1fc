// From fixed-point numbers to integers of the round's grid, exactly. No coin decides the rounding,
// so every epoch opens the same numbers, and what nodes 0 and 1 know of a truncation's coin
// (client/crypto/sharing/truncate.ts) tells them nothing about the digits after the last place.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";

/**
 * Fractional bits of numbers in units of the grid; what was cut off before is below 2^−40 of a
 * unit.
 */
export const UNIT_BITS = 40;
/**
 * Added before the fraction is dropped: (√5 − 1)/2. One half would do as well for most numbers, but
 * some lie midway between two integers, where far smaller errors would decide. No quotient of small
 * numbers comes near this cut: p/q differs from it by 1/(3q²) or more.
 */
export const CUT = 679_535_556_991n;

/** ⌊x / 2^bits⌋, exactly, for 1 ≤ bits ≤ 64 and magnitudes below 2^126. 5 rounds. */
export async function floorOf(a: Arithmetic, x: Shares, bits: number): Promise<Shares> {
  const [near] = await a.truncate(bits, a.addends(x));
  const rest = a.subtract(x, a.scale(near, 1n << BigInt(bits)));
  // If it was rounded up, it is one too large and the rest is negative.
  return a.subtract(near, await a.negative(rest));
}

/**
 * The values (`bits` fractional bits, more than 40) times 10^decimals, plus the cut, with
 * `UNIT_BITS`: what `onGrid` rounds down. Below 2^125 in magnitude, as are the values. 7 rounds.
 */
export async function beforeRounding(a: Arithmetic, values: Shares, bits: number, decimals: number): Promise<Shares> {
  const cut = bits - UNIT_BITS;
  const scale = 10n ** BigInt(decimals);
  const high = await floorOf(a, values, cut);
  const low = a.subtract(values, a.scale(high, 1n << BigInt(cut)));
  const [carried] = await a.truncate(cut, a.addends(a.scale(low, scale)));
  return a.addPublic(a.add(a.scale(high, scale), carried), CUT);
}

/**
 * Integers near the values (`bits` fractional bits, more than 40) times 10^decimals: at most 0.62
 * away, and the same in each epoch unless a number is as near to the cut as its own error. Results
 * must be below 2^80, values below 2^125. 12 rounds.
 */
export async function onGrid(a: Arithmetic, values: Shares, bits: number, decimals: number): Promise<Shares> {
  return floorOf(a, await beforeRounding(a, values, bits, decimals), UNIT_BITS);
}
