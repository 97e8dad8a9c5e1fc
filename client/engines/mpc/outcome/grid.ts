// From secret numbers to integers of the round's grid, exactly: ⌊number · 10^decimals + cut⌋, where
// the cut is a number between 9/16 and 11/16 that the nodes draw from the seed of the run, the same
// in every epoch. No coin of a truncation decides it, so what nodes 0 and 1 know of coins
// (client/crypto/sharing/truncate.ts) tells them nothing about the digits after the last place, and
// every epoch opens the same numbers unless the refined ones, of 160 fractional bits, lie on both
// sides of an integer. If in two epochs they are within ε of the exact number, in units of the
// grid, this takes an exact number within ε of an integer once the cut is added. The cut has 77
// random bits and does not depend on the numbers, so the probability is below 16·ε + 2^−77 for
// each. Decision 53 has ε. And no cut is near 0 or 1/2, where numbers of few digits lie.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import { type Random, randomBelow } from "../../../math/random.ts";
import { LIMB_BITS, type Limbs } from "./limbs.ts";

/** Fractional bits of a cut: those of two limbs. */
export const CUT_BITS = 2 * LIMB_BITS;

/** Uniform in [9/16, 11/16), with `CUT_BITS`. */
export function drawCut(random: Random): bigint {
  const unit = 1n << BigInt(CUT_BITS - 4);
  return 9n * unit + randomBelow(random, 2n * unit);
}

/** ⌊x / 2^bits⌋, exactly, for 1 ≤ bits ≤ 64 and magnitudes below 2^126. 5 rounds. */
export async function floorOf(a: Arithmetic, x: Shares, bits: number): Promise<Shares> {
  const [near] = await a.truncate(bits, a.addends(x));
  const rest = a.subtract(x, a.scale(near, 1n << BigInt(bits)));
  // If it was rounded up, it is one too large and the rest is negative.
  return a.subtract(near, await a.negative(rest));
}

/** What the integers of a vector are. */
export interface Rounding {
  /** At most 21. */
  readonly decimals: number;
  readonly cut: bigint;
}

export interface Rounded {
  /**
   * Integers at most 11/16 from the numbers times 10^decimals: the floor above, but for an error of
   * 2^−80 of a unit and of 10^decimals·2^−120.
   */
  readonly values: Shares;
  /**
   * What they are the floor of: with `LIMB_BITS`, and without what of the cut is below (`cutOf`).
   */
  readonly fine: Shares;
}

/** A cut with `LIMB_BITS`. */
export function cutOf(cut: bigint): bigint {
  return cut >> BigInt(LIMB_BITS);
}

/** Numbers times 10^decimals must be below 2^85. 12 rounds. */
export async function onGrid(a: Arithmetic, numbers: Limbs, { decimals, cut }: Rounding): Promise<Rounded> {
  const scale = 10n ** BigInt(decimals);
  const [first, second, third] = numbers.map((limb) => a.scale(limb, scale)) as [Shares, Shares, Shares, Shares];
  const low = cut & ((1n << BigInt(LIMB_BITS)) - 1n);
  const [rounded] = await a.truncate(LIMB_BITS, a.addends(third));
  const carry = await floorOf(a, a.addPublic(a.add(second, rounded), low), LIMB_BITS);
  const fine = a.addPublic(a.add(first, carry), cutOf(cut));
  return { values: await floorOf(a, fine, LIMB_BITS), fine };
}
