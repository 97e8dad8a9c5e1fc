// Writes models as tables, for round trips. A table has neither ranges nor a constant.
import type { SheetCell } from "../../client/cli/sheets.ts";
import { workbookBytes } from "../../client/cli/workbook-bytes.ts";
import type { Item, Model } from "../../client/lp/model/model.ts";
import { compare, type Decimal, formatDecimal, ZERO } from "../../client/math/decimal.ts";

/** The model without what a table cannot say: of a range, the lower side stays. */
export function tabular(model: Model): Model {
  const isRange = (lower: Item | null, upper: Item | null) =>
    lower !== null && upper !== null && compare(lower.value, upper.value) !== 0;
  return {
    ...model,
    rows: model.rows.map((row) => (isRange(row.lower, row.upper) ? { ...row, upper: null } : row)),
    objective: model.objective === null ? null : { ...model.objective, constant: ZERO },
  };
}

type Format<Number> = (value: Decimal) => Number;

/** The rows of the table; every bound is stated. */
function tableOf<Number extends SheetCell>(model: Model, format: Format<Number>): SheetCell[][] {
  const across = (numbers: ReadonlyMap<number, Number>) =>
    model.variables.map((_, index) => numbers.get(index) ?? null);
  const terms = (entries: readonly { readonly variable: number; readonly value: Decimal }[]) =>
    across(new Map(entries.map(({ variable, value }) => [variable, format(value)])));
  const bounds = (side: "lower" | "upper") =>
    model.variables.map((variable) => (variable[side] === null ? "none" : format(variable[side].value)));
  const rows = model.rows.map(({ name, entries, lower, upper }) => {
    const sense = lower === null ? "<=" : upper === null ? ">=" : "=";
    return [name, ...terms(entries), sense, format((upper ?? lower)!.value)];
  });
  return [
    ["row", ...model.variables.map(({ name }) => name), "sense", "right-hand side"],
    ["", ...bounds("upper"), "upper", ""],
    ...rows,
    ["", ...bounds("lower"), "lower", ""],
    ...(model.objective === null
      ? []
      : [[model.objective.name, ...terms(model.objective.entries), model.objective.sense, ""]]),
  ].map((row) => row.map((cell) => (cell === "" ? null : cell)));
}

export function writeCsv(model: Model, delimiter: string, lineBreak: string): string {
  const quoted = (cell: SheetCell) => (cell === null ? "" : `"${`${cell}`.replaceAll('"', '""')}"`);
  return tableOf(model, formatDecimal)
    .map((row) => `${row.map(quoted).join(delimiter)}${lineBreak}`)
    .join("");
}

export function writeXlsx(model: Model): Promise<Uint8Array> {
  return workbookBytes([{ name: "Week 1", rows: tableOf(model, (value) => Number(formatDecimal(value))) }]);
}
