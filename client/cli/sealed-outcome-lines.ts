// A sealed outcome in words and as a table: what this company knows of it, and what it does not.
import type { PartialOptimum, ProvenLimits, SealedCompanyOutcome, SealedUserOutcome } from "../app/sealed-outcome.ts";
import type { UserOutcome } from "../lp/joint/user-outcome.ts";
import { outcomeCsv, outcomeLines, planLines } from "./outcome-lines.ts";
import { outcomeSheets } from "./outcome-sheets.ts";
import { csv } from "./print.ts";
import type { SheetContent } from "./sheets.ts";

/** What `concordat outcome` prints for people; zeros with `all` only. */
export function sealedLines({ kind, known }: SealedCompanyOutcome, all: boolean): string[] {
  if (known === null)
    return [
      `Sealed, ${kind}: the chain accepted a proof, and nothing else of the outcome is public.`,
      "This company's client took no part in that proof to its end, so it knows no plan: ask the other companies.",
    ];
  const limits = limitLines(known);
  return [
    ...(isPartial(known)
      ? ["Optimum, whose value only the owner of the costs was told", "", ...planLines(known, all)]
      : outcomeLines(known, { all, constantOf: null })),
    ...(limits.length === 0 ? [] : ["", ...limits]),
    "",
    "Sealed: the chain knows that this outcome is proven, and its kind, but not the plan, the prices or the value.",
    ...(isPartial(known) ? ["Value and reduced costs are not told to this company."] : []),
  ];
}

/** What the proof says of the value, which the owner of the costs knows, and of residuals. */
function limitLines({ interval, residualAtMost }: ProvenLimits): string[] {
  const ends = [
    ...(interval?.lower == null ? [] : [`at least ${interval.lower}`]),
    ...(interval?.upper == null ? [] : [`at most ${interval.upper}`]),
  ];
  return [
    ...(ends.length === 0 ? [] : [`The true optimum within the upper bounds is ${ends.join(" and ")}.`]),
    ...(residualAtMost === null ? [] : [`No row is violated by more than ${residualAtMost}.`]),
  ];
}

function isPartial<Known extends SealedUserOutcome>(known: Known): known is Extract<Known, PartialOptimum> {
  return known.kind === "optimal" && known.objective === null;
}

/** As `outcomeCsv`, with empty cells for what this company does not know. */
export function sealedCsv({ kind, known }: SealedCompanyOutcome): string {
  if (known === null) return csv(["kind", "name", "value"], [["sealed", kind, ""]]);
  return outcomeCsv(withBlanks(known), null);
}

/** As `outcomeSheets`, with empty cells for what this company does not know. */
export function sealedSheets({ kind, known }: SealedCompanyOutcome): SheetContent[] {
  if (known === null) return [{ name: "outcome", rows: [["sealed", kind]] }];
  return outcomeSheets(withBlanks(known), null);
}

function withBlanks(known: NonNullable<SealedCompanyOutcome["known"]>): UserOutcome & ProvenLimits {
  if (!isPartial(known)) return known;
  const variables = known.variables.map((variable) => ({ ...variable, reducedCost: "" }));
  return { ...known, objective: "", variables };
}
