// From fixed-point numbers to integers of the round's grid, exactly: no rounding coin decides, so
// that each epoch opens the same, and what nodes 0 and 1 know of a truncation's coin
// (client/crypto/sharing/truncate.ts) tells them nothing of the digits behind the last place.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";

/**
 * Fractional bits with which numbers come to the grid's unit: what is cut off before is below 2^−40
 * of it.
 */
const UNIT_BITS = 40;
/**
 * Added before the fraction goes: (√5 − 1)/2. A half would do as well for most numbers, but some
 * lie right between two integers, where errors far below would decide. Here a fraction decides that
 * no quotient of small numbers comes near: p/q differs from it by 1/(3q²) or more.
 */
const CUT = 679_535_556_991n;

/** ⌊x / 2^bits⌋, exactly; 1 ≤ bits ≤ 64, magnitudes below 2^126. 5 rounds. */
export async function floorOf(a: Arithmetic, x: Shares, bits: number): Promise<Shares> {
  const [near] = await a.truncate(bits, a.addends(x));
  const rest = a.subtract(x, a.scale(near, 1n << BigInt(bits)));
  // Rounded up, it is one too large, and the rest negative.
  return a.subtract(near, await a.negative(rest));
}

/**
 * Numbers with `bits` fractional bits, above 40, times 10^decimals, as integers near them: at most
 * 0.62 off, and the same each time but where a number comes as near to the cut as its own error.
 * Results are below 2^80, numbers below 2^125. 12 rounds.
 */
export async function onGrid(a: Arithmetic, values: Shares, bits: number, decimals: number): Promise<Shares> {
  const cut = bits - UNIT_BITS;
  const scale = 10n ** BigInt(decimals);
  const high = await floorOf(a, values, cut);
  const low = a.subtract(values, a.scale(high, 1n << BigInt(cut)));
  const [carried] = await a.truncate(cut, a.addends(a.scale(low, scale)));
  return floorOf(a, a.addPublic(a.add(a.scale(high, scale), carried), CUT), UNIT_BITS);
}
