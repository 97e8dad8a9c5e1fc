// Rows in other units: the largest divided by powers of ten, or those with the most decimals
// multiplied.
import { FEW } from "../../../math/counted.ts";
import { add, ZERO } from "../../../math/decimal.ts";
import { MAX_DECIMALS } from "../../model/normalise.ts";
import { plannedRows } from "../../model/plan.ts";
import { type SizedRow, sizedRows } from "../program.ts";
import { absolute, exponentAbove } from "../sizes.ts";
import type { Change, RowUnit, ScaledProgram } from "./change.ts";
import { levels, type Sized } from "./levels.ts";
import { mostDecimals, numbersIn, OWN_UNITS, type OwnNumbers } from "./numbers.ts";

type RowPart = Omit<RowUnit, "by"> & Sized;

export function smallerRows(scaled: ScaledProgram): Change[] {
  const parts = rowParts(scaled, {
    ofRow: ({ entries }) => exponentAbove(entries.map(({ value }) => absolute(value)).reduce(add, ZERO)),
    ofCompany: ({ sizes: { row, column } }) => (row === null || column === null ? null : Math.max(row, column)),
  });
  return levels(parts, MAX_DECIMALS).map((over) => ({ rows: fewOrAll(over) }));
}

export function largerRows(scaled: ScaledProgram): Change[] {
  const parts = rowParts(scaled, {
    ofRow: ({ entries, side }) => mostDecimals([...entries.map(({ value }) => value), side]),
    ofCompany: ({ rowDecimals }) => rowDecimals,
  });
  const most = parts.reduce((decimals, { size }) => Math.max(decimals, size), 0);
  return levels(parts, Math.min(most, MAX_DECIMALS)).map((over) => ({
    rows: fewOrAll(over).map(({ by, ...rows }) => ({ ...rows, by: -by })),
  }));
}

interface RowSize {
  readonly ofRow: (row: SizedRow) => number | null;
  /** Of all rows of a company whose program is not known here. */
  readonly ofCompany: (numbers: OwnNumbers) => number | null;
}

/** The rows of known programs, with null for a bound, and the companies of the others. */
function rowParts(scaled: ScaledProgram, { ofRow, ofCompany }: RowSize): RowPart[] {
  const parts = scaled.program.magnitudes.flatMap((_, company) => {
    const model = scaled.models.get(company);
    if (model === undefined) return [{ company, row: null, size: ofCompany(numbersIn(scaled, company, OWN_UNITS)) }];
    const rows = sizedRows(model);
    return plannedRows(model).map(({ of, index }, i) => ({
      company,
      row: of === "row" ? index : null,
      size: ofRow(rows[i]!),
    }));
  });
  return parts.flatMap(({ size, ...part }) => (size === null ? [] : [{ ...part, size }]));
}

/** A company that would change a bound, or more than a few rows, changes all. */
function fewOrAll(units: readonly RowUnit[]): RowUnit[] {
  const most = (of: readonly RowUnit[]) => Math.max(...of.map(({ by }) => by));
  return [...Map.groupBy(units, ({ company }) => company)].flatMap(([company, own]) => {
    const rows = Map.groupBy(own, ({ row }) => row);
    return rows.size > FEW || rows.has(null)
      ? [{ company, row: null, by: most(own) }]
      : [...rows].map(([row, sides]) => ({ company, row, by: most(sides) }));
  });
}
