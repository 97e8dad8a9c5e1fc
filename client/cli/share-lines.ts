// The shares of a round in words and as a table, and what they say and do not say.
import type { ShownShares } from "../app/shares/shown-shares.ts";
import { oneLine, tableLines } from "./print.ts";

/** What `concordat shares` prints for people. */
export function shareLines({ adopted, shares, sum, objective }: ShownShares): string[] {
  const rows = shares.map(({ company, share }) => [oneLine(company, 40), share ?? "missing"]);
  const missing = shares.filter(({ share }) => share === null).map(({ company }) => oneLine(company, 40));
  return [
    ...tableLines(["company", "share"], [...rows, ...(sum === null ? [] : [["together", sum]])], [1]),
    "",
    ...(adopted ? [] : ["The contract has not accepted the round's proof yet: nobody can have posted a share."]),
    ...(objective === null
      ? [`Missing: ${missing.join(", ")}. Without every share nothing is known of the sum; no bond depends on it.`]
      : [
          `Together they prove that the value of the sealed plan is from ${objective.lower} to ${objective.upper}, without its constant.`,
        ]),
    "A share is the sum over a company's rows of right-hand side times multiplier, in the sense of the objective. Proven is",
    "that it belongs to the committed rows and to the multipliers of the sealed proof, not what the rows mean.",
  ];
}
