// A sealed outcome in words and as a table: what this company knows of it, and what it does not.
import type { OwnPartOptimum } from "../app/own-part-outcome.ts";
import type { PartialOptimum, ProvenLimits, SealedCompanyOutcome, SealedUserOutcome } from "../app/sealed-outcome.ts";
import type { UserOutcome } from "../lp/joint/user-outcome.ts";
import { type OutcomeView, outcomeCsv, outcomeLines, planLines } from "./outcome-lines.ts";
import { outcomeSheets } from "./outcome-sheets.ts";
import { ownPartLines, withUnknown } from "./own-part-lines.ts";
import { csv } from "./print.ts";
import type { SheetContent } from "./sheets.ts";

/** What `concordat outcome` prints for people. `constantOf` is for a value that the nodes told. */
export function sealedLines({ kind, known }: SealedCompanyOutcome, { all, constantOf }: OutcomeView): string[] {
  if (known === null)
    return [
      `Sealed, ${kind}: the chain accepted a proof, and nothing else of the outcome is public.`,
      "This company's client took no part in that proof to its end, so it knows no plan: ask the other companies.",
    ];
  const limits = limitLines(known);
  return [
    ...knownLines(known, { all, constantOf }),
    ...(limits.length === 0 ? [] : ["", ...limits]),
    "",
    "Sealed: the chain knows that this outcome is proven, and its kind, but not the plan, the prices or the value.",
    ...(isPartial(known) ? ["Value and reduced costs are not told to this company."] : []),
  ];
}

function knownLines(known: SealedUserOutcome, view: OutcomeView): string[] {
  if (isOwnPart(known)) return ownPartLines(known, view);
  if (!isPartial(known)) return outcomeLines(known, { ...view, constantOf: null });
  return ["Optimum, whose value only the owner of the costs was told", "", ...planLines(known, view.all)];
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

function isOwnPart<Known extends SealedUserOutcome>(known: Known): known is Extract<Known, OwnPartOptimum> {
  return "ownPart" in known;
}

function isPartial<Known extends SealedUserOutcome>(known: Known): known is Extract<Known, PartialOptimum> {
  return !isOwnPart(known) && known.kind === "optimal" && known.objective === null;
}

/**
 * As `outcomeCsv`. What this company does not know is an empty cell, or, of an own part, "unknown".
 */
export function sealedCsv({ kind, known }: SealedCompanyOutcome, constantOf: string | null): string {
  if (known === null) return csv(["kind", "name", "value"], [["sealed", kind, ""]]);
  return outcomeCsv(tableOf(known), toldWith(known, constantOf));
}

/** As `outcomeSheets`, with the same cells for what this company does not know. */
export function sealedSheets({ kind, known }: SealedCompanyOutcome, constantOf: string | null): SheetContent[] {
  if (known === null) return [{ name: "outcome", rows: [["sealed", kind]] }];
  return outcomeSheets(tableOf(known), toldWith(known, constantOf));
}

/** `constantOf` where the nodes told the value. */
function toldWith(known: SealedUserOutcome, constantOf: string | null): string | null {
  return isOwnPart(known) && known.kind === "optimal" && known.objective !== null ? constantOf : null;
}

function tableOf(known: NonNullable<SealedCompanyOutcome["known"]>): UserOutcome & ProvenLimits {
  if (isOwnPart(known)) return withUnknown(known);
  if (!isPartial(known)) return known;
  const variables = known.variables.map((variable) => ({ ...variable, reducedCost: "" }));
  return { ...known, objective: "", variables };
}
