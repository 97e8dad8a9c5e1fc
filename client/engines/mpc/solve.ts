// The steps of a node: eliminate the equalities, pivot, open the outcome. All nodes run them in
// lockstep. Nothing opens on the way but few bits at public places (plan.ts): at the end of each
// bucket of iterations, whether the run is over; after an attempt, whether the last basis gives an
// answer that holds against the data. Where it does not, three further attempts continue from the
// last basis with more digits (sharpen.ts); if they fail too, the run starts again from the data,
// with other random numbers, other units of rows and columns (units-of-lines.ts) and more frequent
// corrections of rounding errors (refresh.ts), and continues three times again. The run ends
// without an answer when all of this has failed, or earlier if no more bits may open
// (opened-bits.ts). Where the first attempt has taken most of them, the last one is kept for the
// end of all attempts.
import type { Random } from "../../math/random.ts";
import type { SharedProgram } from "./input/shared-program.ts";
import { OpenedBits, type Opening, type Place, type Question } from "./opened-bits.ts";
import type { Cause } from "./outcome/answer.ts";
import { answerHolds, isOutOfRange, type Judged, judgeAnswer, type Opened, openAnswer } from "./outcome/opening.ts";
import { type Attempt, PLAN, positionsPerAttempt, refreshIsDue } from "./plan.ts";
import { drawWeights, eliminate } from "./simplex/eliminate.ts";
import { byEntries, firstTableau } from "./simplex/first-tableau.ts";
import { iterate } from "./simplex/iterate.ts";
import { openBits } from "./simplex/open-bits.ts";
import { perturb } from "./simplex/perturb.ts";
import { basisOf, refresh } from "./simplex/refresh.ts";
import { sharpen } from "./simplex/sharpen.ts";
import type { Tableau } from "./simplex/tableau.ts";

/** The phase, for meters, in which a bit says whether the run is over. */
export const DONE = "done";

export interface Solved extends Opened {
  /** Of the last attempt: to the end of a bucket. Public. */
  readonly iterations: number;
  /** How many bits have opened in the round before the outcome. */
  readonly bits: number;
}

/** Eliminates the equalities and perturbs: brings the first tableau to its first iteration. */
export async function prepareTableau(tableau: Tableau, random: Random): Promise<void> {
  const { arithmetic, layout } = tableau;
  arithmetic.phase("equalities");
  const weights = drawWeights(random.fork("weights"), layout.columns);
  for (let row = layout.inequalities; row < layout.rows; row++) await eliminate(tableau, row, weights);
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
  tableau.become(await firstTableau(program, byEntries(random.fork("units"))));
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
  /** The position (plan.ts) of the tableau. */
  readonly first?: number;
  /** The bits that have opened before; the same at all nodes. */
  readonly bits?: OpenedBits;
  /**
   * Runs before every iteration, and before and after each opening: the points at which a node may
   * be stopped and restarted.
   */
  readonly between?: (position: number, opens: boolean) => Promise<void>;
  /** Opens the answer, after the bit that says that there is one; by default as it is. */
  readonly open?: (judged: Judged) => Promise<Opened>;
}

async function beginAttempt(program: SharedProgram, tableau: Tableau, attempt: Attempt, random: Random): Promise<void> {
  if ("exponent" in attempt) await sharpen(tableau, attempt.exponent, random);
  else await restart(program, tableau, random);
}

/** An attempt that has begun. */
interface Running {
  readonly attempt: Attempt;
  readonly random: Random;
  /** Runs before an iteration. */
  readonly before: (iteration: number) => Promise<void>;
  /** The bit after `iteration` iterations; null if no more may open. */
  readonly ask: (iteration: number, question: Question, open: Opening["open"]) => Promise<boolean | null>;
}

interface Pivoted {
  readonly iterations: number;
  /** No more bits may open. */
  readonly spent: boolean;
}

/** Iterates to the end of the bucket in which the run is over, or of the last one. */
async function pivot(tableau: Tableau, running: Running, first: number): Promise<Pivoted> {
  const { attempt, random, before, ask } = running;
  const { arithmetic: a, layout } = tableau;
  const ends = attempt.ends(layout);
  for (let iteration = first; ; iteration++) {
    await before(iteration);
    if (iteration === ends.at(-1)) return { iterations: iteration, spent: false };
    if (ends.includes(iteration)) {
      const done = await ask(iteration, "done", async () => {
        a.phase(DONE);
        return (await openBits(a, tableau.ended.over))[0]!;
      });
      if (done !== false) return { iterations: iteration, spent: done === null };
    }
    if (refreshIsDue(attempt, iteration, layout)) await takeBackErrors(tableau);
    await iterate(tableau, random.fork(`iteration/${iteration}`));
  }
}

/** Runs to the answer, `none` if no attempt has one or the bits are spent. */
export async function runIterations(program: SharedProgram, tableau: Tableau, course: Course): Promise<Solved> {
  const { random, first = 0, bits = new OpenedBits(), between = async () => {}, open = openAnswer } = course;
  const { arithmetic: a } = program;
  const each = positionsPerAttempt(tableau.layout);
  const openAt = (place: Place, open: Opening["open"]) =>
    bits.ask(place, { open, store: () => between(place.position, true) });
  let iteration = first % each;
  const none = (cause: Cause): Solved => ({ answer: { kind: "none", cause }, iterations: iteration, bits: bits.count });
  for (let k = Math.floor(first / each); k < PLAN.length; k++) {
    const own = randomOf(random, k);
    const running: Running = {
      ...{ attempt: PLAN[k]!, random: own, before: (at) => between(k * each + at, false) },
      ask: (at, question, open) => openAt({ position: k * each + at, question }, open),
    };
    if (k * each > first) {
      iteration = 0;
      await beginAttempt(program, tableau, running.attempt, own);
    }
    const { iterations: last, spent } = await pivot(tableau, running, iteration);
    iteration = last;
    if (spent) return none("bits");
    // An attempt that has found the right basis stays there, so that the last bit can wait.
    const isLastAttempt = k === PLAN.length - 1;
    const waits = !isLastAttempt && bits.isLast({ position: k * each + last, question: "holds" });
    if (!running.attempt.tested || waits) continue;
    const mark = a.mark();
    let judged: Judged | undefined;
    const judge = async () => (judged ??= await judgeAnswer(program, tableau, random.fork("rounding")));
    const holds = await running.ask(last, "holds", async () => answerHolds(await judge()));
    if (holds === null) return none("bits");
    if (holds) return { ...(await open(await judge())), iterations: last, bits: bits.count };
    if (isLastAttempt) {
      const outOfRange = await running.ask(last, "reason", async () => isOutOfRange(await judge()));
      return none(outOfRange === true ? "multipliers" : "precision");
    }
    a.release(mark);
  }
  return none("precision");
}
