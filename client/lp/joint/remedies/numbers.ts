// Sizes and decimals of one company's numbers in other units: exact if its program is known here,
// or else the largest that its announcement allows.
import { type Decimal, decimal, timesPowerOfTen } from "../../../math/decimal.ts";
import type { Entry, Model } from "../../model/model.ts";
import { plannedRows } from "../../model/plan.ts";
import { magnitudesOf, type SizedRow } from "../program.ts";
import type { Magnitudes } from "../sizes.ts";
import type { Change, ScaledProgram } from "./change.ts";

/** Decimals are below zero for numbers that end in zeros, and −∞ where there are none but zeros. */
export interface OwnNumbers {
  readonly sizes: Magnitudes;
  readonly rowDecimals: number;
  readonly costDecimals: number;
}

export type Units = Required<Pick<Change, "rows" | "variables">>;

export const OWN_UNITS: Units = { rows: [], variables: new Map() };

/** @param rows - Only those of the company count. */
export function numbersIn(scaled: ScaledProgram, company: number, { rows, variables }: Units): OwnNumbers {
  const own = { rows: rows.filter((unit) => unit.company === company), variables };
  const model = scaled.models.get(company);
  return model === undefined ? announcedNumbers(scaled, company, own) : exactNumbers(scaled, model, own);
}

function announcedNumbers({ program }: ScaledProgram, company: number, { rows, variables }: Units): OwnNumbers {
  const { coefficient, row, column, side, cost } = program.magnitudes[company]!;
  const decimals = program.ownDecimals[company]!;
  const by = rows[0]?.by ?? 0;
  // Only companies whose programs are known here measure variables in smaller units.
  const held = [...variables].filter(([variable]) => program.bounds[variable]!.holders.includes(company));
  const up = Math.max(0, ...held.map(([, larger]) => larger));
  const plus = (size: number | null, exponent: number) => (size === null ? null : size + exponent);
  return {
    sizes: {
      coefficient: plus(coefficient, up - by),
      row: plus(row, up - by),
      column: plus(column, up - by),
      side: plus(side, -by),
      cost: plus(cost, up),
    },
    rowDecimals: row === null && side === null ? Number.NEGATIVE_INFINITY : decimals + by,
    costDecimals: cost === null ? Number.NEGATIVE_INFINITY : decimals,
  };
}

function exactNumbers(scaled: ScaledProgram, model: Model, units: Units): OwnNumbers {
  const { entries, sized, costs } = inUnits(scaled, model, units);
  const coefficients = [...entries, ...sized.map((row) => row.entries)].flat().map(({ value }) => value);
  return {
    sizes: magnitudesOf(sized, costs),
    rowDecimals: mostDecimals([...coefficients, ...sized.map(({ side }) => side)]),
    costDecimals: mostDecimals(costs),
  };
}

/** Rows in normal form and costs of a known program, in other units. */
export function inUnits({ program }: ScaledProgram, model: Model, { rows, variables }: Units) {
  const byName = new Map([...variables].map(([variable, up]) => [program.variables[variable]!.name, up]));
  const ups = model.variables.map(({ name }) => byName.get(name) ?? 0);
  const byOf = (index: number | null) => rows.find(({ row }) => row === null || row === index)?.by ?? 0;
  const up = ({ variable, value }: Entry, by: number) => ({
    variable,
    value: timesPowerOfTen(value, ups[variable]! - by),
  });
  const entries = model.rows.map((row, index) => row.entries.map((entry) => up(entry, byOf(index))));
  const sized = plannedRows(model).map(({ of, index, side }): SizedRow => {
    const by = byOf(of === "row" ? index : null);
    if (of === "row") return { entries: entries[index]!, side: timesPowerOfTen(side.value, -by) };
    return {
      entries: [{ variable: index, value: decimal(1n, -by) }],
      side: timesPowerOfTen(side.value, -by - ups[index]!),
    };
  });
  const costs = (model.objective?.entries ?? []).map((entry) => up(entry, 0).value);
  return { entries, sized, costs };
}

/** The fewest decimals that write all of the numbers, as in `OwnNumbers`. */
export function mostDecimals(numbers: readonly Decimal[]): number {
  return numbers.reduce(
    (most, { mantissa, exponent }) => (mantissa === 0n ? most : Math.max(most, -exponent)),
    Number.NEGATIVE_INFINITY,
  );
}
