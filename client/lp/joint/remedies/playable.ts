// Whether an engine still takes the known companies' rows after a change: other units can bring
// numbers of a row too far apart for it.
import { InputError } from "../../../errors.ts";
import { toScaled } from "../../../math/decimal.ts";
import type { Model } from "../../model/model.ts";
import type { SizedRow } from "../program.ts";
import type { Scales } from "../scales.ts";
import type { Change, CheckedRows, ScaledProgram } from "./change.ts";
import { inUnits, numbersIn, OWN_UNITS } from "./numbers.ts";

/** @param decimals - After the change. */
export function isPlayable(scaled: ScaledProgram, { decimals }: Pick<Scales, "decimals">, change: Change): boolean {
  const { program, models, check } = scaled;
  if (check === undefined) return true;
  const { coefficient } = decimals;
  const units = { ...OWN_UNITS, ...change };
  const { cost } = numbersIn(scaled, program.objectiveOwner, units).sizes;
  const exponent = cost === null ? 0 : Math.max(0, cost - (change.costs ?? 0) + coefficient);
  return [...models].every(([company, model]) => {
    const own = units.rows.filter((unit) => unit.company === company);
    const { sized } = inUnits(scaled, model, { ...units, rows: own });
    try {
      check({ rows: denseRows(scaled, model, { sized, coefficient }), largestCost: 10n ** BigInt(exponent) });
      return true;
    } catch (error) {
      if (error instanceof InputError) return false;
      throw error;
    }
  });
}

/** The rows as the round would have them, but for signs and the order of columns. */
function denseRows(
  { program }: ScaledProgram,
  model: Model,
  { sized, coefficient }: { readonly sized: readonly SizedRow[]; readonly coefficient: number },
): CheckedRows["rows"] {
  const free = new Set(program.variables.filter((variable) => variable.free).map(({ name }) => name));
  const isFree = model.variables.map(({ name }) => free.has(name));
  const coefficients = sized.map(({ entries }) => {
    const row = new Array<bigint>(2 * isFree.length).fill(0n);
    for (const { variable, value } of entries) {
      row[2 * variable] = toScaled(value, coefficient, "nearest");
      if (isFree[variable]) row[2 * variable + 1] = -row[2 * variable]!;
    }
    return row;
  });
  const rhs = sized.map(({ side }) => toScaled(side, coefficient, "nearest"));
  return {
    columns: 2 * isFree.length,
    inequalities: { coefficients, rhs },
    equalities: { coefficients: [], rhs: [] },
    objective: null,
  };
}
