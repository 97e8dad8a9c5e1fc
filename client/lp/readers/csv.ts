// CSV programs: the table of table.ts as text, quoted as in RFC 4180, between commas, semicolons or
// tabs.
import { CsvError, parse } from "csv-parse/sync";
import { InputError } from "../../errors.ts";
import type { Model } from "../model/model.ts";
import { type Cell, cellName, EMPTY } from "./cells.ts";
import { readTable, TABLE_HEAD } from "./table.ts";
import { TableBuilder } from "./table-builder.ts";

/** The first cell and what follows it, which is what separates cells. */
const START = new RegExp(`^(?:"${TABLE_HEAD.name}"|${TABLE_HEAD.name})([,;\\t])`, "i");
/** One to three digits, a point and three digits: 1.5, or 1500 where points group digits. */
const UNCLEAR = /^[+-]?[1-9]\d{0,2}\.\d{3}$/;
const WITH_POINT = /^[+-]?\d*\.\d+(?:e[+-]?\d+)?$/i;
const GROUPED = /^[+-]?[1-9]\d{0,2}(?:\.\d{3})+$/;

/** Whether text starts as a table in CSV does. */
export function looksLikeCsv(text: string): boolean {
  return START.test(text);
}

/**
 * Reads a CSV program.
 * @throws InputError with file, cell and field; see read.ts for the codes.
 */
export function readCsv(text: string, file: string): Model {
  const records = recordsOf(text, file);
  const numbers = records.slice(1).flatMap((record) => record.slice(1));
  const isDecimalPoint = numbers.some((cell) => WITH_POINT.test(cell) && !GROUPED.test(cell));
  const rows = records.map((record, row) =>
    record.map((cell, column): Cell => {
      if (cell === "") return EMPTY;
      if (isDecimalPoint || row === 0 || column === 0 || !UNCLEAR.test(cell)) return { kind: "written", text: cell };
      const what = `"${cell}" may be ${cell.replace(/0+$/, "")} or ${cell.replace(".", "")}, and no other number of the file shows what its points mean; write ${cell}0 or ${cell.replace(".", "")}`;
      return { kind: "refused", code: "NumberMalformed", what };
    }),
  );
  return readTable(rows, new TableBuilder(file, null));
}

function recordsOf(text: string, file: string): string[][] {
  const delimiter = START.exec(text)?.[1];
  if (delimiter === undefined) {
    const text = `the file must start with "${TABLE_HEAD.name}" and a comma, semicolon or tab; the first row is "${TABLE_HEAD.name}", the names of the variables, "${TABLE_HEAD.sense}", "${TABLE_HEAD.side}"`;
    throw new InputError("MalformedTable", text, { file, line: 1, cell: cellName(null, 1, 0) });
  }
  try {
    return parse(text, { delimiter, record_delimiter: ["\r\n", "\n", "\r"], relax_column_count: true });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const text = 'the quotation marks do not match: put a cell that has one between two, and write "" for each in it';
    throw new InputError("MalformedTable", text, { file, line: Number(cause["lines"]) }, { cause });
  }
}
