// Multipliers of the scaled rows, converted to the rows' own units: each is multiplied by a secret
// power of two, which can be far above or below 1. It is applied in three steps, so that no product
// exceeds 128 bits and no small factor cuts off digits that a large one would bring back.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import { DATA_BITS, HALF_EXPONENT } from "../input/words.ts";
import { floorOf } from "./grid.ts";
import { MOST_MULTIPLIER, MULTIPLIER_EXPONENT } from "./largest.ts";
import { LIMB_BITS, type Limbs, limbsOf, partsOf, type Refined, times } from "./limbs.ts";
import { beyond } from "./verify.ts";

/** Factors are shared as 2^72 times themselves. */
const MOST_FACTOR = 1n << BigInt(DATA_BITS + MULTIPLIER_EXPONENT);
/** Bits of a first limb that the range check drops. */
const RANGE_BITS = 16;
/** Up to this, with 80 fractional bits, a multiplier counts as 0 where its factor is too large. */
const COUNTS_AS_ZERO = 1n << 40n;

/** What a row's multiplier is multiplied by: 2^(power of the costs − exponent of the row). */
export interface Factor {
  /** 2^(72 − exponent), by row. */
  readonly units: Shares;
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

async function stepsOf(a: Arithmetic, { units, power }: Factor): Promise<Steps> {
  const one = 1n << BigInt(HALF_EXPONENT);
  // A power of two beyond 2^127 is 0 modulo 2^128.
  const [factor] = await a.reshare(a.outer(power, units));
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
 * Multipliers in own units, from those of the scaled rows; and bits that are 1 where one is not
 * below `limit`, an integer from 2^32 to 2^53. About 60 rounds.
 */
export async function inOwnUnits(
  a: Arithmetic,
  multipliers: Refined,
  factor: Factor,
  limit: bigint,
): Promise<{ readonly values: Limbs; readonly outOfRange: Shares }> {
  const { first, second, third, tooLarge } = await stepsOf(a, factor);
  const partly = await partsOf(a, await limbsOf(a, multipliers), first);
  const reduced = await partsOf(a, partly, second);
  const values = await times(a, reduced, third);
  const [short] = await a.truncate(RANGE_BITS, a.addends(reduced[0]));
  const [rough, lost] = await a.reshare(a.product(short, third), a.product(multipliers.coarse, tooLarge));
  const outOfRange = a.concat([
    await beyond(a, values[0], limit << BigInt(LIMB_BITS)),
    // The first limb wraps around from 2^87 on. This is below 2^122, and off by 2^29 at most.
    await beyond(a, rough, (2n * MOST_MULTIPLIER) << BigInt(LIMB_BITS - RANGE_BITS)),
    await beyond(a, lost, COUNTS_AS_ZERO),
  ]);
  return { values, outOfRange };
}
