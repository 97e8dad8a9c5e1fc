// The private rows that one company's model becomes. They follow from its own file alone, so row
// counts can be announced before the public columns are agreed on.
import { InputError } from "../../errors.ts";
import { compare, type Decimal, decimal, multiply, ZERO } from "../../math/decimal.ts";
import type { Entry, Item, Model, Row } from "./model.ts";

/** One row of the normal form: sign · (row or variable) ≤ sign · side, or = side. */
export interface PlannedRow {
  /** Whether it comes from a row of the model or from a bound of one of its variables. */
  readonly of: "row" | "bound";
  /** Index of that row or variable in the model. */
  readonly index: number;
  /** −1 for a lower side, which is negated into ≤; +1 for an upper side and for equalities. */
  readonly sign: 1 | -1;
  readonly side: Item;
}

export interface Plan {
  readonly inequalities: readonly PlannedRow[];
  readonly equalities: readonly PlannedRow[];
}

/**
 * The model's rows in order (a range becomes two inequalities, equal sides become an equality),
 * then the bounds of its variables in order. A lower bound of zero makes no row, because it makes
 * the public column non-negative.
 */
export function planRows(model: Model): Plan {
  const inequalities: PlannedRow[] = [];
  const equalities: PlannedRow[] = [];
  const plan = (of: "row" | "bound", index: number, lower: Item | null, upper: Item | null): void => {
    if (lower !== null && upper !== null && compare(lower.value, upper.value) === 0) {
      equalities.push({ of, index, sign: 1, side: upper });
      return;
    }
    if (upper !== null) inequalities.push({ of, index, sign: 1, side: upper });
    const implied = of === "bound" && lower?.value.mantissa === 0n;
    if (lower !== null && !implied) inequalities.push({ of, index, sign: -1, side: lower });
  };
  for (const [index, { lower, upper }] of model.rows.entries()) plan("row", index, lower, upper);
  for (const [index, { lower, upper }] of model.variables.entries()) plan("bound", index, lower, upper);
  return { inequalities, equalities };
}

/** The planned rows in the order of the normal form: inequalities, then equalities. */
export function plannedRows(model: Model): PlannedRow[] {
  const { inequalities, equalities } = planRows(model);
  return [...inequalities, ...equalities];
}

const ONE = decimal(1n);

/** The entries of a row of the normal form, with the signs that the model gives them. */
export function entriesOf(model: Model, { of, index }: Pick<PlannedRow, "of" | "index">): readonly Entry[] {
  return of === "row" ? model.rows[index]!.entries : [{ variable: index, value: ONE, line: 0 }];
}

/** How texts name a row of the normal form: `row "c"`, `the bound of "x"`. */
export function rowName(model: Model, row: number): string {
  const planned = plannedRows(model)[row];
  if (planned === undefined) return "the row 0 ≤ 0";
  const { name } = (planned.of === "row" ? model.rows : model.variables)[planned.index]!;
  return planned.of === "row" ? `row "${name}"` : `the bound of "${name}"`;
}

/**
 * The model with one of its rows multiplied by a positive factor, on both sides if it has two; the
 * bounds of a variable become such a row, except that it stays non-negative if it was.
 */
export function withMultipliedRow(model: Model, { of, index }: PlannedRow, factor: Decimal): Model {
  const times = <Of extends Item>(item: Of): Of => ({ ...item, value: multiply(item.value, factor) });
  const side = (item: Item | null) => (item === null ? null : times(item));
  const multiplied = ({ entries, lower, upper, ...row }: Row): Row => ({
    ...row,
    entries: entries.map(times),
    lower: side(lower),
    upper: side(upper),
  });
  if (of === "row") return { ...model, rows: model.rows.with(index, multiplied(model.rows[index]!)) };
  const { name, line, lower, upper } = model.variables[index]!;
  const isNonNegative = lower !== null && lower.value.mantissa >= 0n;
  const row = { name, line, entries: entriesOf(model, { of, index }), upper };
  return {
    ...model,
    variables: model.variables.with(index, {
      ...{ name, line, upper: null },
      lower: isNonNegative ? { ...lower, value: ZERO } : null,
    }),
    rows: [...model.rows, multiplied({ ...row, lower: lower?.value.mantissa === 0n ? null : lower })],
  };
}

/**
 * @throws InputError EmptyParty when the model has no objective, and no row or bound that restricts
 *   anything.
 */
export function requireContent(model: Model): void {
  if (model.objective !== null) return;
  const { inequalities, equalities } = planRows(model);
  if (inequalities.length + equalities.length > 0) return;
  throw new InputError(
    "EmptyParty",
    "the program has no row that restricts anything, no bound and no objective (one without non-zeros counts as none); " +
      "a company must bring rows or bounds, the objective, or both",
    { file: model.file },
  );
}
