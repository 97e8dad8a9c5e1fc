// What a verified certificate proves, in decimal strings.
import { formatScaled } from "../math/decimal.ts";
import type { Statement } from "../round/statement.ts";
import type { Kind, Verdict } from "../round/verdict.ts";

/**
 * In the units of the companies' files; costs are minimised, a maximum is its negative
 * (docs/certificate.md).
 */
export interface Proven {
  readonly kind: Kind;
  /**
   * cᵀx of the settled point, without a constant that the owner's file may have; null when
   * infeasible.
   */
  readonly objective: string | null;
  /**
   * No point within the public bounds that meets all committed rows is better by more; null unless
   * optimal.
   */
  readonly gap: string | null;
  /** What the residuals are worth at the accepted multipliers; null unless optimal. */
  readonly violation: string | null;
  /** By how much a row is missed at the most; null when infeasible. */
  readonly largestResidual: string | null;
}

export function provenBy({ decimals }: Pick<Statement, "decimals">, verdict: Verdict): Proven {
  const point = decimals.coefficient + decimals.solution;
  const { kind } = verdict;
  return {
    kind,
    objective: kind === "infeasible" ? null : formatScaled(verdict.objective, point),
    gap: kind === "optimal" ? formatScaled(verdict.gap, point + decimals.multiplier) : null,
    violation: kind === "optimal" ? formatScaled(verdict.violation, point + decimals.multiplier) : null,
    largestResidual: kind === "infeasible" ? null : formatScaled(verdict.maxResidual, point),
  };
}
