// What an engine would have told a party of an outcome that is known beforehand.
import type { PublicOutcome } from "../../client/certificate/types.ts";
import type { EngineOutcome } from "../../client/engines/engine.ts";

export function engineOutcome(outcome: PublicOutcome, party: number): EngineOutcome {
  if (outcome.kind === "unbounded") return { kind: "unbounded", x: outcome.x, ray: outcome.ray };
  const multipliers = outcome.multipliers[party]!;
  return outcome.kind === "optimal"
    ? { kind: "optimal", x: outcome.x, multipliers }
    : { kind: "infeasible", multipliers };
}
