// Checks that every engine makes on its own party's input before it sends anything.
import { ConcordatError, InputError } from "../errors.ts";
import { INTEGER_LIMIT, type IntegerRows } from "../lp/model/normal.ts";
import { counted } from "../math/counted.ts";
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

/**
 * Throws InputError `RowsMismatch`, `NumberTooLarge`, `ObjectiveMismatch` or ConcordatError
 * `PartyUnknown`.
 */
export function checkEngineInput({ party, round, rows }: EngineInput): void {
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
  if (rows.objective === null) return;
  if (rows.objective.length !== round.columns)
    throw new InputError(
      "RowsMismatch",
      `${counted(rows.objective.length, "cost")} for ${counted(round.columns, "column")}`,
      { field },
    );
  if (rows.objective.some((value) => value >= INTEGER_LIMIT || value <= -INTEGER_LIMIT))
    throw new InputError("NumberTooLarge", "a cost has a magnitude of 2^72 or more; use fewer decimals", { field });
}
