// The rows of a company's file as a disclosure names them.
import { InputError } from "../../errors.ts";
import type { Model } from "../../lp/model/model.ts";
import { type PlannedRow, planRows } from "../../lp/model/plan.ts";

export interface NamedRow {
  /** That of the row in the file, or "bound of" a variable. */
  readonly name: string;
  readonly sense: "≤" | "≥, times −1" | "=";
}

/** The rows of the normal form, in its order: a range makes two, a bound one. */
export function namedRows(model: Model): NamedRow[] {
  const { inequalities, equalities } = planRows(model);
  const name = ({ of, index }: PlannedRow) =>
    of === "row" ? model.rows[index]!.name : `bound of ${model.variables[index]!.name}`;
  return [
    ...inequalities.map((row): NamedRow => ({ name: name(row), sense: row.sign === 1 ? "≤" : "≥, times −1" })),
    ...equalities.map((row): NamedRow => ({ name: name(row), sense: "=" })),
  ];
}

/** Throws InputError "RowUnknown", which lists the names, for one that no row has. */
export function requireRows(wanted: readonly string[], rows: readonly NamedRow[]): void {
  const names = [...new Set(rows.map(({ name }) => name))];
  const unknown = wanted.find((text) => !names.includes(text));
  if (unknown === undefined) return;
  const known = names.length === 0 ? "it has none" : `it has ${names.join(", ")}`;
  throw new InputError("RowUnknown", `the file has no row "${unknown}"; ${known}`, { field: "--row" });
}
