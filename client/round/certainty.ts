// How precise a settled outcome is, in the user's units and sense (docs/certificate.md, "Where the
// true optimum lies").
import type { PublicProgram } from "../lp/joint/program.ts";
import type { Model } from "../lp/model/model.ts";
import { add, type Decimal, formatDecimal, formatScaled, subtract, ZERO } from "../math/decimal.ts";
import { endsOf, type Scales } from "./ends.ts";
import type { Verdict } from "./verdict.ts";

/** An end is null where the certificate implies none. */
export interface Interval {
  readonly lower: string | null;
  readonly upper: string | null;
}

/** Numbers are exact decimal strings. */
export interface Certainty {
  /**
   * Where the true optimum within the upper bounds lies, without any condition: [f̂ − gap, f̂] for
   * a minimum, [f̂, f̂ + gap] for a maximum. If rows are missed, the end at f̂ is null: the optimum
   * may be worse by any amount, or there may be none. Null unless optimal.
   */
  readonly interval: Interval | null;
  /**
   * Where an end is null: the value that replaces it if every missed row has a true price within
   * one unit of the last place of its accepted price, which nothing proves. Else null.
   */
  readonly endAtPrices: string | null;
  /** The largest amount by which a row is violated, in that row's units; null when infeasible. */
  readonly largestResidual: string | null;
}

/**
 * The certainty of a settled outcome, for the company of `model`. The interval includes the
 * constant of the model's objective.
 */
export function certaintyOf(
  model: Pick<Model, "objective">,
  { sense }: Pick<PublicProgram, "sense">,
  round: Scales,
  recorded: Verdict,
): Certainty {
  const { kind, maxResidual } = recorded;
  const point = round.decimals.coefficient + round.decimals.solution;
  const largestResidual = kind === "infeasible" ? null : formatScaled(maxResidual, point);
  if (kind !== "optimal" || sense === null) return { interval: null, endAtPrices: null, largestResidual };
  const own = (end: Decimal | null): string | null => {
    if (end === null) return null;
    const inSense = sense === "max" ? subtract(ZERO, end) : end;
    return formatDecimal(add(inSense, model.objective?.constant ?? ZERO));
  };
  const ends = endsOf(round, recorded);
  const [least, most] = [own(ends.least), own(ends.most)];
  const interval = sense === "max" ? { lower: most, upper: least } : { lower: least, upper: most };
  return { interval, endAtPrices: own(ends.mostAtPrices), largestResidual };
}

/** Sentences for people: what is proven, and what holds at the accepted prices only. */
export function optimumInWords({ interval, endAtPrices }: Certainty): string[] {
  if (interval === null) return [];
  const { lower, upper } = interval;
  if (lower !== null && upper !== null)
    return [`The true optimum within the upper bounds lies in [${lower}, ${upper}].`];
  const [proven, assumed] = lower === null ? [`most ${upper}`, "least"] : [`least ${lower}`, "most"];
  return [
    `The true optimum within the upper bounds is at ${proven}.`,
    `Since rows are missed, no other end is proven: it is at ${assumed} ${endAtPrices} if the accepted prices of these rows are right to their last digit.`,
  ];
}

/** Lines for people: where the optimum lies, and how closely the rows are met. */
export function certaintyLines(certainty: Certainty): string[] {
  const { largestResidual } = certainty;
  return [
    ...optimumInWords(certainty),
    ...(largestResidual === null ? [] : [`The largest residual of a row is ${largestResidual}.`]),
  ];
}
