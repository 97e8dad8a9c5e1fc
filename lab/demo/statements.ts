// What a case.json states, beside the companies' files and beside the outcome that was settled.
import type { OwnOutcome } from "../../client/app/round-files.ts";
import { InputError } from "../../client/errors.ts";
import type { Member } from "../../client/library/problem.ts";
import { add, compare, type Decimal, decimal, parseDecimal, subtract } from "../../client/math/decimal.ts";
import type { Case } from "./case.ts";
import { green, red } from "./print.ts";

/** Places to which a stated optimum may be rounded. */
const PLACES = 6;

/** Throws InputError "CaseInvalid" where the files contradict what the case states of them. */
export function checkStatements({ file, statements }: Case, members: readonly Member[]): void {
  const { objectiveOwner, sense } = statements;
  const owners = members.filter(({ model }) => model.objective !== null);
  const found = owners.length === 0 ? "no file has an objective" : `the objective is in the file of ${namesOf(owners)}`;
  if (objectiveOwner !== undefined && !owners.some(({ name }) => name === objectiveOwner))
    throw new InputError("CaseInvalid", `is ${objectiveOwner}, but ${found}`, { file, field: "objectiveOwner" });
  if (sense !== undefined && !owners.some(({ model }) => model.objective!.sense === sense)) {
    const other =
      owners.length === 0 ? found : `the file of ${namesOf(owners)} says ${owners[0]!.model.objective!.sense}`;
    throw new InputError("CaseInvalid", `is ${sense}, but ${other}`, { file, field: "sense" });
  }
}

function namesOf(members: readonly Member[]): string {
  return members.map(({ name }) => name).join(" and ");
}

/** The stated optimum beside the settled `outcome`, and what the companies would reach apart. */
export function statementLines({ statements }: Case, outcome: OwnOutcome): string[] {
  const { optimum, unit, apart } = statements;
  const inUnit = (value: string) => (unit === undefined ? value : `${value} ${unit}`);
  const lines = [];
  if (optimum !== undefined) {
    const says = `case.json states an optimum of ${inUnit(optimum)}`;
    if (agrees(optimum, outcome)) lines.push(`${green("✓")} ${says}, as was settled`);
    else lines.push(`${red("✗")} ${says}, but this round settled ${settledInWords(outcome, inUnit)}`);
  }
  if (apart !== undefined)
    lines.push(`case.json states ${inUnit(apart.value)} for companies that plan apart: ${apart.plan}`);
  return lines;
}

/**
 * Whether the true optimum can be the stated one, which is exact or rounded to six places. Where an
 * end is open since rows are missed, the end at the accepted prices stands for it.
 */
function agrees(stated: string, { interval, endAtPrices }: OwnOutcome): boolean {
  if (interval === null) return false;
  const [lower, upper] = [interval.lower ?? endAtPrices!, interval.upper ?? endAtPrices!];
  const value = parseDecimal(stated);
  const isRounded = (stated.split(".")[1] ?? "").length === PLACES;
  const slack: Decimal = isRounded ? decimal(5n, -PLACES - 1) : decimal(0n);
  return (
    compare(add(value, slack), parseDecimal(lower)) >= 0 && compare(subtract(value, slack), parseDecimal(upper)) <= 0
  );
}

function settledInWords(outcome: OwnOutcome, inUnit: (value: string) => string): string {
  return outcome.kind === "optimal" ? inUnit(outcome.objective) : `that it is ${outcome.kind}`;
}
