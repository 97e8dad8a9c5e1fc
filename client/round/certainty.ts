// How precise a settled outcome is, in the user's units and sense (docs/certificate.md, "Where the
// true optimum lies").
import type { PublicProgram } from "../lp/joint/program.ts";
import type { Model } from "../lp/model/model.ts";
import type { Decimals } from "../lp/model/normal.ts";
import { add, type Decimal, formatDecimal, formatScaled, fromScaled, subtract, ZERO } from "../math/decimal.ts";
import type { Verdict } from "./verdict.ts";

/** Numbers are exact decimal strings. */
export interface Certainty {
  /**
   * Where the true optimum lies: [f̂ − gap, f̂ + worth] for a minimum, [f̂ − worth, f̂ + gap] for a
   * maximum. The end beyond which nothing better is possible holds unconditionally, the other end
   * at the accepted prices: `worth` is that of the violated rows. Null unless optimal.
   */
  readonly interval: { readonly lower: string; readonly upper: string } | null;
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
  { coefficient, solution, multiplier }: Decimals,
  recorded: Verdict,
): Certainty {
  const { kind, maxResidual } = recorded;
  const point = coefficient + solution;
  const largestResidual = kind === "infeasible" ? null : formatScaled(maxResidual, point);
  if (kind !== "optimal" || sense === null) return { interval: null, largestResidual };
  const money = (value: bigint): Decimal => fromScaled(value, point + multiplier);
  const objective = fromScaled(recorded.objective, point);
  const worth = fromScaled(worthOfViolation(recorded.violation, multiplier), point);
  const ends = [subtract(objective, money(recorded.gap)), add(objective, worth)];
  const own = sense === "max" ? ends.reverse().map((end) => subtract(ZERO, end)) : ends;
  const [lower, upper] = own.map((end) => formatDecimal(add(end, model.objective?.constant ?? ZERO)));
  return { interval: { lower: lower!, upper: upper! }, largestResidual };
}

/**
 * The violation, at the scale of the objective: rounded up, and one unit more, since the accepted
 * prices are rounded to the round's decimals; 0 where no row is violated.
 */
function worthOfViolation(violation: bigint, multiplierDecimals: number): bigint {
  return violation === 0n ? 0n : violation / 10n ** BigInt(multiplierDecimals) + 2n;
}

/**
 * A sentence for people. One end of the interval is proven; the other is the value when every row
 * is met exactly, at the accepted prices.
 */
export function optimumInWords({ lower, upper }: NonNullable<Certainty["interval"]>): string {
  return `The true optimum lies in [${lower}, ${upper}], with violated rows counted at the accepted prices.`;
}

/** Lines for people: where the optimum lies, and how closely the rows are met. */
export function certaintyLines({ interval, largestResidual }: Certainty): string[] {
  return [
    ...(interval === null ? [] : [optimumInWords(interval)]),
    ...(largestResidual === null ? [] : [`The largest residual of a row is ${largestResidual}.`]),
  ];
}
