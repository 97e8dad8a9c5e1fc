// Disclosed numbers of a sealed outcome in the units of the companies' files, from the decimals of
// the round on chain.
import { INFEASIBLE, UNBOUNDED } from "../certificate/types.ts";
import type { Params } from "../chain/params.ts";
import type { DisclosedNumber } from "../evidence/sealed-disclosure.ts";
import { decimal } from "./decimal.ts";

/** Decimal text; `along` is the change per step along the ray of an unbounded outcome. */
export interface NumberInUnits {
  readonly value: string;
  readonly along: string | null;
}

/** What a disclosed number of an outcome of this kind says. */
export function inUnits(
  kind: number,
  { what, values }: DisclosedNumber,
  { coefficientDecimals: κ, solutionDecimals: δ, multiplierDecimals }: Params,
): NumberInUnits {
  // Multipliers of a contradiction have no scale of their own.
  const ω = kind === INFEASIBLE ? 0 : multiplierDecimals;
  const scales: Readonly<Record<string, number>> = {
    variable: δ,
    multiplier: ω,
    slack: κ + δ,
    "dual value": κ + ω,
    objective: κ + δ,
  };
  const number = what === "slack" ? values[0]! - values[1]! : values[0]!;
  const change = kind === UNBOUNDED ? decimal(values.at(-1)!, what === "slack" ? κ : 0) : null;
  return { value: decimal(number, scales[what]!), along: change };
}
