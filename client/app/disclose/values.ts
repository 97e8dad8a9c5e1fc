// What a disclosed number is in the units of the companies' files: from the claimed integers and
// the round's decimals alone, as any receiver can compute it.
import type { Decimals } from "../../lp/model/normal.ts";
import { formatScaled } from "../../math/decimal.ts";
import type { Kind } from "../../round/verdict.ts";
import type { Claim } from "../../sealed/disclosure/claims.ts";

/** A claim's numbers as decimal text. */
export interface ShownValue {
  readonly value: string;
  /** Along the ray of an unbounded outcome, per step; else null. */
  readonly along: string | null;
}

/**
 * A slack is below 0 where its row is violated within the tolerance. Multipliers and dual values of
 * a contradiction have no scale of their own.
 */
export function shownValue(kind: Kind, { what, values }: Claim, decimals: Decimals): ShownValue {
  const { coefficient, solution } = decimals;
  const multiplier = kind === "infeasible" ? 0 : decimals.multiplier;
  const [first = 0n, second = 0n, third] = values;
  const alone = (value: bigint, places: number): ShownValue => ({ value: formatScaled(value, places), along: null });
  switch (what) {
    case "variable":
      return kind === "unbounded"
        ? { value: formatScaled(first, solution), along: second.toString() }
        : alone(first, solution);
    case "multiplier":
      return alone(first, multiplier);
    case "slack": {
      const slack = alone(first - second, coefficient + solution);
      return third === undefined ? slack : { ...slack, along: formatScaled(third, coefficient) };
    }
    case "dual value":
      return alone(first, coefficient + multiplier);
    case "objective":
      return alone(first, coefficient + solution);
  }
}
