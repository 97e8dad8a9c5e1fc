// A verified certificate's verdict, in decimal strings.
import { type Decimal, formatDecimal, formatScaled } from "../math/decimal.ts";
import type { Interval } from "../round/certainty.ts";
import { endsOf, type Scales } from "../round/ends.ts";
import type { Kind, Verdict } from "../round/verdict.ts";

/**
 * What a certificate proves, in the units of the companies' files. Costs are minimised; a maximum
 * appears as its negative (docs/certificate.md).
 */
export interface Proven {
  readonly kind: Kind;
  /** cᵀx of the settled point, without any constant in the owner's file; null when infeasible. */
  readonly objective: string | null;
  /**
   * No point within the public bounds that satisfies all committed rows is better by more than
   * this; null unless optimal.
   */
  readonly gap: string | null;
  /**
   * Where the true optimum within the public bounds lies: `lower` is the objective less the gap,
   * `upper` the objective, or null if rows are missed. Null unless optimal.
   */
  readonly interval: Interval | null;
  /**
   * If rows are missed, what the true optimum is at most if every missed row has a true multiplier
   * within one unit of the last place of its accepted one, which nothing proves; else null.
   */
  readonly endAtPrices: string | null;
  /** Value of the residuals at the accepted multipliers; null unless optimal. */
  readonly violation: string | null;
  /** Largest amount by which a row is violated; null when infeasible. */
  readonly largestResidual: string | null;
  /**
   * Only for a sealed outcome, of which the kind alone is public: all numbers above are null. It is
   * proven, within the round's tolerances, for the verifying key that the companies agreed on.
   * Whether that is the key of an honest set-up and of the agreed bounds is not checked; `concordat
   * audit --setup` does. Experimental until reviewed from outside.
   */
  readonly sealed?: true;
}

export function provenBy(round: Scales, verdict: Verdict): Proven {
  const { decimals } = round;
  const point = decimals.coefficient + decimals.solution;
  const { kind } = verdict;
  const ends = kind === "optimal" ? endsOf(round, verdict) : null;
  return {
    kind,
    objective: kind === "infeasible" ? null : formatScaled(verdict.objective, point),
    gap: kind === "optimal" ? formatScaled(verdict.gap, point + decimals.multiplier) : null,
    interval: ends === null ? null : { lower: formatDecimal(ends.least), upper: inWords(ends.most) },
    endAtPrices: ends === null ? null : inWords(ends.mostAtPrices),
    violation: kind === "optimal" ? formatScaled(verdict.violation, point + decimals.multiplier) : null,
    largestResidual: kind === "infeasible" ? null : formatScaled(verdict.maxResidual, point),
  };
}

function inWords(end: Decimal | null): string | null {
  return end === null ? null : formatDecimal(end);
}
