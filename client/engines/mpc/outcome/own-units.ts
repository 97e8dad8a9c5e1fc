// Multipliers of the scaled rows, converted to the rows' own units: each is multiplied by a secret
// power of two, which can be far above or below 1. A factor is applied in three steps, so that no
// product exceeds 128 bits and no small factor cuts off digits that a large one would bring back.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import { HALF_EXPONENT } from "../input/words.ts";
import { floorOf } from "./grid.ts";
import { beyond } from "./verify.ts";

/** Fractional bits of multipliers, in scaled and in own units. */
export const UNIT_BITS = 70;
/** A multiplier of a scaled row is below 2^20, and one in own units below 2^55. */
export const MULTIPLIER_EXPONENT = 55;
/** Bits that the range check drops. */
const RANGE_BITS = 40;
/** Factors are shared as 2^72 times themselves, which must stay below this. */
const MOST_FACTOR = 1n << 126n;
/** Up to this, with `UNIT_BITS`, a multiplier counts as 0 where its factor is too large. */
const NOTHING = 1n << 30n;

/** What a row's multiplier is multiplied by: 2^(power of the costs − exponent of the row). */
export interface Factor {
  /** 2^(36 − h) for both halves h of each row's exponent (words.ts). */
  readonly halves: readonly [Shares, Shares];
  /** 2^γ, one word. */
  readonly power: Shares;
}

/** Three factors whose product is that of a row. */
interface Steps {
  /** 2^36 times a factor of at most 1. */
  readonly first: Shares;
  readonly second: Shares;
  /** A factor of at least 1. */
  readonly third: Shares;
  /** Bits: 1 where the factor is too large for the steps. */
  readonly tooLarge: Shares;
}

async function stepsOf(a: Arithmetic, { halves, power }: Factor): Promise<Steps> {
  const one = 1n << BigInt(HALF_EXPONENT);
  const [unit] = await a.reshare(a.product(halves[0], halves[1]));
  // A power of two beyond 2^127 is 0 modulo 2^128.
  const [factor] = await a.reshare(a.outer(power, unit));
  const count = factor.length;
  const bits = await a.negative(
    a.concat([
      a.addPublic(factor, -1n),
      a.addPublic(a.negate(factor), MOST_FACTOR - 1n),
      a.addPublic(factor, -one * one),
      a.addPublic(factor, -one),
    ]),
  );
  const [vanished, above, belowOne, belowHalf] = [0, 1, 2, 3].map((k) => a.slice(bits, k * count, count)) as [
    Shares,
    Shares,
    Shares,
    Shares,
  ];
  const shifted = await floorOf(a, factor, HALF_EXPONENT);
  const whole = await floorOf(a, shifted, HALF_EXPONENT);
  const [third, middle, low] = await a.reshare(
    a.product(a.addPublic(a.negate(belowOne), 1n), a.addPublic(whole, -1n)),
    a.product(a.subtract(belowOne, belowHalf), a.addPublic(shifted, -one)),
    a.product(belowHalf, a.addPublic(factor, -one)),
  );
  return {
    first: a.addPublic(a.subtract(middle, a.scale(belowHalf, one - 1n)), one),
    second: a.addPublic(low, one),
    third: a.addPublic(third, 1n),
    tooLarge: a.add(vanished, above),
  };
}

/**
 * Multipliers in own units, and bits that are 1 where one is not below `limit`, an integer. Both
 * with `UNIT_BITS`. About 25 rounds.
 */
export async function inOwnUnits(
  a: Arithmetic,
  multipliers: Shares,
  factor: Factor,
  limit: bigint,
): Promise<{ readonly values: Shares; readonly outOfRange: Shares }> {
  const { first, second, third, tooLarge } = await stepsOf(a, factor);
  const [partly] = await a.truncate(HALF_EXPONENT, a.product(multipliers, first));
  const [reduced] = await a.truncate(HALF_EXPONENT, a.product(partly, second));
  const [short] = await a.truncate(RANGE_BITS, a.addends(reduced));
  const [values, rough, lost] = await a.reshare(
    a.product(reduced, third),
    a.product(short, third),
    a.product(multipliers, tooLarge),
  );
  const outOfRange = a.concat([
    await beyond(a, rough, limit << BigInt(UNIT_BITS - RANGE_BITS)),
    await beyond(a, lost, NOTHING),
  ]);
  return { values, outOfRange };
}
