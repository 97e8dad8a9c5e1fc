// Whether a point is above the round's upper bounds, and by how many powers of ten. However far
// above it is, no number of the test overflows: a point that no certificate can hold must be told
// from a run whose numbers are wrong. Of such a point nothing opens but, for each column, whether
// it is above its bound and the powers of ten that it exceeds.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import type { PublicRound } from "../../../round/public-round.ts";
import { magnitudesOf } from "../simplex/magnitudes.ts";
import { openBits } from "../simplex/open-bits.ts";
import { floating, keyAbove, keysOf, MANTISSA_BITS } from "./floating.ts";
import { REFINED_BITS } from "./refine.ts";

/** Values in the user's units reach 10^38 at most: 2^45 scaled, times 2^80. */
const MOST_DIGITS = 38;

/**
 * Keys (floating.ts) of the magnitudes of `scaled`, with `REFINED_BITS`, times `factors`, powers of
 * two. 33 rounds.
 */
export async function sizesOf(a: Arithmetic, scaled: Shares, factors: Shares): Promise<Shares> {
  const count = scaled.length;
  const { mantissa, shift } = await floating(a, a.concat([await magnitudesOf(a, scaled), factors]));
  const exponents = a.addPublic(
    a.negate(a.add(a.slice(shift, 0, count), a.slice(shift, count, count))),
    BigInt(2 * (MANTISSA_BITS - 1) - REFINED_BITS),
  );
  return keysOf(a, a.slice(mantissa, 0, count), exponents);
}

/** Bits: 1 where the size is above `key`. 3 rounds. */
function largerThanKey(a: Arithmetic, sizes: Shares, key: bigint): Promise<Shares> {
  return a.negative(a.addPublic(a.negate(sizes), key));
}

/** Bits: 1 where the size is above `limit`. 3 rounds. */
export function largerThan(a: Arithmetic, sizes: Shares, limit: bigint): Promise<Shares> {
  return largerThanKey(a, sizes, keyAbove(limit, 1n));
}

/** The exponent of the least power of ten above a positive integer. */
function exponentBeyond(bound: bigint): number {
  return bound.toString().length;
}

/** The column's key above 10^exponent, at 10^δ. */
function thresholdOf(exponent: number, { decimals }: PublicRound): bigint {
  return keyAbove(10n ** BigInt(exponent), 10n ** BigInt(decimals.solution));
}

/** How far above its bounds a point is. */
export interface Excess {
  /** Not 0 in each column that is above its bound, else 0. */
  readonly above: Shares;
  /** `sizesOf` the columns. */
  readonly sizes: Shares;
}

/**
 * The exponents of `Answer` on shares, where nothing opens of them. About 170 rounds.
 */
export async function exponentsOf(a: Arithmetic, round: PublicRound, { above, sizes }: Excess): Promise<Shares> {
  const lowest = round.bounds.map(exponentBeyond);
  const result = a.publicVector(lowest.map(BigInt));
  for (let exponent = Math.min(...lowest); exponent < MOST_DIGITS + round.decimals.solution; exponent++) {
    const mark = a.mark();
    const columns = lowest.flatMap((least, j) => (least <= exponent ? [j] : []));
    const exceeded = await largerThanKey(a, a.gather(sizes, columns), thresholdOf(exponent, round));
    a.scatter(result, columns, a.add(a.gather(result, columns), exceeded));
    a.release(mark);
  }
  const [exponents] = await a.reshare(a.product(result, await a.negative(a.negate(above))));
  return exponents;
}

/** Opens how far above its bounds a point is: the exponents of `Answer`. */
export async function openExponents(a: Arithmetic, round: PublicRound, { above, sizes }: Excess): Promise<bigint[]> {
  const { bounds, decimals } = round;
  const columns = (await openBits(a, above)).flatMap((is, j) => (is ? [j] : []));
  const result = bounds.map(() => 0n);
  if (columns.length === 0) return result;
  const lowest = Math.min(...columns.map((j) => exponentBeyond(bounds[j]!)));
  const highest = MOST_DIGITS + decimals.solution;
  const exponents = Array.from({ length: highest - lowest }, (_, k) => lowest + k);
  const thresholds = exponents.map((k) => thresholdOf(k, round));
  const repeated = a.tile(a.gather(sizes, columns), exponents.length);
  const limits = a.publicVector(thresholds.flatMap((threshold) => columns.map(() => threshold)));
  const exceeded = await openBits(a, await a.negative(a.subtract(limits, repeated)));
  for (const [c, j] of columns.entries()) {
    const passed = exponents.filter((_, k) => exceeded[k * columns.length + c]).length;
    result[j] = BigInt(Math.max(exponentBeyond(bounds[j]!), lowest + passed));
  }
  return result;
}
