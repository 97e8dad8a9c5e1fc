// The verdict in one sentence.
import { INFEASIBLE, OPTIMAL, type Outcome } from "../certificate/types.ts";
import type { PhaseName } from "../chain/history.ts";
import type { Params } from "../chain/params.ts";
import { phrase } from "../words/english.ts";
import type { Phrase } from "../words/phrase.ts";
import { decimal } from "./decimal.ts";
import type { Verdict } from "./report.ts";
import { provenOf, type SealedReport } from "./sealed.ts";

/** Each is null unless it was verified. */
interface Verified {
  readonly outcome: Outcome | null;
  readonly sealed: SealedReport | null;
}

export function headlineOf(verdict: Verdict, phase: PhaseName, params: Params, { outcome, sealed }: Verified): Phrase {
  if (verdict === "failed") return phrase("HeadlineFailed");
  if (verdict === "incomplete") return phrase("HeadlineIncomplete", { phase: phrase(`phase/${phase}`) });
  if (sealed !== null) return phrase("HeadlineSealed", { proven: provenOf(sealed) });
  if (outcome === null) return phrase("HeadlineWithout", { phase: phrase(`phase/${phase}`) });
  return phrase("HeadlinePublic", { outcome: outcomeOf(outcome, params) });
}

function outcomeOf({ kind, objective }: Outcome, { coefficientDecimals, solutionDecimals }: Params): Phrase {
  if (kind === OPTIMAL)
    return phrase("OptimalWith", { value: decimal(objective, coefficientDecimals + solutionDecimals) });
  return phrase(kind === INFEASIBLE ? "NoSolution" : "NoBound");
}
