// The public shape of a multi-party round: each party's role, the numbering of rows and columns in
// the joint system, and the modulus. All of it follows from the public round, so the numbers of
// artificial rows and slacks are given by public rules.
//
// Rows of the joint system: holder by holder, m′_i real and artificial rows each, in an order that
// only the holder knows. Columns: the n variables; t slacks, holder by holder, again in an order
// that only the holder knows; the right-hand side.
import { ProtocolError } from "../../errors.ts";
import { INTEGER_LIMIT } from "../../lp/model/normal.ts";
import { primeAbove } from "../../math/primes.ts";
import type { PublicRound } from "../../round/public-round.ts";
import { partyCount } from "../../round/shape.ts";
import { COMBINED_LIMIT } from "./artificial.ts";

/** Largest entry of a B_·i (the paper draws from [0, 1]; ours are integers). */
export const MIXING_LIMIT = 1024n;
/** Largest entry of Q. */
export const MONOMIAL_LIMIT = 1024n;
/** Slack columns for each inequality: the paper requires more than one. */
export const SLACKS_PER_INEQUALITY = 2;
/** Seeds of masks and shares. */
export const SEED_BYTES = 32;

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

export interface ConsortiumShape {
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
  /** Every λ_i is drawn from [lambdaLeast, 2·lambdaLeast). */
  readonly lambdaLeast: bigint;
  /** M, a prime above 2·max|BA′Q| and twice every entry of [BA′ BM′ Bb′]. */
  readonly modulus: bigint;
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

/**
 * λ_i ≥ MIXING_LIMIT·m′ exceeds every sum of m′ − 1 entries of B. In each row of B + ΛE, with Λ the
 * diagonal of the λ_i of the holders of the rows, the diagonal entry is at least λ_i and the others
 * are entries of B: so B + ΛE is strictly diagonally dominant by rows and hence invertible, whether
 * or not the λ_i are the same. The paper's λ ≥ n + t is not enough in general (docs/design.md,
 * section 4). M depends on counts and on the round's 72-bit limit only. Throws ProtocolError
 * `RoundUnsuitable`.
 */
export function consortiumShape(round: PublicRound): ConsortiumShape {
  const owner = round.objectiveOwner;
  if (partyCount(round) < 3 || round.columns < 1 || owner < 0 || owner >= partyCount(round))
    throw unsuitable("the multi-party engine needs at least two holders of rows and one owner of the objective");
  if (round.inequalities[owner]! + round.equalities[owner]! > 0)
    throw unsuitable(`party ${owner} owns the objective and must have no rows: let another party hold them`);
  const holders = holdersOf(round);
  const rows = holders.reduce((sum, holder) => sum + holder.rows, 0);
  const slacks = holders.reduce((sum, holder) => sum + holder.slacks, 0);
  const lambdaLeast = MIXING_LIMIT * BigInt(rows);
  const entry = (MIXING_LIMIT * BigInt(rows) + 2n * lambdaLeast) * COMBINED_LIMIT * INTEGER_LIMIT;
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
    lambdaLeast,
    modulus: primeAbove(2n * entry * MONOMIAL_LIMIT),
  };
}
