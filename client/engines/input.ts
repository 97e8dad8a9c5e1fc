// Checks that every engine makes on its own party's input before it sends anything.
import { ConcordatError, InputError } from "../errors.ts";
import { INTEGER_LIMIT, type IntegerRows } from "../lp/model/normal.ts";
import { counted } from "../math/counted.ts";
import { names } from "../round/public-round.ts";
import { partyCount } from "../round/shape.ts";
import type { EngineInput } from "./engine.ts";

function checkRows(rows: IntegerRows, count: number, columns: number, field: string): void {
  if (rows.coefficients.length !== count || rows.rhs.length !== count)
    throw new InputError(
      "RowsMismatch",
      `the round announces ${counted(count, "row")}, the input has ${rows.rhs.length}`,
      {
        field,
      },
    );
  for (const [i, row] of rows.coefficients.entries()) {
    if (row.length !== columns)
      throw new InputError(
        "RowsMismatch",
        `row ${i} has ${counted(row.length, "coefficient")}, the round ${counted(columns, "column")}`,
        {
          field,
        },
      );
    if ([...row, rows.rhs[i]!].some((value) => value >= INTEGER_LIMIT || value <= -INTEGER_LIMIT))
      throw new InputError("NumberTooLarge", `row ${i} has a number of magnitude 2^72 or more; use fewer decimals`, {
        field,
      });
  }
}

function checkCosts(costs: readonly bigint[], columns: number, field: string): void {
  if (costs.length !== columns)
    throw new InputError("RowsMismatch", `${counted(costs.length, "cost")} for ${counted(columns, "column")}`, {
      field,
    });
  if (costs.some((value) => value >= INTEGER_LIMIT || value <= -INTEGER_LIMIT))
    throw new InputError("NumberTooLarge", "a cost has a magnitude of 2^72 or more; use fewer decimals", { field });
}

/**
 * Where parties learn their own parts only, a party's rows and costs have no variable but those
 * that it names.
 */
function checkNames({ party, round, rows }: EngineInput): void {
  const all = [...rows.inequalities.coefficients, ...rows.equalities.coefficients, rows.objective ?? []];
  for (const row of all)
    for (const [j, value] of row.entries())
      if (value !== 0n && !names(round, party, j))
        throw new InputError(
          "RowsMismatch",
          `the input has a coefficient in column ${j}, which the round says that this party does not name`,
        );
}

/**
 * Throws InputError `RowsMismatch`, `NumberTooLarge`, `ObjectiveMismatch` or ConcordatError
 * `PartyUnknown`.
 */
export function checkEngineInput(input: EngineInput): void {
  const { party, round, rows } = input;
  if (!Number.isInteger(party) || party < 0 || party >= partyCount(round))
    throw new ConcordatError(
      "PartyUnknown",
      `party ${party} is not one of the ${partyCount(round)} parties of the round`,
    );
  if (rows.columns !== round.columns)
    throw new InputError(
      "RowsMismatch",
      `the round has ${counted(round.columns, "column")}, the input ${rows.columns}`,
    );
  checkRows(rows.inequalities, round.inequalities[party]!, round.columns, "inequalities");
  checkRows(rows.equalities, round.equalities[party]!, round.columns, "equalities");
  const field = "objective";
  if ((rows.objective !== null) !== (party === round.objectiveOwner))
    throw new InputError(
      "ObjectiveMismatch",
      `party ${round.objectiveOwner}, and no other party, must provide the objective`,
      {
        field,
      },
    );
  if (rows.objective !== null) checkCosts(rows.objective, round.columns, field);
  checkNames(input);
}
