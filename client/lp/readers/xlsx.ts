// Spreadsheets (.xlsx): the table of table.ts on a sheet. Numbers are those that the cells hold,
// not their rounded or scaled appearance; of a formula, the value that the file keeps.
import type { CellValue, Sheet, Cell as SheetCell } from "hucre/xlsx";
import { InputError } from "../../errors.ts";
import type { Model } from "../model/model.ts";
import { type Cell, EMPTY } from "./cells.ts";
import { readTable } from "./table.ts";
import { TableBuilder } from "./table-builder.ts";
import { openWorkbook } from "./workbook.ts";

/**
 * Reads a program from the bytes of a workbook.
 * @throws InputError with file, cell and field; see read.ts for the codes.
 */
export async function readXlsx(bytes: Uint8Array, file: string): Promise<Model> {
  const { sheet, others } = await openWorkbook(bytes, file);
  const builder = new TableBuilder(file, sheet.name);
  if (others > 0) {
    builder.at(1, 0);
    builder.warn(`of ${others + 1} sheets, "${sheet.name}" is the one that is read`, 1);
  }
  refuseMerged(sheet, builder);
  const rows = sheet.rows.map((values, row) =>
    values.map((value, column) => cellOf(value, sheet.cells?.get(`${row},${column}`))),
  );
  refuseHidden(sheet, rows, builder);
  remarkOnFormulas(sheet, builder);
  return readTable(rows, builder);
}

function cellOf(value: CellValue, details: SheetCell | undefined): Cell {
  if (details?.type === "error")
    return refused(`the error ${String(value).slice(0, 40)}; correct the formula or write the value`);
  if (value === null) {
    if (details?.formula === undefined) return EMPTY;
    return refused(
      "a formula whose value the file does not keep; open it in a spreadsheet program, recalculate, and save it",
    );
  }
  if (typeof value === "string") return { kind: "text", text: value };
  if (typeof value === "boolean") return refused(`${value ? "TRUE" : "FALSE"}; write a number or a name`);
  if (value instanceof Date) return refused("a date or time; write the value, in a cell that is formatted as a number");
  return Number.isFinite(value)
    ? { kind: "number", text: String(value) }
    : refused("a number that is too large for a spreadsheet; change the unit");
}

function refused(what: string): Cell {
  return { kind: "refused", code: "CellUnsuitable", what: `the cell holds ${what}` };
}

function refuseMerged({ merges = [] }: Sheet, builder: TableBuilder): void {
  const [merge] = merges;
  if (merge === undefined) return;
  const text = "cells are merged here, and which of them the value is for is unclear; unmerge them";
  throw new InputError("MalformedTable", text, builder.at(merge.startRow + 1, merge.startCol));
}

/** What is hidden or filtered away is easily forgotten, and would count. */
function refuseHidden(
  { columns = [], rowDefs }: Sheet,
  rows: readonly (readonly Cell[])[],
  builder: TableBuilder,
): void {
  for (const [row, cells] of rows.entries()) {
    const column = cells.findIndex(
      ({ kind }, at) => kind !== "empty" && (rowDefs?.get(row)?.hidden === true || columns[at]?.hidden === true),
    );
    if (column < 0) continue;
    const text = "this cell is in a row or column that is hidden, or filtered away; show it, or delete it";
    throw new InputError("MalformedTable", text, builder.at(row + 1, column));
  }
}

function remarkOnFormulas({ cells }: Sheet, builder: TableBuilder): void {
  const first = [...(cells ?? [])].find(([, { formula }]) => formula !== undefined);
  if (first === undefined) return;
  const [row, column] = first[0].split(",").map(Number) as [number, number];
  builder.at(row + 1, column);
  const text = "formulas are read by the values that the file keeps; recalculate before you save it";
  builder.warn(text, row + 1);
}
