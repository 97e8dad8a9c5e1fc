// A sealed outcome in words and as a table: what this company knows of it, and what it does not.
import type { SealedCompanyOutcome, SealedUserOutcome } from "../app/sealed-outcome.ts";
import { type Certainty, certaintyLines } from "../round/certainty.ts";
import { outcomeCsv, outcomeLines, planLines } from "./outcome-lines.ts";
import { csv } from "./print.ts";

/** What `concordat outcome` prints for people; zeros with `all` only. */
export function sealedLines({ kind, known }: SealedCompanyOutcome, all: boolean): string[] {
  if (known === null)
    return [
      `Sealed, ${kind}: the chain accepted a proof, and nothing else of the outcome is public.`,
      "This company's client took no part in that proof to its end, so that it knows no plan: ask the other companies.",
    ];
  const certainty = certaintyLines(known);
  return [
    ...(known.kind === "optimal" ? optimalLines(known, all) : outcomeLines(known, all)),
    ...(certainty.length === 0 ? [] : ["", ...certainty]),
    "",
    ...unknownLines(known),
  ];
}

function optimalLines(own: Extract<SealedUserOutcome, { kind: "optimal" }>, all: boolean): string[] {
  const heading =
    own.objective === null ? "Optimum, whose value only the owner of the costs knows" : `Optimum ${own.objective}`;
  return [heading, "", ...planLines(own, all)];
}

/** What stays hidden from whom. */
function unknownLines(own: SealedUserOutcome): string[] {
  const isOwner = own.kind === "optimal" && own.objective !== null;
  return [
    "Sealed: the chain knows that this outcome is proven, and its kind; not the plan, prices or value.",
    isOwner
      ? "This company does not know the other companies' costs of a change: reduced costs are not in this outcome."
      : "This company does not know reduced costs, nor by how much the proven tolerances are used.",
  ];
}

/** As `outcomeCsv`, with empty cells for what this company does not know. */
export function sealedCsv({ kind, known }: SealedCompanyOutcome): string {
  if (known === null) return csv(["kind", "name", "value"], [["sealed", kind, ""]]);
  if (known.kind !== "optimal") return outcomeCsv(known);
  return outcomeCsv({
    ...known,
    objective: known.objective ?? "",
    variables: known.variables.map((variable) => ({ ...variable, reducedCost: "" })),
  } satisfies SealedOptimal);
}

type SealedOptimal = Extract<Parameters<typeof outcomeCsv>[0], { kind: "optimal" }> & Certainty;
