// The verdict in one sentence.
import { INFEASIBLE, OPTIMAL, type Outcome } from "../certificate/types.ts";
import type { Params } from "../chain/params.ts";
import { decimal } from "./decimal.ts";
import type { Verdict } from "./report.ts";
import { EXPERIMENTAL, provenInWords, type SealedReport } from "./sealed.ts";

/** Each is null unless it was verified. */
interface Verified {
  readonly outcome: Outcome | null;
  readonly sealed: SealedReport | null;
}

export function headlineOf(verdict: Verdict, phase: string, params: Params, { outcome, sealed }: Verified): string {
  if (verdict === "failed") return "Something is wrong with this round: see the checks that failed.";
  if (verdict === "incomplete") return `The round is ${phase}; not everything could be checked: see what is unknown.`;
  if (sealed !== null)
    return `The round is settled, and its sealed proof holds: ${provenInWords(sealed)}. ${EXPERIMENTAL}`;
  if (outcome === null) return `The round is ${phase}, by the rules, without an outcome.`;
  return `The round is settled, and its certificate holds: ${inWords(outcome, params)}.`;
}

function inWords({ kind, objective }: Outcome, { coefficientDecimals, solutionDecimals }: Params): string {
  if (kind === OPTIMAL) {
    const value = decimal(objective, coefficientDecimals + solutionDecimals);
    return `the solution is optimal for what the parties committed to, with the objective ${value} (as minimised)`;
  }
  return kind === INFEASIBLE
    ? "no solution meets all the rows that the parties committed to"
    : "the objective has no bound under the rows that the parties committed to";
}
