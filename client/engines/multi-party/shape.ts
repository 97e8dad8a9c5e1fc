// The public shape of a multi-party round: each party's role, the numbering of rows and columns in
// the joint system, and the modulus. All of it follows from the public round, so the numbers of
// artificial rows and slacks are given by public rules.
//
// Rows of the joint system: holder by holder, m′_i real and artificial rows each, in an order that
// only the holder knows. Columns: the n variables; t slacks, holder by holder, again in an order
// that only the holder knows; the right-hand side.
import { INTEGER_LIMIT } from "../../lp/model/normal.ts";
import { primeAbove } from "../../math/primes.ts";
import type { PublicRound } from "../../round/public-round.ts";
import { COMBINED_LIMIT } from "./artificial.ts";
import { type ConsortiumSizes, consortiumSizes } from "./sizes.ts";

/** Largest entry of a B_·i (the paper draws from [0, 1]; ours are integers). */
export const MIXING_LIMIT = 1024n;
/** Largest entry of Q. */
export const MONOMIAL_LIMIT = 1024n;
/** Seeds of masks and shares. */
export const SEED_BYTES = 32;

export interface ConsortiumShape extends ConsortiumSizes {
  /** Every λ_i is drawn from [lambdaLeast, 2·lambdaLeast). */
  readonly lambdaLeast: bigint;
  /** M, a prime above 2·max|BA′Q| and twice every entry of [BA′ BM′ Bb′]. */
  readonly modulus: bigint;
}

/**
 * λ_i ≥ MIXING_LIMIT·m′ exceeds every sum of m′ − 1 entries of B. In each row of B + ΛE, with Λ the
 * diagonal of the λ_i of the holders of the rows, the diagonal entry is at least λ_i and the others
 * are entries of B: so B + ΛE is strictly diagonally dominant by rows and hence invertible, whether
 * or not the λ_i are the same. The paper's λ ≥ n + t is not enough in general (docs/design.md,
 * section 4). M depends on counts and on the round's 72-bit limit only. Throws ProtocolError
 * `RoundUnsuitable`.
 */
export function consortiumShape(round: PublicRound): ConsortiumShape {
  const sizes = consortiumSizes(round);
  const rows = BigInt(sizes.rows);
  const lambdaLeast = MIXING_LIMIT * rows;
  const entry = (MIXING_LIMIT * rows + 2n * lambdaLeast) * COMBINED_LIMIT * INTEGER_LIMIT;
  return { ...sizes, lambdaLeast, modulus: primeAbove(2n * entry * MONOMIAL_LIMIT) };
}
