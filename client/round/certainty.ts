// How sure a settled outcome is, in the user's units and sense (docs/certificate.md, "Where the
// true optimum lies").
import type { PublicProgram } from "../lp/joint/program.ts";
import type { Model } from "../lp/model/model.ts";
import type { Decimals } from "../lp/model/normal.ts";
import { add, type Decimal, formatDecimal, formatScaled, fromScaled, subtract, ZERO } from "../math/decimal.ts";
import type { Verdict } from "./verdict.ts";

/** Exact decimal text. */
export interface Certainty {
  /**
   * Where the true optimum lies: [f̂ − gap, f̂ + violation] of a minimum, [f̂ − violation, f̂ +
   * gap] of a maximum. The end beyond which nothing better is possible holds without a condition,
   * the other one at the accepted prices. Null unless optimal.
   */
  readonly interval: { readonly lower: string; readonly upper: string } | null;
  /** By how much a row is missed at the most, in that row's units; null when infeasible. */
  readonly largestResidual: string | null;
}

/** The owner's interval includes its constant, as its objective does. */
export function certaintyOf(
  model: Pick<Model, "objective">,
  { sense }: Pick<PublicProgram, "sense">,
  { coefficient, solution, multiplier }: Decimals,
  recorded: Verdict,
): Certainty {
  const { kind, maxResidual } = recorded;
  const point = coefficient + solution;
  const largestResidual = kind === "infeasible" ? null : formatScaled(maxResidual, point);
  if (kind !== "optimal" || sense === null) return { interval: null, largestResidual };
  const money = (value: bigint): Decimal => fromScaled(value, point + multiplier);
  const objective = fromScaled(recorded.objective, point);
  const ends = [subtract(objective, money(recorded.gap)), add(objective, money(recorded.violation))];
  const own = sense === "max" ? ends.reverse().map((end) => subtract(ZERO, end)) : ends;
  const [lower, upper] = own.map((end) => formatDecimal(add(end, model.objective?.constant ?? ZERO)));
  return { interval: { lower: lower!, upper: upper! }, largestResidual };
}

/**
 * The one end is proven, the other one is what meeting every row exactly costs at the accepted
 * prices.
 */
export function optimumInWords({ lower, upper }: NonNullable<Certainty["interval"]>): string {
  return `The true optimum lies in [${lower}, ${upper}], with violated rows counted at the accepted prices.`;
}

/** For people: where the optimum lies and how well the rows are met. */
export function certaintyLines({ interval, largestResidual }: Certainty): string[] {
  return [
    ...(interval === null ? [] : [optimumInWords(interval)]),
    ...(largestResidual === null ? [] : [`The largest residual of a row is ${largestResidual}.`]),
  ];
}
