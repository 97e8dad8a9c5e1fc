// The program of a node: equalities out, pivots until none is left, outcome. All three nodes run it in step. Every so often, at public points, the
// tableau's rounding errors are taken back (refresh.ts). Where the tableau's end does not hold against the data, nothing of it has opened but its kind
// and one bit, and the run starts again from the data, with other random numbers and with errors taken back more often.
import type { Shares } from "../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../crypto/sharing/arithmetic.ts";
import type { Random } from "../../math/random.ts";
import type { PublicRound } from "../../round/public-round.ts";
import { eliminate } from "./eliminate.ts";
import { iterate } from "./iterate.ts";
import { placesOf } from "./labels.ts";
import { type Answer, openAnswer } from "./opening.ts";
import { perturb } from "./perturb.ts";
import { refresh, signedData } from "./refresh.ts";
import { firstTableau } from "./setup.ts";
import { jointShape } from "./shape.ts";
import { type Layout, layoutOf, type Tableau } from "./tableau.ts";

/** Per attempt, how many iterations there are from one refresh to the next. */
const REFRESH_INTERVALS = [32, 2] as const;
export const ATTEMPTS = REFRESH_INTERVALS.length;

/** Iterations of an attempt at most, and what the numbers of two attempts' iterations are apart; past the last attempt's the run has no answer. */
export function iterationLimit({ rows, columns }: Layout): number {
  return 10 * (rows + columns) + 100;
}

export interface Solved {
  readonly answer: Answer;
  /** Of the last attempt. */
  readonly iterations: number;
}

/** Brings the first tableau to its first iteration. */
export async function prepareTableau(
  a: Arithmetic,
  round: PublicRound,
  tableau: Tableau,
  random: Random,
): Promise<void> {
  const layout = layoutOf(jointShape(round));
  a.phase("equalities");
  for (let row = layout.inequalities; row < layout.rows; row++) await eliminate(a, layout, tableau, row);
  await perturb(a, layout, tableau, random.fork("perturbation"));
}

/** Attempts after the first have random numbers of their own. */
function randomOf(random: Random, attempt: number): Random {
  return attempt === 0 ? random : random.fork(`attempt/${attempt}`);
}

async function restart(
  a: Arithmetic,
  round: PublicRound,
  inputs: readonly Shares[],
  tableau: Tableau,
  random: Random,
): Promise<void> {
  a.phase("setup");
  const mark = a.mark();
  const fresh = await firstTableau(a, round, inputs);
  for (const part of Object.keys(fresh) as (keyof Tableau)[]) a.copyInto(tableau[part], fresh[part]);
  a.release(mark);
  await prepareTableau(a, round, tableau, random);
}

async function takeBackErrors(a: Arithmetic, layout: Layout, tableau: Tableau): Promise<void> {
  a.phase("refresh");
  const mark = a.mark();
  await refresh(a, layout, tableau, await placesOf(a, layout, tableau), await signedData(a, layout, tableau));
  a.release(mark);
}

/**
 * Runs from iteration number `first` to the end; attempt k starts at number k times the limit. `inputs`: per party, in the layout of input.ts.
 * `random` is known to all nodes and the same at every restart. `between` runs before every iteration, which is where a node may be stopped and
 * restarted.
 */
export async function runIterations(
  a: Arithmetic,
  round: PublicRound,
  inputs: readonly Shares[],
  tableau: Tableau,
  random: Random,
  first: number,
  between: (iteration: number) => Promise<void>,
): Promise<Solved> {
  const layout = layoutOf(jointShape(round));
  const limit = iterationLimit(layout);
  let iteration = first % limit;
  for (let attempt = Math.floor(first / limit); attempt < ATTEMPTS; attempt++) {
    const own = randomOf(random, attempt);
    if (attempt * limit > first) {
      iteration = 0;
      await restart(a, round, inputs, tableau, own);
    }
    for (; iteration < limit; iteration++) {
      await between(attempt * limit + iteration);
      if (iteration % REFRESH_INTERVALS[attempt]! === 0 && (iteration > 0 || layout.inequalities < layout.rows))
        await takeBackErrors(a, layout, tableau);
      const ending = await iterate(a, layout, tableau, own.fork(`iteration/${iteration}`));
      if (ending === null) continue;
      const answer = await openAnswer(a, round, inputs, tableau, ending);
      if (answer !== null) return { answer, iterations: iteration };
      break;
    }
  }
  return { answer: { kind: "none" }, iterations: iteration };
}
