// What the lab reports of one attack on one recorded run.
import { ConcordatError } from "../../client/errors.ts";
import { type Score, successInterval } from "../attacks/score.ts";

/** How exactly a recovered item is known. */
export type Precision =
  | "exact"
  /** Rows up to a positive factor, which a constraint does not need: the half-space is known. */
  | "up to a factor"
  /** Rows up to factors, order and unit of the variables unknown. */
  | "up to column order and scale"
  /** A number of rows, no row. */
  | "counts"
  /** A guess between two, many times. */
  | "guess";

/** Who attacks what, before it is measured. */
export interface Attack {
  readonly engine: string;
  readonly problem: string;
  readonly attack: string;
  readonly attacker: string;
  /**
   * False when several parties collude, or when the attacker sees what the engine does not show it.
   */
  readonly alone: boolean;
  /** What `total` counts: "rows of the others", "costs", … */
  readonly target: string;
  readonly precision: Precision;
  /** True where a countermeasure is in place and the attack must fail. */
  readonly control: boolean;
}

export type Verdict =
  | "broken"
  | "partly broken"
  | "leaks shape"
  | "leaks counts"
  | "told apart"
  /** Better than half, but a coin could do as well: more plays would decide. */
  | "unclear"
  | "guessing level"
  | "nothing found";

export interface Result extends Attack, Score {
  /** recovered / total */
  readonly share: number;
  /** 95% confidence interval of the share of right guesses; null where items are counted. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** Duration of the attack, without the recorded run. */
  readonly seconds: number;
  readonly verdict: Verdict;
  /** Code of the error that ended the attack, which then recovered nothing; else null. */
  readonly error: string | null;
}

/** An engine counts as broken if at least this share of the target is recovered. */
const BROKEN = 0.9;
/**
 * Candidates count as told apart if a coin would guess as well with a smaller probability than
 * this.
 */
const CHANCE = 0.001;

/** Probability that a fair coin is right at least `recovered` times out of `total`. */
function chanceOf({ recovered, total }: Score): number {
  let term = 0.5 ** total;
  let sum = 0;
  for (let right = total; right >= recovered; right--) {
    sum += term;
    term = (term * right) / (total - right + 1);
  }
  return sum;
}

export function verdictOf({ precision }: Pick<Attack, "precision">, score: Score): Verdict {
  const share = score.recovered / score.total;
  if (precision === "guess") {
    if (chanceOf(score) < CHANCE) return "told apart";
    return successInterval(score).low > 0.5 ? "unclear" : "guessing level";
  }
  if (share === 0) return "nothing found";
  if (precision === "counts") return "leaks counts";
  if (precision === "up to column order and scale") return "leaks shape";
  return share >= BROKEN ? "broken" : "partly broken";
}

/**
 * Times `attempt`, then scores what it returned. An attack that ends in a ConcordatError recovered
 * nothing of `total`; any other error is a bug and is passed on.
 */
export async function measureAttack<Found>(
  attack: Attack,
  attempt: () => Found | Promise<Found>,
  score: (found: Found) => Score,
  total: number,
): Promise<Result> {
  const start = performance.now();
  let error: string | null = null;
  let result: Score = { recovered: 0, total };
  let seconds = 0;
  try {
    const found = await attempt();
    seconds = (performance.now() - start) / 1000;
    result = score(found);
  } catch (thrown) {
    if (!(thrown instanceof ConcordatError)) throw thrown;
    seconds = (performance.now() - start) / 1000;
    error = thrown.code;
  }
  return {
    ...attack,
    ...result,
    share: result.total === 0 ? 0 : result.recovered / result.total,
    interval: attack.precision === "guess" ? successInterval(result) : null,
    seconds,
    verdict: verdictOf(attack, result),
    error,
  };
}
