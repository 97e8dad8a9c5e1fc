// The public shape of a two-party round: each party's role, the numbering of rows and columns, and
// the modulus.
//
// Rows: Alice's inequalities, Alice's equalities, Bob's inequalities, Bob's equalities. Columns:
// the n variables, a slack for each inequality of Alice, a slack for each inequality of Bob. The
// paper has inequalities only; an equality simply has no slack column. Everything is at scale 10^κ,
// the paper's slack identity included, so slacks are in the user's units, like the variables.
import { ProtocolError } from "../../errors.ts";
import { INTEGER_LIMIT } from "../../lp/model/normal.ts";
import type { Matrix } from "../../math/matrix.ts";
import { primeAbove } from "../../math/primes.ts";
import type { PublicRound } from "../../round/public-round.ts";
import { partyCount } from "../../round/shape.ts";

/** Largest magnitude of an entry of K and largest entry of Q (the paper's example draws 1..10). */
export const MASK_LIMIT = 1024n;

/** Counts of one party's rows. */
export interface RowCounts {
  readonly inequalities: number;
  readonly equalities: number;
  /** Both together: the paper's m₁ or m₂. */
  readonly rows: number;
}

export interface TwoPartyShape {
  readonly round: PublicRound;
  /** Party index of Alice, who has no objective, and of Bob, its owner. */
  readonly alice: number;
  readonly bob: number;
  readonly aliceRows: RowCounts;
  readonly bobRows: RowCounts;
  /** m = m₁ + m₂. */
  readonly rows: number;
  /** n. */
  readonly variables: number;
  /** Columns of N: n plus the slacks. */
  readonly width: number;
  /** 10^κ: the entry of the slack identity. */
  readonly unit: bigint;
  /** M, a prime above 2·max|N̂| and 2·max|b̂|. */
  readonly modulus: bigint;
}

function countsOf(round: PublicRound, party: number): RowCounts {
  const inequalities = round.inequalities[party]!;
  const equalities = round.equalities[party]!;
  return { inequalities, equalities, rows: inequalities + equalities };
}

/**
 * M depends on the number of rows and the round's 72-bit limit only, so agreeing on it reveals
 * nothing about the data: |N̂|, |b̂| ≤ m · MASK_LIMIT · 2^72 · MASK_LIMIT. Throws ProtocolError
 * `RoundUnsuitable`.
 */
export function twoPartyShape(round: PublicRound): TwoPartyShape {
  const bob = round.objectiveOwner;
  if (partyCount(round) !== 2 || (bob !== 0 && bob !== 1) || round.columns < 1)
    throw new ProtocolError(
      "RoundUnsuitable",
      "the two-party engine needs two parties, one of which owns the objective",
    );
  const alice = 1 - bob;
  const aliceRows = countsOf(round, alice);
  const bobRows = countsOf(round, bob);
  if (aliceRows.rows < 1)
    throw new ProtocolError(
      "RoundUnsuitable",
      `party ${alice} has no rows: the owner of the objective can solve alone`,
    );
  const rows = aliceRows.rows + bobRows.rows;
  return {
    round,
    alice,
    bob,
    aliceRows,
    bobRows,
    rows,
    variables: round.columns,
    width: round.columns + aliceRows.inequalities + bobRows.inequalities,
    unit: 10n ** BigInt(round.decimals.coefficient),
    modulus: primeAbove(2n * BigInt(rows) * MASK_LIMIT * MASK_LIMIT * INTEGER_LIMIT),
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
