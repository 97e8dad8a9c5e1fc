// The program of a node: equalities out, pivots until none is left, outcome. All three nodes run it in step.
import type { Shares } from "../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../crypto/sharing/arithmetic.ts";
import type { Random } from "../../math/random.ts";
import type { PublicRound } from "../engine.ts";
import { eliminate } from "./eliminate.ts";
import { iterate } from "./iterate.ts";
import { type Answer, openAnswer } from "./opening.ts";
import { perturb } from "./perturb.ts";
import { shapeOf } from "./shape.ts";
import { layoutOf, type Tableau } from "./tableau.ts";

/** Past 10(m + n) + 100 iterations the run ends without an answer. */
function iterationLimit(rows: number, columns: number): number {
  return 10 * (rows + columns) + 100;
}

export interface Solved {
  readonly answer: Answer;
  readonly iterations: number;
}

/** Brings the first tableau to its first iteration. */
export async function prepareTableau(
  a: Arithmetic,
  round: PublicRound,
  tableau: Tableau,
  random: Random,
): Promise<void> {
  const layout = layoutOf(shapeOf(round));
  a.phase("equalities");
  for (let row = layout.inequalities; row < layout.rows; row++) await eliminate(a, layout, tableau, row);
  await perturb(a, layout, tableau, random.fork("perturbation"));
}

/**
 * Runs from iteration `first` to the end. `inputs`: per party, in the layout of input.ts. `random` is known to all nodes and the same at every restart. `between` runs before every
 * iteration, which is where a node may be stopped and restarted.
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
  const layout = layoutOf(shapeOf(round));
  const limit = iterationLimit(layout.rows, layout.columns);
  for (let iteration = first; iteration < limit; iteration++) {
    await between(iteration);
    const ending = await iterate(a, layout, tableau, random.fork(`iteration/${iteration}`));
    if (ending !== null) return { answer: await openAnswer(a, round, inputs, tableau, ending), iterations: iteration };
  }
  return { answer: { kind: "none" }, iterations: limit };
}
