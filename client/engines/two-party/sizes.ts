// Who is Alice and who is Bob in a round of two, and what they bring, as it follows from the public
// sizes.
import { ProtocolError } from "../../errors.ts";
import type { PublicRound } from "../../round/public-round.ts";
import { partyCount } from "../../round/shape.ts";

/** Counts of one party's rows. */
export interface RowCounts {
  readonly inequalities: number;
  readonly equalities: number;
  /** Both together: the paper's m₁ or m₂. */
  readonly rows: number;
}

export interface TwoPartySizes {
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
}

function countsOf(round: PublicRound, party: number): RowCounts {
  const inequalities = round.inequalities[party]!;
  const equalities = round.equalities[party]!;
  return { inequalities, equalities, rows: inequalities + equalities };
}

/** Throws ProtocolError `RoundUnsuitable`. */
export function twoPartySizes(round: PublicRound): TwoPartySizes {
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
  };
}
