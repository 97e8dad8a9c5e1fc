// The steps of a node: eliminate the equalities, pivot until the run is over, open the outcome. All
// three nodes run them in lockstep. At fixed, public iterations the tableau's rounding errors are
// corrected (refresh.ts). If the final tableau fails the check against the data, only its kind, one
// bit and two bits on the reason have opened. Three further attempts then continue from the last
// basis with more digits (sharpen.ts); if they fail too, the run starts again from the data, with
// other random numbers, other scales of columns (units-of-columns.ts) and more frequent
// corrections, and continues three times again.
import type { Random } from "../../math/random.ts";
import type { SharedProgram } from "./input/shared-program.ts";
import { type Opened, openAnswer } from "./outcome/opening.ts";
import { eliminate } from "./simplex/eliminate.ts";
import { firstTableau } from "./simplex/first-tableau.ts";
import { iterate } from "./simplex/iterate.ts";
import { perturb } from "./simplex/perturb.ts";
import { basisOf, refresh } from "./simplex/refresh.ts";
import { sharpen } from "./simplex/sharpen.ts";
import type { Layout, Tableau } from "./simplex/tableau.ts";

/** How an attempt begins, and what it does on the way. */
type Attempt =
  /** From the data; the number of iterations from one refresh to the next. */
  | { readonly refreshEvery: number }
  /** From the last basis, with exact values times 2^`exponent` (sharpen.ts), and no refresh. */
  | { readonly exponent: number };

/** Iterations from one refresh to the next in the first attempt. */
export const REFRESH_INTERVAL = 32;
const SHARPENED: readonly Attempt[] = [28, 48, 48].map((exponent) => ({ exponent }));
const PLAN: readonly Attempt[] = [{ refreshEvery: REFRESH_INTERVAL }, ...SHARPENED, { refreshEvery: 2 }, ...SHARPENED];
export const ATTEMPTS = PLAN.length;

/**
 * The most iterations of an attempt from the data. Attempt k numbers its iterations from k times
 * this limit; a run that exceeds the limit in its last attempt has no answer.
 */
function iterationLimit({ rows, columns }: Layout): number {
  return 10 * (rows + columns) + 100;
}

/** A run from the last basis needs few pivots. */
function limitOf(attempt: Attempt, layout: Layout): number {
  return "exponent" in attempt ? layout.rows + layout.columns + 20 : iterationLimit(layout);
}

export interface Solved extends Pick<Opened, "answer" | "shares"> {
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
  tableau.become(await firstTableau(program, "variables"));
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

async function begin(program: SharedProgram, tableau: Tableau, attempt: Attempt, random: Random): Promise<void> {
  if ("exponent" in attempt) await sharpen(tableau, attempt.exponent, random);
  else await restart(program, tableau, random);
}

function refreshIsDue(attempt: Attempt, iteration: number, { inequalities, rows }: Layout): boolean {
  if ("exponent" in attempt || iteration % attempt.refreshEvery !== 0) return false;
  return iteration > 0 || inequalities < rows;
}

/** Runs to the answer, `none` with the last attempt's cause if every attempt has failed. */
export async function runIterations(program: SharedProgram, tableau: Tableau, course: Course): Promise<Solved> {
  const { random, first = 0, between = async () => {} } = course;
  const { arithmetic: a } = program;
  const { layout } = tableau;
  const limit = iterationLimit(layout);
  let iteration = first % limit;
  let opened: Opened = { answer: { kind: "none", cause: "precision" }, final: false };
  for (let k = Math.floor(first / limit); k < ATTEMPTS; k++) {
    const attempt = PLAN[k]!;
    const own = randomOf(random, k);
    if (k * limit > first) {
      iteration = 0;
      await begin(program, tableau, attempt, own);
    }
    for (; iteration < limitOf(attempt, layout); iteration++) {
      await between(k * limit + iteration);
      if (refreshIsDue(attempt, iteration, layout)) await takeBackErrors(tableau);
      const mark = a.mark();
      const ending = await iterate(tableau, own.fork(`iteration/${iteration}`));
      if (ending === null) continue;
      opened = await openAnswer(program, tableau, ending);
      if (opened.final) return { ...opened, iterations: iteration };
      a.release(mark);
      break;
    }
  }
  return { ...opened, iterations: iteration };
}
