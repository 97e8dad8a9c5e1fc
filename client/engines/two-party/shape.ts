// The public shape of a two-party round: each party's role, the numbering of rows and columns, and
// the modulus.
//
// Rows: Alice's inequalities, Alice's equalities, Bob's inequalities, Bob's equalities. Columns:
// the n variables, a slack for each inequality of Alice, a slack for each inequality of Bob. The
// paper has inequalities only; an equality simply has no slack column. Everything is at scale 10^κ,
// the paper's slack identity included, so slacks are in the user's units, like the variables.
import { INTEGER_LIMIT } from "../../lp/model/normal.ts";
import type { Matrix } from "../../math/matrix.ts";
import { primeAbove } from "../../math/primes.ts";
import type { PublicRound } from "../../round/public-round.ts";
import { type TwoPartySizes, twoPartySizes } from "./sizes.ts";

/** Largest magnitude of an entry of K and largest entry of Q (the paper's example draws 1..10). */
export const MASK_LIMIT = 1024n;

export interface TwoPartyShape extends TwoPartySizes {
  /** 10^κ: the entry of the slack identity. */
  readonly unit: bigint;
  /** M, a prime above 2·max|N̂| and 2·max|b̂|. */
  readonly modulus: bigint;
}

/**
 * M depends on the number of rows and the round's 72-bit limit only, so agreeing on it reveals
 * nothing about the data: |N̂|, |b̂| ≤ m · MASK_LIMIT · 2^72 · MASK_LIMIT. Throws ProtocolError
 * `RoundUnsuitable`.
 */
export function twoPartyShape(round: PublicRound): TwoPartyShape {
  const sizes = twoPartySizes(round);
  return {
    ...sizes,
    unit: 10n ** BigInt(round.decimals.coefficient),
    modulus: primeAbove(2n * BigInt(sizes.rows) * MASK_LIMIT * MASK_LIMIT * INTEGER_LIMIT),
  };
}

/**
 * Appends slack columns to a party's rows, `unit` on the diagonal of its own and zeros in the other
 * party's: the non-zero rows of N₁ or N₂.
 */
export function withSlacks(shape: TwoPartyShape, matrix: Matrix, party: number, unit: bigint): bigint[][] {
  const { variables, width, aliceRows, bobRows, alice } = shape;
  const first = variables + (party === alice ? 0 : aliceRows.inequalities);
  const slacks = party === alice ? aliceRows.inequalities : bobRows.inequalities;
  return matrix.map((row, i) => {
    const wide = [...row, ...new Array<bigint>(width - variables).fill(0n)];
    if (i < slacks) wide[first + i] = unit;
    return wide;
  });
}

/** Places a party's rows among all m rows, with zeros elsewhere: N₁ or N₂, b₁ or b₂. */
export function amongAllRows(shape: TwoPartyShape, matrix: Matrix, party: number, columns: number): bigint[][] {
  const zeros = (count: number) => Array.from({ length: count }, () => new Array<bigint>(columns).fill(0n));
  const own = matrix.map((row) => [...row]);
  return party === shape.alice ? [...own, ...zeros(shape.bobRows.rows)] : [...zeros(shape.aliceRows.rows), ...own];
}
