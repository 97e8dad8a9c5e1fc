// Q = Q₁ + Q₂ for the owner and the representative.
//
// Departure from the paper: Q₁ is uniform over [0, MONOMIAL_LIMIT·2^64) and Q₂ = Q − Q₁ over the
// integers, with no condition on signs (the paper's Q₁, Q₂ > 0 with Q₁ + Q₂ = Q would reveal a
// bound on every entry, and all zeros of Q). Each share alone is within 2^−64 per entry of a
// distribution that does not depend on Q. A share uniform modulo M would be as good, but would make
// exponents half as long again, and X* = Q₁Y* + Q₂Y* would have to be unwrapped.
import { type Matrix, mapMatrix, multiply } from "../../../math/matrix.ts";
import { createRandom, randomBelow } from "../../../math/random.ts";
import { assertMonomial } from "../monomial.ts";
import { balance, residues } from "../residues.ts";
import { type ConsortiumShape, MONOMIAL_LIMIT } from "../shape.ts";

/** Q₁'s entries are in [0, SHARE_LIMIT). */
export const SHARE_LIMIT = MONOMIAL_LIMIT << 64n;
/** Magnitudes in Q₂ are below this. */
export const SHARE_MAGNITUDE = SHARE_LIMIT + MONOMIAL_LIMIT;

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

/** Representative: (BA′Q₁ + r) + BA′Q₂ modulo M. */
export function completeProduct(shape: ConsortiumShape, opened: Matrix, x: Matrix, second: Matrix): bigint[][] {
  const own = multiply(x, second, shape.variables);
  return residues(
    mapMatrix(opened, (value, i, j) => value + own[i]![j]!),
    shape,
  );
}

/** Owner: BA′Q from (BA′Q + r) modulo M, exact. `masks` is r, m′ × n. */
export function unmaskProduct(shape: ConsortiumShape, total: Matrix, masks: Matrix): bigint[][] {
  return balance(
    mapMatrix(total, (value, i, j) => value - masks[i]![j]!),
    shape,
  );
}
