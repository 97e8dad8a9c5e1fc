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

/** Bits: 1 where the size is above `limit`. 3 rounds. */
export function largerThan(a: Arithmetic, sizes: Shares, limit: bigint): Promise<Shares> {
  return a.negative(a.addPublic(a.negate(sizes), keyAbove(limit, 1n)));
}

/** The exponent of the least power of ten above a positive integer. */
function exponentBeyond(bound: bigint): number {
  return bound.toString().length;
}

/**
 * Opens how far above its bounds a point is: the exponents of `Answer`. `above`: not 0 where it is
 * above, else 0, for each column.
 */
export async function openExponents(
  a: Arithmetic,
  { bounds, decimals }: PublicRound,
  { above, sizes }: { readonly above: Shares; readonly sizes: Shares },
): Promise<bigint[]> {
  const columns = (await openBits(a, above)).flatMap((is, j) => (is ? [j] : []));
  const result = bounds.map(() => 0n);
  if (columns.length === 0) return result;
  const lowest = Math.min(...columns.map((j) => exponentBeyond(bounds[j]!)));
  const highest = MOST_DIGITS + decimals.solution;
  const exponents = Array.from({ length: highest - lowest }, (_, k) => lowest + k);
  const thresholds = exponents.map((k) => keyAbove(10n ** BigInt(k), 10n ** BigInt(decimals.solution)));
  const repeated = a.concat(exponents.map(() => a.gather(sizes, columns)));
  const limits = a.publicVector(thresholds.flatMap((threshold) => columns.map(() => threshold)));
  const exceeded = await openBits(a, await a.negative(a.subtract(limits, repeated)));
  for (const [c, j] of columns.entries()) {
    const passed = exponents.filter((_, k) => exceeded[k * columns.length + c]).length;
    result[j] = BigInt(Math.max(exponentBeyond(bounds[j]!), lowest + passed));
  }
  return result;
}
