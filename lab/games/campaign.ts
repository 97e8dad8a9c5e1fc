// Many rounds of one consortium, in which some of the data move.
import type { IntegerRows, PartyRows } from "../../client/lp/model/normal.ts";
import { type Random, randomBetween } from "../../client/math/random.ts";
import type { Dealt } from "./problems.ts";
import { type Settled, settle } from "./settled.ts";

/** Smallest and largest factor by which a number moves, in hundredths. */
const [LEAST, MOST] = [20n, 180n];

/** What moves from round to round. */
export type Moves =
  /** Costs, and the right-hand sides of all inequalities but those of party 0. */
  | "all but party 0"
  /** The right-hand sides of all inequalities. */
  | "right-hand sides";

/**
 * `count` rounds that have an optimum, each moved from the same data; rounds without one are left
 * out. Throws as `settle`.
 */
export async function playCampaign(dealt: Dealt, moves: Moves, count: number, random: Random): Promise<Settled[]> {
  const settled: Settled[] = [];
  for (let index = 0; settled.length < count; index++) {
    const round = await settle(moved(dealt, moves, random.fork(`round ${index}`)));
    if (round !== null) settled.push(round);
  }
  return settled;
}

function moved(dealt: Dealt, moves: Moves, random: Random): Dealt {
  const move = (value: bigint) => (value * randomBetween(random, LEAST, MOST)) / 100n;
  const moveSides = (rows: IntegerRows): IntegerRows => ({ ...rows, rhs: rows.rhs.map(move) });
  const costsMove = moves === "all but party 0";
  const parties = dealt.parties.map(
    (rows, party): PartyRows => ({
      ...rows,
      inequalities: costsMove && party === 0 ? rows.inequalities : moveSides(rows.inequalities),
      objective: costsMove && rows.objective !== null ? rows.objective.map(move) : rows.objective,
    }),
  );
  return { ...dealt, parties };
}
