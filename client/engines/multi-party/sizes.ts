// Who has which place among the holders of rows, and how many rows and slacks they bring, as it
// follows from the public sizes.
import { ProtocolError } from "../../errors.ts";
import type { PublicRound } from "../../round/public-round.ts";
import { partyCount } from "../../round/shape.ts";

/** Slack columns for each inequality: the paper requires more than one. */
export const SLACKS_PER_INEQUALITY = 2;

/** Number of artificial rows that a holder of `rows` real rows adds: half as many, at least one. */
function artificialRows(rows: number): number {
  return Math.ceil(rows / 2);
}

/** One holder's place in the joint system. */
export interface HolderShape {
  readonly party: number;
  /** Real rows. */
  readonly inequalities: number;
  readonly equalities: number;
  /** Artificial rows, all of them inequalities. */
  readonly artificial: number;
  /** m′_i: real and artificial rows. */
  readonly rows: number;
  readonly slacks: number;
  /** Index of its first row and first slack among all. */
  readonly firstRow: number;
  readonly firstSlack: number;
}

export interface ConsortiumSizes {
  readonly round: PublicRound;
  /** P1 of the paper's Algorithm 2: has the objective and no rows. */
  readonly owner: number;
  /** The row holders, in `plain` in the order of the ring; p ≥ 2. */
  readonly holders: readonly HolderShape[];
  /** The first: draws Q, in `plain` also λ. */
  readonly dealer: HolderShape;
  /** The last, the paper's P2: gets the total, in `masked` under a mask. */
  readonly representative: HolderShape;
  /** n. */
  readonly variables: number;
  /** m′. */
  readonly rows: number;
  /** t. */
  readonly slacks: number;
  /** n + t + 1. */
  readonly width: number;
}

function unsuitable(message: string): ProtocolError {
  return new ProtocolError("RoundUnsuitable", message);
}

function holdersOf(round: PublicRound): HolderShape[] {
  const holders: HolderShape[] = [];
  let firstRow = 0;
  let firstSlack = 0;
  for (let party = 0; party < partyCount(round); party++) {
    if (party === round.objectiveOwner) continue;
    const inequalities = round.inequalities[party]!;
    const equalities = round.equalities[party]!;
    const real = inequalities + equalities;
    if (real < 1) throw unsuitable(`party ${party} has neither rows nor the objective: leave it out of the round`);
    const artificial = artificialRows(real);
    const slacks = SLACKS_PER_INEQUALITY * (inequalities + artificial);
    holders.push({
      party,
      inequalities,
      equalities,
      artificial,
      rows: real + artificial,
      slacks,
      firstRow,
      firstSlack,
    });
    firstRow += real + artificial;
    firstSlack += slacks;
  }
  return holders;
}

/** Throws ProtocolError `RoundUnsuitable`. */
export function consortiumSizes(round: PublicRound): ConsortiumSizes {
  const owner = round.objectiveOwner;
  if (partyCount(round) < 3 || round.columns < 1 || owner < 0 || owner >= partyCount(round))
    throw unsuitable("the multi-party engine needs at least two holders of rows and one owner of the objective");
  if (round.inequalities[owner]! + round.equalities[owner]! > 0)
    throw unsuitable(`party ${owner} owns the objective and must have no rows: let another party hold them`);
  const holders = holdersOf(round);
  const rows = holders.reduce((sum, holder) => sum + holder.rows, 0);
  const slacks = holders.reduce((sum, holder) => sum + holder.slacks, 0);
  return {
    round,
    owner,
    holders,
    dealer: holders[0]!,
    representative: holders.at(-1)!,
    variables: round.columns,
    rows,
    slacks,
    width: round.columns + slacks + 1,
  };
}
