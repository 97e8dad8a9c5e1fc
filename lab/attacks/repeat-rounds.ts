/**
 * Repeat rounds, against published rows BA of the same party in two rounds with different data
 * (`mangasarian`, `li`, and any engine whose messages span the row space).
 *
 * Attacker: whoever reads both. B is new in each round, but the row space is not: the rank of both
 * stacked, less the rank of the first, counts the rows of the second round that those of the first
 * do not span, that is, the changed ones. The same count tells which of two candidate programs was
 * published: the rows of that one add nothing.
 */
import { rankOf } from "../../client/math/echelon.ts";
import type { Matrix } from "../../client/math/matrix.ts";
import { type Random, randomBelow } from "../../client/math/random.ts";

/**
 * How many rows of `later` are new. Both matrices have the same columns; include the right-hand
 * side to see changes in it.
 */
export function changedRows(earlier: Matrix, later: Matrix): number {
  return rankOf([...earlier, ...later]) - rankOf(earlier);
}

/**
 * Index of the candidate whose rows fit best into the space of what was published; `random` decides
 * ties.
 */
export function publishedCandidate(published: Matrix, candidates: readonly Matrix[], random: Random): number {
  const growth = candidates.map((candidate) => changedRows(published, candidate));
  const least = Math.min(...growth);
  const best = growth.flatMap((value, index) => (value === least ? [index] : []));
  return best[Number(randomBelow(random, BigInt(best.length)))]!;
}
