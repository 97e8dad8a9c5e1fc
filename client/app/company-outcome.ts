// A proven outcome as one company reads it: its own names, signs and units, in decimal strings.
import type { PublicProgram } from "../lp/joint/program.ts";
import { toUserOutcome, type UserOutcome } from "../lp/joint/user-outcome.ts";
import type { Model } from "../lp/model/model.ts";
import type { Settlement } from "../play/settle/settlement.ts";
import { type Certainty, certaintyOf } from "../round/certainty.ts";
import type { Scales } from "../round/ends.ts";

/** As one company reads it: its own names, signs and units, in decimal strings. */
export type CompanyOutcome = UserOutcome & Certainty;

/** The company that reads the outcome, with the model of its own file. */
export interface Reader {
  readonly party: number;
  readonly model: Model;
  readonly program: PublicProgram;
  readonly round: Scales;
}

export function companyOutcome(
  { party, model, program, round }: Reader,
  { outcome, verdict }: Pick<Settlement, "outcome" | "verdict">,
): CompanyOutcome {
  const own = outcome.kind === "unbounded" ? outcome : { ...outcome, multipliers: outcome.multipliers[party]! };
  return { ...toUserOutcome(model, program, round.decimals, own), ...certaintyOf(model, program, round, verdict) };
}
