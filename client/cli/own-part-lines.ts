// An optimum of which a company learned its own part, in words and as a table: what it knows, and
// the names of what it does not.
import type { OwnPartOptimum } from "../app/own-part-outcome.ts";
import type { ProvenLimits } from "../app/sealed-outcome.ts";
import type { UserOutcome } from "../lp/joint/user-outcome.ts";
import { feasibleLines, type OutcomeView, pricedLines, valueHead } from "./outcome-lines.ts";
import { oneLine } from "./print.ts";

/** What stands in a table for a number that this company does not know. */
const UNKNOWN = "unknown";

/** Names that are listed without `all`; of more, the number. */
const LISTED = 12;

/** Without what the proof implies; for `constantOf` see OutcomeView. */
export function ownPartLines(own: OwnPartOptimum, { all, constantOf }: OutcomeView): string[] {
  const others = own.variables.filter(({ value }) => value === null).map(({ name }) => oneLine(name, 40));
  const listed = all ? others : others.slice(0, LISTED);
  const more = others.length > listed.length ? `, and ${others.length - listed.length} more` : "";
  const hasPart = own.rows.length > 0 || own.variables.some(isKnown);
  return [
    ...headLines(own, constantOf),
    ...(hasPart
      ? ["This company knows its own part of it:", "", ...partLines(own, all)]
      : ["This company has no variables and no rows in it."]),
    ...(others.length === 0 ? [] : ["", `Not known to this company: ${listed.join(", ")}${more}`]),
  ];
}

function headLines(own: OwnPartOptimum, constantOf: string | null): string[] {
  if (own.kind === "feasible") return ["Feasible: the sealed plan meets the rows of all companies."];
  if (own.objective === null) return ["Optimum, whose value is not known to this company."];
  if (constantOf === null) return valueHead(own.objective, null);
  return [...valueHead(own.objective, constantOf), "The nodes told this value: the proof does not cover it."];
}

function partLines(own: OwnPartOptimum, all: boolean): string[] {
  if (own.kind === "feasible") return feasibleLines({ ...own, variables: own.variables.filter(isKnown) }, all);
  const variables = own.variables.filter(isKnown);
  return pricedLines({ rows: own.rows, variables: variables.map(priced) }, all);
}

interface Value {
  readonly value: string | null;
}

function isKnown<Variable extends Value>(variable: Variable): variable is Variable & { readonly value: string } {
  return variable.value !== null;
}

function priced<Variable extends { readonly reducedCost: string | null }>(variable: Variable) {
  return { ...variable, reducedCost: variable.reducedCost ?? UNKNOWN };
}

/** As a table has it, with "unknown" for what this company does not know. */
export function withUnknown(own: OwnPartOptimum & ProvenLimits): UserOutcome & ProvenLimits {
  const valued = <Variable extends Value>(variable: Variable) => ({ ...variable, value: variable.value ?? UNKNOWN });
  if (own.kind === "feasible") return { ...own, variables: own.variables.map(valued) };
  const variables = own.variables.map((variable) => priced(valued(variable)));
  return { ...own, objective: own.objective ?? UNKNOWN, variables };
}
