// Q and its two shares. Q is monomial with positive entries. The paper asks that Q⁻¹ be positive
// and draws Q with positive entries, but only a monomial matrix and its inverse are both
// non-negative, and with any other Q "optimal" answers may be infeasible (Bednarz, Bean and Roughan
// 2009; docs/design.md, section 4).
//
// Departure from the paper: Q₁ is uniform over [0, MONOMIAL_LIMIT·2^64) and Q₂ = Q − Q₁ over the
// integers, with no condition on signs (the paper's Q₁, Q₂ > 0 with Q₁ + Q₂ = Q would reveal a
// bound on every entry, and all zeros of Q). Each share alone is within 2^−64 per entry of a
// distribution that does not depend on Q. A share uniform modulo M would be as good, but would make
// exponents half as long again, and X* = Q₁Y* + Q₂Y* would have to be unwrapped.
import { ConcordatError } from "../../errors.ts";
import { type Matrix, mapMatrix } from "../../math/matrix.ts";
import { randomPermutation } from "../../math/permutation.ts";
import { createRandom, type Random, randomBelow, randomBetween } from "../../math/random.ts";
import { MONOMIAL_LIMIT } from "./shape.ts";

/** Q₁'s entries are in [0, SHARE_LIMIT). */
export const SHARE_LIMIT = MONOMIAL_LIMIT << 64n;
export const SEED_BYTES = 32;

/** A uniform permutation with uniform scales in [1, MONOMIAL_LIMIT], n × n. */
export function drawMonomial(size: number, random: Random): bigint[][] {
  const rows = Array.from({ length: size }, () => new Array<bigint>(size).fill(0n));
  for (const [column, row] of randomPermutation(size, random).entries())
    rows[row]![column] = randomBetween(random, 1n, MONOMIAL_LIMIT);
  return rows;
}

/**
 * Throws ConcordatError `NotMonomial` unless `q` has one entry in [1, MONOMIAL_LIMIT] per row and
 * column and zeros elsewhere.
 */
export function assertMonomial(q: Matrix): void {
  const used = new Set<number>();
  for (const [i, row] of q.entries()) {
    const filled = row.flatMap((value, j) => (value === 0n ? [] : [j]));
    const [column] = filled;
    const value = column === undefined ? 0n : row[column]!;
    if (row.length !== q.length || filled.length !== 1 || value < 1n || value > MONOMIAL_LIMIT || used.has(column!))
      throw new ConcordatError(
        "NotMonomial",
        `row ${i} of Q is not that of a monomial matrix with entries from 1 to ${MONOMIAL_LIMIT}; draw another`,
      );
    used.add(column!);
  }
}

/** Q₁ from its seed. */
export function firstShare(seed: Uint8Array, size: number): bigint[][] {
  const random = createRandom(seed);
  return Array.from({ length: size }, () => Array.from({ length: size }, () => randomBelow(random, SHARE_LIMIT)));
}

/**
 * Q₂ = Q − Q₁; magnitudes below SHARE_LIMIT + MONOMIAL_LIMIT. Throws ConcordatError `NotMonomial`.
 */
export function secondShare(q: Matrix, first: Matrix): bigint[][] {
  assertMonomial(q);
  return mapMatrix(q, (value, i, j) => value - first[i]![j]!);
}
