// The steps of a node: eliminate the equalities, pivot until the run is over, open the outcome. All
// three nodes run them in lockstep. At fixed, public iterations the tableau's rounding errors are
// corrected (refresh.ts). If the final tableau fails the check against the data, only its kind and
// one bit have opened, and the run starts again from the data, with other random numbers and more
// frequent corrections.
import type { Random } from "../../math/random.ts";
import type { SharedProgram } from "./input/shared-program.ts";
import { type Answer, openAnswer } from "./outcome/opening.ts";
import { eliminate } from "./simplex/eliminate.ts";
import { firstTableau } from "./simplex/first-tableau.ts";
import { iterate } from "./simplex/iterate.ts";
import { perturb } from "./simplex/perturb.ts";
import { basisOf, refresh } from "./simplex/refresh.ts";
import type { Layout, Tableau } from "./simplex/tableau.ts";

/** For each attempt, the number of iterations from one refresh to the next. */
const REFRESH_INTERVALS = [32, 2] as const;
export const ATTEMPTS = REFRESH_INTERVALS.length;

/**
 * The most iterations of one attempt. Attempt k numbers its iterations from k times this limit; a
 * run that exceeds the limit in its last attempt has no answer.
 */
function iterationLimit({ rows, columns }: Layout): number {
  return 10 * (rows + columns) + 100;
}

export interface Solved {
  readonly answer: Answer;
  /** Of the last attempt. */
  readonly iterations: number;
}

/** Eliminates the equalities and perturbs: brings the first tableau to its first iteration. */
export async function prepareTableau(tableau: Tableau, random: Random): Promise<void> {
  const { arithmetic, layout } = tableau;
  arithmetic.phase("equalities");
  for (let row = layout.inequalities; row < layout.rows; row++) await eliminate(tableau, row);
  await perturb(tableau, random.fork("perturbation"));
}

/** Every attempt after the first has its own random numbers. */
function randomOf(random: Random, attempt: number): Random {
  return attempt === 0 ? random : random.fork(`attempt/${attempt}`);
}

async function restart(program: SharedProgram, tableau: Tableau, random: Random): Promise<void> {
  const { arithmetic: a } = program;
  a.phase("setup");
  const mark = a.mark();
  tableau.become(await firstTableau(program));
  a.release(mark);
  await prepareTableau(tableau, random);
}

async function takeBackErrors(tableau: Tableau): Promise<void> {
  const { arithmetic: a } = tableau;
  a.phase("refresh");
  const mark = a.mark();
  await refresh(await basisOf(tableau));
  a.release(mark);
}

/** Where a run starts, and what it does on the way. */
export interface Course {
  /** Known to all nodes, and the same at every restart. */
  readonly random: Random;
  /** Number of the first iteration; attempt k starts at k times the limit. */
  readonly first?: number;
  /** Runs before every iteration: the points at which a node may be stopped and restarted. */
  readonly between?: (iteration: number) => Promise<void>;
}

/** Runs to the answer, `none` if every attempt has failed. */
export async function runIterations(program: SharedProgram, tableau: Tableau, course: Course): Promise<Solved> {
  const { random, first = 0, between = async () => {} } = course;
  const { layout } = tableau;
  const limit = iterationLimit(layout);
  let iteration = first % limit;
  for (let attempt = Math.floor(first / limit); attempt < ATTEMPTS; attempt++) {
    const own = randomOf(random, attempt);
    if (attempt * limit > first) {
      iteration = 0;
      await restart(program, tableau, own);
    }
    for (; iteration < limit; iteration++) {
      await between(attempt * limit + iteration);
      if (iteration % REFRESH_INTERVALS[attempt]! === 0 && (iteration > 0 || layout.inequalities < layout.rows))
        await takeBackErrors(tableau);
      const ending = await iterate(tableau, own.fork(`iteration/${iteration}`));
      if (ending === null) continue;
      const answer = await openAnswer(program, tableau, ending);
      if (answer !== null) return { answer, iterations: iteration };
      break;
    }
  }
  return { answer: { kind: "none" }, iterations: iteration };
}
