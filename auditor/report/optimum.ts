// Where the true optimum lies, as minimised (docs/certificate.md, "Where the true optimum lies").
import type { Outcome } from "../certificate/types.ts";
import type { Params } from "../chain/params.ts";
import { decimal } from "./decimal.ts";

type Scales = Pick<
  Params,
  "coefficientDecimals" | "solutionDecimals" | "multiplierDecimals" | "inequalities" | "equalities"
>;

/** Exact decimal text. `atMost` is null if rows are missed, and `atMostAtPrices` if none is. */
export interface OptimumEnds {
  readonly atLeast: string;
  readonly atMost: string | null;
  readonly atMostAtPrices: string | null;
}

export function optimumEnds(
  { objective, gap, violation, maxResidual }: Pick<Outcome, "objective" | "gap" | "violation" | "maxResidual">,
  { coefficientDecimals: κ, solutionDecimals: δ, multiplierDecimals: ω, inequalities, equalities }: Scales,
): OptimumEnds {
  const scaled = objective * 10n ** BigInt(ω);
  const text = (value: bigint) => decimal(value, κ + δ + ω);
  const atLeast = text(scaled - gap);
  if (maxResidual === 0n) return { atLeast, atMost: text(scaled), atMostAtPrices: null };
  const rows = [...inequalities, ...equalities].reduce((sum, count) => sum + count, 0);
  return { atLeast, atMost: null, atMostAtPrices: text(scaled + violation + BigInt(rows) * maxResidual) };
}
