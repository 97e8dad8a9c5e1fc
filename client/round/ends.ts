// Between which values the true optimum of a minimum lies, from what the chain records of an
// accepted certificate (docs/certificate.md, "Where the true optimum lies").
import type { Decimals } from "../lp/model/normal.ts";
import { add, type Decimal, fromScaled, subtract } from "../math/decimal.ts";
import type { Shape } from "./shape.ts";
import type { Verdict } from "./verdict.ts";

/** What of a round the ends depend on. */
export interface Scales extends Pick<Shape, "inequalities" | "equalities"> {
  readonly decimals: Decimals;
}

/** Of the costs as minimised, without any constant. */
export interface Ends {
  /** f̂ − gap. */
  readonly least: Decimal;
  /** f̂ where no row is missed; else null, since the certificate implies no such end. */
  readonly most: Decimal | null;
  /**
   * Where `most` is null: what the optimum is at most if every missed row has a true price within
   * one unit of the last place of its accepted price; else null.
   */
  readonly mostAtPrices: Decimal | null;
}

/** The ends for an optimum; exact, so that there is nothing to round. */
export function endsOf({ decimals, inequalities, equalities }: Scales, recorded: Omit<Verdict, "kind">): Ends {
  const point = decimals.coefficient + decimals.solution;
  const value = (worth: bigint): Decimal => fromScaled(worth, point + decimals.multiplier);
  const objective = fromScaled(recorded.objective, point);
  const least = subtract(objective, value(recorded.gap));
  if (recorded.maxResidual === 0n) return { least, most: objective, mostAtPrices: null };
  const rows = [...inequalities, ...equalities].reduce((sum, count) => sum + count, 0);
  const worth = recorded.violation + BigInt(rows) * recorded.maxResidual;
  return { least, most: null, mostAtPrices: add(objective, value(worth)) };
}
