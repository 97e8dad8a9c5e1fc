// Makes a change of client/lp/joint/remedies in the companies' files and announcements, as they
// would.
import { announce, combine, NO_BOUNDS, type PublicProgram, withBounds } from "../../client/lp/joint/program.ts";
import type { Change } from "../../client/lp/joint/remedies/change.ts";
import { knownLimits, lowered } from "../../client/lp/joint/remedies/limits.ts";
import { larger } from "../../client/lp/joint/sizes.ts";
import type { Entry, Item, Model, Row } from "../../client/lp/model/model.ts";
import { compare, type Decimal, decimal, multiply } from "../../client/math/decimal.ts";

/** A company's program, and the upper bounds that it states. */
export interface Stating {
  readonly model: Model;
  readonly stated: ReadonlyMap<string, Decimal>;
}

export function programOf(companies: readonly Stating[]): PublicProgram {
  return combine(companies.map(({ model, stated }) => withBounds(announce(model), { ...NO_BOUNDS, byName: stated })));
}

const times =
  (exponent: number) =>
  <Of extends Item>(item: Of): Of => ({ ...item, value: multiply(item.value, decimal(1n, exponent)) });

function withSides<Of extends Pick<Row, "lower" | "upper">>(row: Of, change: (item: Item) => Item): Of {
  return { ...row, lower: row.lower && change(row.lower), upper: row.upper && change(row.upper) };
}

/** Bounds, but for a lower one of zero, as rows. */
function withBoundsAsRows(model: Model): Model {
  const isZero = (item: Item | null) => item?.value.mantissa === 0n;
  const rows = model.variables.flatMap(({ name, line, lower, upper }, variable): Row[] => {
    const sides = { lower: isZero(lower) ? null : lower, upper };
    const entries = [{ variable, value: decimal(1n), line }];
    return sides.lower === null && upper === null ? [] : [{ name: `bound of ${name}`, line, entries, ...sides }];
  });
  const variables = model.variables.map((own) => {
    const lower = isZero(own.lower) ? own.lower : null;
    return { ...own, lower, upper: null };
  });
  return { ...model, variables, rows: [...model.rows, ...rows] };
}

function divided(model: Model, company: number, { rows = [] }: Change): Model {
  return rows
    .filter((unit) => unit.company === company)
    .reduce((own, { row, by }) => {
      const whole = row === null ? withBoundsAsRows(own) : own;
      const changed = whole.rows.map((one, index) =>
        row === null || row === index ? withSides({ ...one, entries: one.entries.map(times(-by)) }, times(-by)) : one,
      );
      return { ...whole, rows: changed };
    }, model);
}

function measured(model: Model, name: string, by: number): Model {
  const variable = model.variables.findIndex((own) => own.name === name);
  const entry = (one: Entry): Entry => (one.variable === variable ? times(by)(one) : one);
  return {
    ...model,
    variables: model.variables.map((own, index) => (index === variable ? withSides(own, times(-by)) : own)),
    rows: model.rows.map((row) => ({ ...row, entries: row.entries.map(entry) })),
    objective: model.objective && { ...model.objective, entries: model.objective.entries.map(entry) },
  };
}

/** @param known - The companies whose programs whoever advised the change knew. */
export function applied(companies: readonly Stating[], change: Change, known: ReadonlyMap<number, Model>): Stating[] {
  const program = programOf(companies);
  const limits = knownLimits({ program, models: known });
  const { costs = 0, variables = new Map<number, number>(), bound } = change;
  return companies.map(({ model, stated }, company) => {
    let own = divided(model, company, change);
    if (own.objective !== null)
      own = { ...own, objective: { ...own.objective, entries: own.objective.entries.map(times(-costs)) } };
    const bounds = new Map(stated);
    for (const [v, { name }] of program.variables.entries()) {
      const by = variables.get(v) ?? 0;
      own = measured(own, name, by);
      const before = stated.get(name);
      if (before !== undefined) bounds.set(name, multiply(before, decimal(1n, -by)));
      const after = bound === undefined ? null : lowered(bound, limits.get(v));
      const { holders, value } = program.bounds[v]!;
      if (after === null || compare(value, after) <= 0) continue;
      const mustLower = before !== undefined && larger(before, after) !== after;
      if (mustLower || (program.bounds[v]!.stated.size === 0 && holders[0] === company)) bounds.set(name, after);
    }
    return { model: own, stated: bounds };
  });
}
