// Splits one program among companies, so that demonstrations and tests can use published problems.
import { InputError } from "../client/errors.ts";
import type { Entry, Model, Variable } from "../client/lp/model/model.ts";
import { requireContent } from "../client/lp/model/plan.ts";
import { ZERO } from "../client/math/decimal.ts";

/** Largest number of companies in a round (docs/certificate.md). */
const MAX_COMPANIES = 255;

/**
 * One model per company: company `assignment[i]` gets row i, `objectiveOwner` gets the objective,
 * if there is one. A company holds the variables of its rows (and costs); the first company that
 * holds a variable keeps its bounds, and the others keep only whether it is non-negative. Variables
 * without cost that are in no row go to the objective's owner. Together the models make up the
 * given one.
 * @throws InputError SplitInvalid, EmptyParty.
 */
export function splitProgram(model: Model, assignment: readonly number[], objectiveOwner: number): Model[] {
  const known = (company: number) => Number.isInteger(company) && company >= 0 && company < MAX_COMPANIES;
  if (assignment.length !== model.rows.length || !known(objectiveOwner) || !assignment.every(known)) {
    throw new InputError(
      "SplitInvalid",
      `the split needs a company number from 0 to ${MAX_COMPANIES - 1} for each of the ${model.rows.length} rows`,
    );
  }
  const companies = assignment.reduce((most, company) => Math.max(most, company), objectiveOwner) + 1;
  const held = Array.from({ length: companies }, () => new Set<number>());
  const hold = (company: number, entries: readonly Entry[]): void => {
    for (const { variable } of entries) held[company]!.add(variable);
  };
  for (const [index, row] of model.rows.entries()) hold(assignment[index]!, row.entries);
  hold(objectiveOwner, model.objective?.entries ?? []);
  const firstHolder = model.variables.map((_, variable) => held.findIndex((variables) => variables.has(variable)));
  for (const [variable, holder] of firstHolder.entries()) {
    if (holder >= 0) continue;
    held[objectiveOwner]!.add(variable);
    firstHolder[variable] = objectiveOwner;
  }
  return held.map((variables, company) =>
    piece(model, { objectiveOwner, assignment, firstHolder }, variables, company),
  );
}

/**
 * Assigns `rows` rows to companies 0 to `companies` − 1, in consecutive parts of equal size, give
 * or take a row.
 */
export function consecutiveParts(rows: number, companies: number): number[] {
  return Array.from({ length: rows }, (_, index) => Math.floor((index * companies) / rows));
}

/** Which company has what. */
interface Split {
  readonly objectiveOwner: number;
  /** Of each row, the company that gets it. */
  readonly assignment: readonly number[];
  /** Of each variable, the company that keeps its bounds. */
  readonly firstHolder: readonly number[];
}

function piece(model: Model, split: Split, held: ReadonlySet<number>, company: number): Model {
  const { objectiveOwner, assignment, firstHolder } = split;
  const numbers = [...held].sort((left, right) => left - right);
  const renumbered = new Map(numbers.map((number, position) => [number, position]));
  const renumber = (entries: readonly Entry[]) =>
    entries.map((entry) => ({ ...entry, variable: renumbered.get(entry.variable)! }));
  const variables = numbers.map((number) => {
    const variable = model.variables[number]!;
    return firstHolder[number] === company ? variable : domainOnly(variable);
  });
  const rows = model.rows
    .filter((_, index) => assignment[index] === company)
    .map((row) => ({ ...row, entries: renumber(row.entries) }));
  const objective =
    company === objectiveOwner && model.objective !== null
      ? { ...model.objective, entries: renumber(model.objective.entries) }
      : null;
  const part: Model = { ...model, name: `${model.name}, company ${company}`, variables, rows, objective };
  requireContent(part);
  return part;
}

/** The variable reduced to its public part: whether it is non-negative. */
function domainOnly(variable: Variable): Variable {
  const nonNegative = variable.lower !== null && variable.lower.value.mantissa >= 0n;
  return { ...variable, lower: nonNegative ? { value: ZERO, line: variable.line } : null, upper: null };
}
