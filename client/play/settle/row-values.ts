// What a party knows of its own rows from the answer of an engine.
import { primalPart, raySlacks } from "../../certificate/outcome.ts";
import type { EngineOutcome } from "../../engines/engine.ts";
import type { PartyRows } from "../../lp/model/normal.ts";
import type { RowValues } from "../../sealed/numbers.ts";

/** What the numbers depend on besides rows and outcome. */
interface Scale {
  readonly decimals: { readonly solution: number };
  readonly tolerances: { readonly residual: bigint };
}

/**
 * Per row, inequalities first; empty where the kind has none. Throws CertificateError
 * `ResidualTooLarge` or `SlackInvalid` when the outcome does not meet the rows.
 */
export function rowValues(rows: PartyRows, outcome: EngineOutcome, { decimals, tolerances }: Scale): RowValues {
  return {
    multipliers: outcome.kind === "unbounded" ? [] : outcome.multipliers,
    ...(outcome.kind === "infeasible"
      ? { slacks: [], residuals: [] }
      : primalPart(rows, decimals, outcome.x, tolerances.residual)),
    raySlacks: outcome.kind === "unbounded" ? raySlacks(rows, outcome.ray) : [],
  };
}
