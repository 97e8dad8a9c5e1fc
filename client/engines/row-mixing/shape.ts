// The public shape of a round with mixed rows, and bounds on what is published.
//
// Columns of the published problem: the n variables, then a slack for each inequality, party by
// party. An equality has no slack. Every party mixes its rows into k = m new ones: the papers
// require k ≥ m, and more rows would only add equations that follow from the others.
import { ProtocolError } from "../../errors.ts";
import { INTEGER_LIMIT } from "../../lp/model/normal.ts";
import type { PublicRound } from "../../round/public-round.ts";
import { partyCount } from "../../round/shape.ts";

/**
 * Largest magnitude of an entry of B. A square integer matrix with m independent rows of entries
 * uniform in [−2^63, 2^63] is singular with probability at most m/2^64, whatever the other entries:
 * its determinant is a polynomial of degree m that is not zero (Schwartz and Zippel).
 */
export const MIX_LIMIT = 1n << 63n;
/** Largest slack coefficient, in units of the coefficients' 10^κ. */
const SLACK_LIMIT = 1024n;

/** Counts of one party's rows, and the place of its slack columns. */
export interface PartyShape {
  readonly party: number;
  readonly inequalities: number;
  /** Inequalities and equalities: the papers' m_i. */
  readonly rows: number;
  /** Index of its first slack among all columns. */
  readonly firstSlack: number;
}

export interface MixingShape {
  readonly round: PublicRound;
  readonly parties: readonly PartyShape[];
  /** Party that owns the objective; it publishes c and solves. */
  readonly owner: number;
  /** m = k. */
  readonly rows: number;
  /** n. */
  readonly variables: number;
  /** n plus the slacks. */
  readonly width: number;
  /** Slack coefficients are uniform in 1..slackLimit. */
  readonly slackLimit: bigint;
}

/** Throws ProtocolError `RoundUnsuitable`. */
export function mixingShape(round: PublicRound): MixingShape {
  if (partyCount(round) < 2 || round.columns < 1 || round.objectiveOwner >= partyCount(round))
    throw new ProtocolError(
      "RoundUnsuitable",
      "mixing rows needs two parties or more, one of which owns the objective",
    );
  let width = round.columns;
  const parties = round.inequalities.map((inequalities, party): PartyShape => {
    const firstSlack = width;
    width += inequalities;
    return { party, inequalities, rows: inequalities + round.equalities[party]!, firstSlack };
  });
  const owner = round.objectiveOwner;
  if (parties.every(({ party, rows }) => party === owner || rows === 0))
    throw new ProtocolError(
      "RoundUnsuitable",
      `only party ${owner} has rows and it owns the objective: it can solve alone`,
    );
  return {
    round,
    parties,
    owner,
    rows: parties.reduce((sum, { rows }) => sum + rows, 0),
    variables: round.columns,
    width,
    slackLimit: SLACK_LIMIT * 10n ** BigInt(round.decimals.coefficient),
  };
}

/** Strict bound on the entries of B_·i A_i and B_·i b_i. */
export function productLimit({ rows }: PartyShape): bigint {
  return BigInt(rows) * MIX_LIMIT * INTEGER_LIMIT;
}

/** Strict bound on the entries of B_·i D_i. */
export function slackProductLimit({ slackLimit }: MixingShape): bigint {
  return MIX_LIMIT * slackLimit + 1n;
}

/** Parties that publish at the start: those with rows, and the owner. */
export function publishersOf({ parties, owner }: MixingShape): readonly PartyShape[] {
  return parties.filter(({ party, rows }) => rows > 0 || party === owner);
}

/** Parties that confirm at the end that the solution meets their rows. */
export function confirmersOf({ parties }: MixingShape): readonly PartyShape[] {
  return parties.filter(({ rows }) => rows > 0);
}
