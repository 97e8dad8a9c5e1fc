// What companies tell each other about their files before a round, and the public program that follows from it.
import { InputError } from "../errors.ts";
import { decimalsOf } from "../math/decimal.ts";
import { isHelper, MAX_ROWS, MAX_VARIABLES, type Model, requireContent, type Sense } from "./model.ts";
import { planRows } from "./plan.ts";

/** The public part of one company's file. Coefficients, right-hand sides, costs and the bounds' values stay private. */
export interface Announcement {
  /** Variables of the file, in its order, and whether the file bounds each below by a number ≥ 0. */
  readonly variables: readonly { readonly name: string; readonly nonNegative: boolean }[];
  /** Rows of the normal form, bounds included. */
  readonly inequalities: number;
  readonly equalities: number;
  /** Fewest decimals (κ) that write every number of these rows and costs exactly. */
  readonly decimals: number;
  /** Sense of the objective, or null when the file has none. */
  readonly sense: Sense | null;
}

export interface PublicVariable {
  readonly name: string;
  /** A free variable is the difference of two columns, `column` − (`column` + 1); any other is the column itself. */
  readonly free: boolean;
  readonly column: number;
}

/** What every company knows before a round. Index k stands for company k. */
export interface PublicProgram {
  readonly variables: readonly PublicVariable[];
  /** Number n of columns. */
  readonly columns: number;
  readonly inequalities: readonly number[];
  readonly equalities: readonly number[];
  readonly objectiveOwner: number;
  /** Sense of the user's objective; costs are always minimised (max is negated). */
  readonly sense: Sense;
  /** Fewest decimals (κ) that need no rounding. */
  readonly decimals: number;
}

/** The announcement of a party without rows, costs and variables, which helps to compute. */
export const HELPER: Announcement = { variables: [], inequalities: 0, equalities: 0, decimals: 0, sense: null };

/** The announcement of a model. @throws InputError EmptyParty for one with variables only. */
export function announce(model: Model): Announcement {
  if (isHelper(model)) return HELPER;
  requireContent(model);
  const { inequalities, equalities } = planRows(model);
  const numbers = [
    ...model.rows.flatMap((row) => row.entries),
    ...(model.objective?.entries ?? []),
    ...[...inequalities, ...equalities].map((row) => row.side),
  ];
  return {
    variables: model.variables.map(({ name, lower }) => ({
      name,
      nonNegative: lower !== null && lower.value.mantissa >= 0n,
    })),
    inequalities: inequalities.length,
    equalities: equalities.length,
    decimals: numbers.reduce((most, { value }) => Math.max(most, decimalsOf(value)), 0),
    sense: model.objective?.sense ?? null,
  };
}

/**
 * The public program of announcements in the order of the companies. Variables are matched by exact name and keep the order of
 * the first company that has them. A variable is free unless some company bounds it below by a number ≥ 0: each file restricts
 * only what it mentions, and the joint domain is the intersection.
 * @throws InputError NoObjective, SeveralObjectives, NamesDiffer (only in case or white space), NoSharedVariable, TooManyVariables,
 *   TooManyRows.
 */
export function combine(announcements: readonly Announcement[]): PublicProgram {
  const owners = announcements.flatMap(({ sense }, company) => (sense === null ? [] : [{ company, sense }]));
  const objective = onlyObjective(owners);
  const holders = holdersOf(announcements);
  checkNames(holders);
  checkShared(announcements, holders);
  const nonNegative = new Set(
    announcements.flatMap(({ variables }) =>
      variables.filter((variable) => variable.nonNegative).map(({ name }) => name),
    ),
  );
  let columns = 0;
  const variables = [...holders.keys()].map((name): PublicVariable => {
    const variable = { name, free: !nonNegative.has(name), column: columns };
    columns += variable.free ? 2 : 1;
    return variable;
  });
  if (columns > MAX_VARIABLES) {
    throw new InputError(
      "TooManyVariables",
      `the joint program has ${columns} columns; at most ${MAX_VARIABLES} are possible`,
    );
  }
  for (const [company, { inequalities, equalities }] of announcements.entries()) {
    if (inequalities + equalities <= MAX_ROWS) continue;
    throw new InputError("TooManyRows", `company ${company} has more than ${MAX_ROWS} rows, with its bounds`);
  }
  return {
    variables,
    columns,
    inequalities: announcements.map((announcement) => announcement.inequalities),
    equalities: announcements.map((announcement) => announcement.equalities),
    objectiveOwner: objective.company,
    sense: objective.sense,
    decimals: Math.max(...announcements.map(({ decimals }) => decimals)),
  };
}

/** The one element of `owners`. @throws InputError NoObjective, SeveralObjectives. */
export function onlyObjective<Owner extends { readonly company: number }>(owners: readonly Owner[]): Owner {
  const [first, second] = owners;
  if (first === undefined) {
    throw new InputError(
      "NoObjective",
      "no company has an objective (one without non-zeros counts as none); exactly one company gives it in its file",
    );
  }
  if (second === undefined) return first;
  throw new InputError(
    "SeveralObjectives",
    `companies ${owners.map(({ company }) => company).join(" and ")} have an objective; exactly one company gives it, ` +
      "the others leave it out of their files",
  );
}

/** Companies that hold each variable, names in public order. */
function holdersOf(announcements: readonly Announcement[]): Map<string, Set<number>> {
  const holders = new Map<string, Set<number>>();
  for (const [company, { variables }] of announcements.entries()) {
    for (const { name } of variables) {
      const known = holders.get(name);
      if (known === undefined) holders.set(name, new Set([company]));
      else known.add(company);
    }
  }
  return holders;
}

/** Names that differ only in case or white space are a slip, unless one company uses both. */
function checkNames(holders: ReadonlyMap<string, ReadonlySet<number>>): void {
  const byFolded = new Map<string, string[]>();
  for (const [name, companies] of holders) {
    const folded = name.normalize("NFKC").toLowerCase().replace(/\s/g, "");
    const alike = byFolded.get(folded) ?? [];
    for (const other of alike) {
      const others = holders.get(other)!;
      if (!companies.isDisjointFrom(others)) continue;
      throw new InputError(
        "NamesDiffer",
        `company ${[...others][0]} writes "${other}" and company ${[...companies][0]} writes "${name}"; ` +
          "variables are matched by exact name, so write the name the same way in both files",
      );
    }
    alike.push(name);
    byFolded.set(folded, alike);
  }
}

function checkShared(announcements: readonly Announcement[], holders: ReadonlyMap<string, ReadonlySet<number>>): void {
  if (announcements.length < 2) return;
  for (const [company, { variables, sense, inequalities, equalities }] of announcements.entries()) {
    if (variables.length === 0 && sense === null && inequalities + equalities === 0) continue;
    if (variables.some(({ name }) => holders.get(name)!.size > 1)) continue;
    const some = variables.slice(0, 3).map(({ name }) => `"${name}"`);
    throw new InputError(
      "NoSharedVariable",
      `company ${company} shares no variable with the others (it has ${some.join(", ") || "none"}${variables.length > 3 ? ", …" : ""}); ` +
        "variables are matched by name, so use the same names in all files",
    );
  }
}
