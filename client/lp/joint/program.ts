// What companies tell each other about their files before a round, and the public program that
// follows.
import { InputError } from "../../errors.ts";
import { add, type Decimal, decimal, decimalsOf, ZERO } from "../../math/decimal.ts";
import { type Item, isHelper, MAX_ROWS, MAX_VARIABLES, type Model, type Sense } from "../model/model.ts";
import { foldedName } from "../model/names.ts";
import { entriesOf, plannedRows, planRows, requireContent } from "../model/plan.ts";
import { absolute, decodeBound, exponentAbove, formatBound, larger, type Magnitudes, NO_MAGNITUDES } from "./sizes.ts";

/**
 * Whether a file lets a variable be negative: it does, it forbids it, or it says nothing, which
 * means that the variable must not be negative.
 */
export const DOMAINS = ["free", "nonNegative", "unstated"] as const;
export type Domain = (typeof DOMAINS)[number];

export interface AnnouncedVariable {
  readonly name: string;
  readonly domain: Domain;
  /**
   * The upper bound that this company states for the variable's absolute value, as a digit and an
   * exponent such as "2e6"; null if it states none.
   */
  readonly bound: string | null;
}

/**
 * The public part of one company's file, and the upper bounds that the company states. Of the
 * coefficients, right-hand sides, costs and bounds in the file, only the sizes become public, as
 * powers of ten.
 */
export interface Announcement {
  /** Variables of the file, in its order. */
  readonly variables: readonly AnnouncedVariable[];
  /** Numbers of rows in normal form, bounds included. */
  readonly inequalities: number;
  readonly equalities: number;
  /**
   * Smallest number of decimals (κ) that represents every number of these rows and costs exactly.
   */
  readonly decimals: number;
  readonly magnitudes: Magnitudes;
  /** Sense of the objective, or null when the file has none. */
  readonly sense: Sense | null;
}

export interface PublicVariable {
  readonly name: string;
  /**
   * A free variable is the difference of two columns, `column` − (`column` + 1); any other is the
   * column itself.
   */
  readonly free: boolean;
  readonly column: number;
}

/**
 * What every company knows before a round. Arrays per company are in the order of the companies.
 */
export interface PublicProgram {
  readonly variables: readonly PublicVariable[];
  /** Number n of columns. */
  readonly columns: number;
  /**
   * Inequality rows per company. A company with neither rows nor costs commits to the row 0 ≤ 0,
   * because consent to an outcome is proven with committed rows.
   */
  readonly inequalities: readonly number[];
  readonly equalities: readonly number[];
  /**
   * In a round without costs, the party that brings costs of zero: the first one without rows, or
   * else the last party.
   */
  readonly objectiveOwner: number;
  /**
   * Sense of the user's objective (costs are always minimised; `max` is negated); null in a round
   * without costs.
   */
  readonly sense: Sense | null;
  /** Smallest number of decimals (κ) that needs no rounding. */
  readonly decimals: number;
  /** Per company, the same for its numbers alone. */
  readonly ownDecimals: readonly number[];
  /** Per company. */
  readonly magnitudes: readonly Magnitudes[];
  /**
   * For each variable, in the order of `variables`: the upper bound of its absolute value, a digit
   * times a power of ten, and who states one.
   */
  readonly bounds: readonly PublicBound[];
}

export interface PublicBound {
  readonly value: Decimal;
  /** What companies state, of which the largest counts; empty if the default applies. */
  readonly stated: ReadonlyMap<number, Decimal>;
  /** The companies that have the variable, and so may state another bound. */
  readonly holders: readonly number[];
}

/** The announcement of a helper: no variables, rows or costs. */
export const HELPER: Announcement = {
  ...{ variables: [], inequalities: 0, equalities: 0, decimals: 0, sense: null },
  magnitudes: NO_MAGNITUDES,
};

/**
 * Upper bounds that a company states, for single variables and for all others. Each is a digit
 * times a power of ten.
 */
export interface StatedBounds {
  readonly byName: ReadonlyMap<string, Decimal>;
  readonly all: Decimal | null;
}

export const NO_BOUNDS: StatedBounds = { byName: new Map(), all: null };

/**
 * The announcement of a model, without stated bounds.
 * @throws InputError EmptyParty for a model that has only variables.
 */
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
    variables: model.variables.map(({ name, lower }) => ({ name, domain: domainOf(lower), bound: null })),
    inequalities: inequalities.length,
    equalities: equalities.length,
    decimals: numbers.reduce((most, { value }) => Math.max(most, decimalsOf(value)), 0),
    magnitudes: magnitudesOf(
      sizedRows(model),
      (model.objective?.entries ?? []).map(({ value }) => value),
    ),
    sense: model.objective?.sense ?? null,
  };
}

/**
 * The announcement with these bounds stated.
 * @throws InputError UnknownVariable for a bound of a variable that the announcement does not list.
 */
export function withBounds(announcement: Announcement, { byName, all }: StatedBounds): Announcement {
  const names = new Set(announcement.variables.map(({ name }) => name));
  for (const name of byName.keys()) {
    if (names.has(name)) continue;
    throw new InputError("UnknownVariable", `there is a bound for "${name}", but the file has no such variable`);
  }
  const variables = announcement.variables.map((variable) => {
    const bound = byName.get(variable.name) ?? all;
    return bound === null ? variable : { ...variable, bound: formatBound(bound) };
  });
  return { ...announcement, variables };
}

/** The announcement without stated bounds: the part that follows from the file alone. */
export function withoutBounds(announcement: Announcement): Announcement {
  return { ...announcement, variables: announcement.variables.map((variable) => ({ ...variable, bound: null })) };
}

/** A row in normal form, but for signs. */
export interface SizedRow {
  readonly entries: readonly { readonly variable: number; readonly value: Decimal }[];
  readonly side: Decimal;
}

/** The rows in normal form: a range or a bound counts as the rows that it makes. */
export function sizedRows(model: Model): SizedRow[] {
  return plannedRows(model).map((row) => ({ entries: entriesOf(model, row), side: row.side.value }));
}

export function magnitudesOf(rows: readonly SizedRow[], costs: readonly Decimal[]): Magnitudes {
  const most = { coefficient: ZERO, row: ZERO, side: ZERO };
  for (const { entries, side } of rows) {
    const sizes = entries.map(({ value }) => absolute(value));
    most.coefficient = sizes.reduce(larger, most.coefficient);
    most.row = larger(most.row, sizes.reduce(add, ZERO));
    most.side = larger(most.side, absolute(side));
  }
  return {
    coefficient: exponentAbove(most.coefficient),
    row: exponentAbove(most.row),
    column: exponentAbove([...columnSums(rows).values()].reduce(larger, ZERO)),
    side: exponentAbove(most.side),
    cost: exponentAbove(costs.map(absolute).reduce(larger, ZERO)),
  };
}

/** The sum of each variable's |coefficients|, by index of the variable. */
export function columnSums(rows: readonly SizedRow[]): Map<number, Decimal> {
  const sums = new Map<number, Decimal>();
  for (const { entries } of rows)
    for (const { variable, value } of entries) sums.set(variable, add(sums.get(variable) ?? ZERO, absolute(value)));
  return sums;
}

/** A lower bound of zero on line 0 is the default. */
function domainOf(lower: Item | null): Domain {
  if (lower === null || lower.value.mantissa < 0n) return "free";
  return lower.line === 0 && lower.value.mantissa === 0n ? "unstated" : "nonNegative";
}

export interface CombineOptions {
  /** The companies' names, for errors; "company 0" and so on without them. */
  readonly names?: readonly string[];
  /**
   * A round without costs, which asks whether any plan satisfies all rows. No company may then have
   * an objective.
   */
  readonly feasible?: boolean;
}

/**
 * The public program of announcements in the order of the companies. Variables are matched by exact
 * name and keep the order of the first company that has them. A variable is free unless some
 * company says that it is ≥ 0: the joint domain is the intersection of what the files say. If one
 * file says that it may be negative and another leaves it at the default of zero, the files
 * disagree.
 * @throws InputError NoObjective, SeveralObjectives, ObjectiveUnexpected, NamesDiffer (only in case
 *   or white space), SignsDiffer, NoSharedVariable, TooManyVariables, TooManyRows.
 */
export function combine(
  announcements: readonly Announcement[],
  { names, feasible = false }: CombineOptions = {},
): PublicProgram {
  const nameOf = (company: number): string => names?.[company] ?? `company ${company}`;
  const owners = announcements.flatMap(({ sense }, company) => (sense === null ? [] : [{ company, sense }]));
  const objective = feasible ? noObjective(announcements, nameOf) : onlyObjective(owners, nameOf);
  const holders = holdersOf(announcements);
  checkNames(holders, nameOf);
  checkShared(announcements, holders, nameOf);
  checkSigns(announcements, nameOf);
  const nonNegative = new Set(
    announcements.flatMap(({ variables }) =>
      variables.filter(({ domain }) => domain !== "free").map(({ name }) => name),
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
    throw new InputError("TooManyRows", `${nameOf(company)} has more than ${MAX_ROWS} rows, bounds included`);
  }
  return {
    variables,
    columns,
    inequalities: announcements.map(({ inequalities, equalities }, company) =>
      inequalities + equalities === 0 && company !== objective.company ? 1 : inequalities,
    ),
    equalities: announcements.map((announcement) => announcement.equalities),
    objectiveOwner: objective.company,
    sense: objective.sense,
    decimals: Math.max(...announcements.map(({ decimals }) => decimals)),
    ownDecimals: announcements.map(({ decimals }) => decimals),
    magnitudes: announcements.map(({ magnitudes }) => magnitudes),
    bounds: boundsOf(announcements, holders),
  };
}

/** Exponents of the smallest and the largest default bound. */
export const DEFAULT_BOUNDS = { least: 6, most: 9 } as const;

/** The bound of a variable for which no company states one. */
export function defaultBound(magnitudes: readonly Magnitudes[]): Decimal {
  const sides = magnitudes.map(({ side }) => side ?? 0);
  return decimal(1n, Math.min(Math.max(DEFAULT_BOUNDS.least, ...sides), DEFAULT_BOUNDS.most));
}

/**
 * The bound of a variable is the largest that any company states. These bounds are not rows: a
 * small one could only keep the others from an optimum that their rows allow, and a large one costs
 * only precision, which the round's tolerances show. If no company states a bound, it is 10^6, or
 * the size of the largest right-hand side of all companies if that is more, up to 10^9.
 */
function boundsOf(
  announcements: readonly Announcement[],
  holders: ReadonlyMap<string, ReadonlySet<number>>,
): PublicBound[] {
  const stated = new Map([...holders.keys()].map((name) => [name, new Map<number, Decimal>()]));
  for (const [company, { variables }] of announcements.entries())
    for (const { name, bound } of variables) {
      const value = decodeBound(bound);
      if (value !== null) stated.get(name)!.set(company, value);
    }
  const usual = defaultBound(announcements.map(({ magnitudes }) => magnitudes));
  return [...holders].map(([name, companies]) => {
    const own = stated.get(name)!;
    return { value: own.size === 0 ? usual : [...own.values()].reduce(larger), stated: own, holders: [...companies] };
  });
}

type NameOf = (company: number) => string;

/**
 * The only element of `owners`.
 * @throws InputError NoObjective, SeveralObjectives.
 */
export function onlyObjective<Owner extends { readonly company: number }>(
  owners: readonly Owner[],
  nameOf: NameOf = (company) => `company ${company}`,
): Owner {
  const [first, second] = owners;
  if (first === undefined) {
    throw new InputError(
      "NoObjective",
      "no company has an objective (one without non-zeros counts as none); exactly one company must give one in its file, or the " +
        'round must be opened without costs: "objective": "none" in the spec, or --feasible',
    );
  }
  if (second === undefined) return first;
  throw new InputError(
    "SeveralObjectives",
    `${owners.map(({ company }) => nameOf(company)).join(" and ")} have an objective; exactly one company must give it, ` +
      "and the others must leave it out of their files",
  );
}

/**
 * The company that stands in as the objective's owner in a round without costs.
 * @throws InputError ObjectiveUnexpected, EmptyParty.
 */
function noObjective(announcements: readonly Announcement[], nameOf: NameOf): { company: number; sense: null } {
  const owner = announcements.findIndex(({ sense }) => sense !== null);
  if (owner >= 0) {
    throw new InputError(
      "ObjectiveUnexpected",
      `${nameOf(owner)} has an objective, but the round has no costs; leave the objective out of its file, or ask for the optimum`,
    );
  }
  const hasRows = announcements.map(({ inequalities, equalities }) => inequalities + equalities > 0);
  if (!hasRows.includes(true)) throw new InputError("EmptyParty", "no company has rows, so there is nothing to solve");
  const helper = hasRows.indexOf(false);
  return { company: helper < 0 ? announcements.length - 1 : helper, sense: null };
}

/**
 * If one file says that a variable may be negative, every other file that has it must state a lower
 * bound or declare it free.
 * @throws InputError SignsDiffer.
 */
function checkSigns(announcements: readonly Announcement[], nameOf: NameOf): void {
  const saidBy = (wanted: Domain): Map<string, number> =>
    new Map(
      announcements.flatMap(({ variables }, company) =>
        variables.filter(({ domain }) => domain === wanted).map(({ name }): [string, number] => [name, company]),
      ),
    );
  const unstated = saidBy("unstated");
  for (const [name, company] of saidBy("free")) {
    const other = unstated.get(name);
    if (other === undefined) continue;
    throw new InputError(
      "SignsDiffer",
      `${nameOf(company)} says that variable "${name}" may be negative; ${nameOf(other)} says nothing, which means "${name} ≥ 0"; ` +
        "declare it free in both files, or write the lower bound of 0 if it is intended",
    );
  }
}

/** The companies that have each variable, by name, in public order. */
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

/**
 * Names that differ only in case or white space are taken for a slip, unless one company uses both.
 */
function checkNames(holders: ReadonlyMap<string, ReadonlySet<number>>, nameOf: NameOf): void {
  const byFolded = new Map<string, string[]>();
  for (const [name, companies] of holders) {
    const folded = foldedName(name);
    const alike = byFolded.get(folded) ?? [];
    for (const other of alike) {
      const others = holders.get(other)!;
      if (!companies.isDisjointFrom(others)) continue;
      throw new InputError(
        "NamesDiffer",
        `${nameOf([...others][0]!)} writes "${other}" and ${nameOf([...companies][0]!)} writes "${name}"; ` +
          "variables are matched by exact name, so write the name the same way in both files",
      );
    }
    alike.push(name);
    byFolded.set(folded, alike);
  }
}

function checkShared(
  announcements: readonly Announcement[],
  holders: ReadonlyMap<string, ReadonlySet<number>>,
  nameOf: NameOf,
): void {
  if (announcements.length < 2) return;
  for (const [company, { variables, sense, inequalities, equalities }] of announcements.entries()) {
    if (variables.length === 0 && sense === null && inequalities + equalities === 0) continue;
    if (variables.some(({ name }) => holders.get(name)!.size > 1)) continue;
    const some = variables.slice(0, 3).map(({ name }) => `"${name}"`);
    throw new InputError(
      "NoSharedVariable",
      `${nameOf(company)} shares no variable with the others (it has ${some.join(", ") || "none"}${variables.length > 3 ? ", …" : ""}); ` +
        "variables are matched by name, so use the same names in all files",
    );
  }
}
