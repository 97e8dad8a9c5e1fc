// From one company's model to its private rows in normal form (docs/design.md, section 1): ≥ rows
// and `max` objectives are negated, a range becomes two inequalities, every bound except a lower
// bound of zero becomes a row, and a free variable x becomes the difference x⁺ − x⁻ of two columns.
import { InputError, type InputPlace } from "../../errors.ts";
import { counted } from "../../math/counted.ts";
import { type Decimal, decimal, type Rounding, toScaled } from "../../math/decimal.ts";
import { onlyObjective, type PublicProgram, type PublicVariable } from "../joint/program.ts";
import { type Entry, field, type Model } from "./model.ts";
import { INTEGER_LIMIT, type IntegerProgram, type IntegerRows, type PartyRows } from "./normal.ts";
import { type PlannedRow, planRows } from "./plan.ts";

/** Largest number of decimals of a coefficient (docs/certificate.md). */
export const MAX_DECIMALS = 15;
/** Largest number of coefficients in one company's rows, zeros included because rows are dense. */
const MAX_CELLS = 1 << 24;
const ONE = decimal(1n);

interface Scale {
  readonly decimals: number;
  readonly rounding: Rounding;
  /** Strict limit of magnitudes; null if integers may have any size. */
  readonly limit: bigint | null;
}

/**
 * The private rows of `model` over the public columns, at scale 10^decimals. Rows are in the order
 * of `planRows`. A company with neither rows nor costs gets the row 0 ≤ 0.
 * @throws InputError TooManyDecimals, NumberTooLarge (magnitude ≥ 2^72 at scale), RowEmpty (all
 *   coefficients of a row are rounded to 0), DecimalsOutOfRange, ColumnsMismatch, ProgramTooLarge.
 */
export function toPartyRows(
  model: Model,
  program: PublicProgram,
  decimals: number,
  rounding: Rounding = "exact",
): PartyRows {
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > MAX_DECIMALS) {
    throw new InputError("DecimalsOutOfRange", `a round must have 0 to ${MAX_DECIMALS} decimals, not ${decimals}`);
  }
  return rowsAt(model, program, { decimals, rounding, limit: INTEGER_LIMIT });
}

/**
 * The same rows exactly as the file gives them, in integers of any size at scale
 * 10^`program.decimals`. For comparison with a solver that has all data: no certificate holds them.
 * @throws InputError ColumnsMismatch, ProgramTooLarge.
 */
export function toExactRows(model: Model, program: PublicProgram): PartyRows {
  return rowsAt(model, program, { decimals: program.decimals, rounding: "exact", limit: null });
}

function rowsAt(model: Model, program: PublicProgram, scale: Scale): PartyRows {
  const { inequalities, equalities } = planRows(model);
  if ((inequalities.length + equalities.length) * program.columns > MAX_CELLS) {
    throw new InputError(
      "ProgramTooLarge",
      `${counted(inequalities.length + equalities.length, "row")} by ${counted(program.columns, "column")} are more than ${MAX_CELLS} coefficients`,
      { file: model.file },
    );
  }
  const grid: Grid = { variables: matchVariables(model, program), columns: program.columns, scale };
  const rows = (planned: readonly PlannedRow[]): IntegerRows => ({
    coefficients: planned.map((row) => denseRow(model, row, grid)),
    rhs: planned.map((row) => signed(row.sign, scaled(row.side.value, scale, placeOfSide(model, row)))),
  });
  const isEmpty = inequalities.length + equalities.length === 0 && model.objective === null;
  return {
    columns: program.columns,
    inequalities: isEmpty ? { coefficients: [zeros(program)], rhs: [0n] } : rows(inequalities),
    equalities: rows(equalities),
    objective: model.objective === null ? null : costs(model, grid),
  };
}

function zeros({ columns }: PublicProgram): bigint[] {
  return new Array<bigint>(columns).fill(0n);
}

/**
 * In a round without costs, gives the company that stands in as the objective's owner costs of
 * zero, and removes its row 0 ≤ 0. Returns the rows of any other company unchanged.
 */
export function withZeroCosts(rows: PartyRows, program: PublicProgram, party: number): PartyRows {
  if (program.sense !== null || party !== program.objectiveOwner) return rows;
  const isEmpty = program.inequalities[party]! + program.equalities[party]! === 0;
  const own = isEmpty ? { ...rows, inequalities: { coefficients: [], rhs: [] } } : rows;
  return { ...own, objective: zeros(program) };
}

/**
 * The whole program: all companies' rows, in the order of the companies.
 * @throws InputError NoObjective, SeveralObjectives, ColumnsMismatch.
 */
export function combinePrograms(parties: readonly PartyRows[]): IntegerProgram {
  const owners = parties.flatMap(({ objective }, company) => (objective === null ? [] : [{ company, objective }]));
  const { objective } = onlyObjective(owners);
  if (parties.some(({ columns }) => columns !== objective.length)) {
    throw new InputError("ColumnsMismatch", "the companies' rows have different numbers of columns");
  }
  const join = (pick: (party: PartyRows) => IntegerRows): IntegerRows => ({
    coefficients: parties.flatMap((party) => pick(party).coefficients),
    rhs: parties.flatMap((party) => pick(party).rhs),
  });
  return {
    inequalities: join((party) => party.inequalities),
    equalities: join((party) => party.equalities),
    objective,
  };
}

/**
 * The public variable of each variable of the model.
 * @throws InputError ColumnsMismatch when the public program was not made from this model.
 */
function matchVariables(model: Model, program: PublicProgram): readonly PublicVariable[] {
  const byName = new Map(program.variables.map((variable) => [variable.name, variable]));
  return model.variables.map(({ name, line, lower }) => {
    const variable = byName.get(name);
    if (variable !== undefined && !(variable.free && lower !== null && lower.value.mantissa >= 0n)) return variable;
    throw new InputError(
      "ColumnsMismatch",
      `variable "${name}" is not among the public columns as this file declares it; announce this file again`,
      { file: model.file, line },
    );
  });
}

/** Where a model's numbers go among the public columns. */
interface Grid {
  /** The public variable of each variable of the model. */
  readonly variables: readonly PublicVariable[];
  readonly columns: number;
  readonly scale: Scale;
}

function denseRow(model: Model, row: PlannedRow, grid: Grid): bigint[] {
  if (row.of === "bound") {
    const bound = { variable: row.index, value: ONE, line: row.side.line };
    return dense([bound], row.sign, grid, () => placeOfSide(model, row));
  }
  const { name, line, entries } = model.rows[row.index]!;
  const numbers = dense(entries, row.sign, grid, ({ variable, line }) => ({
    file: model.file,
    line,
    field: field.coefficient(name, model.variables[variable]!.name),
  }));
  if (entries.length > 0 && numbers.every((number) => number === 0n)) {
    throw new InputError(
      "RowEmpty",
      `with ${counted(grid.scale.decimals, "decimal")} all coefficients of the row are rounded to 0: multiply the row by a power of ten, on both sides, ` +
        "or open the round with more decimals",
      { file: model.file, line, field: `row ${name}` },
    );
  }
  return numbers;
}

function costs(model: Model, grid: Grid): bigint[] {
  const { sense, entries } = model.objective!;
  return dense(entries, sense === "max" ? -1 : 1, grid, ({ variable, line }) => ({
    file: model.file,
    line,
    field: field.cost(model.variables[variable]!.name),
  }));
}

function dense(
  entries: readonly Entry[],
  sign: 1 | -1,
  { variables, columns, scale }: Grid,
  placeOf: (entry: Entry) => InputPlace,
): bigint[] {
  const row = new Array<bigint>(columns).fill(0n);
  for (const entry of entries) {
    const { free, column } = variables[entry.variable]!;
    row[column] = signed(sign, scaled(entry.value, scale, placeOf(entry)));
    if (free) row[column + 1] = -row[column]!;
  }
  return row;
}

function scaled(value: Decimal, scale: Scale, place: InputPlace): bigint {
  const integer = toScaled(value, scale.decimals, scale.rounding, place);
  if (scale.limit === null || (integer < scale.limit && -integer < scale.limit)) return integer;
  throw new InputError(
    "NumberTooLarge",
    `a number is too large for an exact proof: with ${counted(scale.decimals, "decimal")} it must stay below 2^72 / 10^${scale.decimals}; ` +
      `change the unit${scale.decimals > 0 ? ", or open the round with fewer decimals" : ""}`,
    place,
  );
}

function placeOfSide(model: Model, { of, index, side }: PlannedRow): InputPlace {
  const name = of === "row" ? field.side(model.rows[index]!.name) : field.bound(model.variables[index]!.name);
  return {
    file: model.file,
    line: side.line || (of === "row" ? model.rows : model.variables)[index]!.line,
    field: name,
  };
}

function signed(sign: 1 | -1, value: bigint): bigint {
  return sign === 1 ? value : -value;
}
