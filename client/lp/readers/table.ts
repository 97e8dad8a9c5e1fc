// A program as a table, of a spreadsheet or CSV: a row of the table for each row of the program, a
// column for each variable.
//
//   row        boards  beams  sense  right-hand side
//   profit       3.25    2.5  max
//   saw hours       1      2  <=                  40
//   balance         1     -1  =                    0
//                       none  lower
//                  20         upper
//
// The sense alone says what a row is: <=, >= or = a row of the program, min or max the objective,
// lower or upper the bounds of the variables. An empty cell is a coefficient of 0, or no bound: a
// variable is ≥ 0 unless a bound says otherwise; "none" removes that. Anything beside the table,
// and whatever may mean two things, is an error that names the cell.
import { InputError, type InputPlace } from "../../errors.ts";
import { field, type Model } from "../model/model.ts";
import type { Cell } from "./cells.ts";
import { infinitySign, readFixed, readNumber, readSide, type Side } from "./number-text.ts";
import type { TableBuilder } from "./table-builder.ts";

/** The words of the first row, beside the names of the variables. */
export const TABLE_HEAD = { name: "row", sense: "sense", side: "right-hand side" } as const;
/** The sheet that is read when a workbook has several. */
export const PROGRAM_SHEET = "program";
/** In a bound's cell: there is none. */
export const NO_BOUND = "none";

const SENSES: Readonly<Record<string, "<=" | ">=" | "=" | "min" | "max" | Side>> = {
  ...{ "<=": "<=", "≤": "<=", "⩽": "<=", ">=": ">=", "≥": ">=", "⩾": ">=", "=": "=" },
  ...{ min: "min", max: "max", lower: "lower", upper: "upper" },
};
const SENSES_IN_WORDS = "<=, >=, =, min, max, lower or upper";

/** The columns of a table: names in the first, a variable in each up to the sense. */
interface Columns {
  readonly variables: readonly { readonly name: string; readonly index: number }[];
  readonly sense: number;
  readonly side: number;
}

/** A row of the table being read. */
interface Line {
  readonly cells: readonly Cell[];
  /** Its number, from 1. */
  readonly line: number;
  readonly columns: Columns;
}

/**
 * Reads a table; rows may have different lengths.
 * @throws InputError with file, cell and field; see read.ts for the codes.
 */
export function readTable(rows: readonly (readonly Cell[])[], builder: TableBuilder): Model {
  const columns = readHead(rows[0] ?? [], builder);
  const read = new Set<string>();
  for (const [index, cells] of rows.entries()) {
    if (index > 0 && !cells.every(isEmpty)) readLine({ cells, line: index + 1, columns }, builder, read);
  }
  builder.warnAllOnlyBounded();
  return builder.finish();
}

function readHead(cells: readonly Cell[], builder: TableBuilder): Columns {
  const side = cells.findLastIndex((cell) => !isEmpty(cell));
  const sense = side - 1;
  const expected: readonly (readonly [column: number, word: string])[] = [
    [0, TABLE_HEAD.name],
    [Math.max(side, 0), TABLE_HEAD.side],
    [Math.max(sense, 0), TABLE_HEAD.sense],
  ];
  for (const [column, word] of expected) {
    if (wordOf(cells[column]) === word) continue;
    const text = `the first row must be "${TABLE_HEAD.name}", the names of the variables, "${TABLE_HEAD.sense}", "${TABLE_HEAD.side}"; expected "${word}" here`;
    throw new InputError("MalformedTable", text, builder.at(1, column));
  }
  const variables = cells.slice(1, sense).map((cell, offset) => {
    const name = nameOf(cell, "variable", builder.at(1, offset + 1));
    return { name, index: builder.addVariableAt(name, offset + 1, 1) };
  });
  return { variables, sense, side };
}

function readLine(own: Line, builder: TableBuilder, read: Set<string>): void {
  const { cells, line, columns } = own;
  const outside = cells.findIndex((cell, column) => column > columns.side && !isEmpty(cell));
  if (outside >= 0) {
    const text = `nothing may stand beside the table, whose last column is "${TABLE_HEAD.side}"; move it to another sheet or file`;
    throw new InputError("MalformedTable", text, builder.at(line, outside));
  }
  const word = wordOf(cells[columns.sense]);
  const sense = Object.hasOwn(SENSES, word) ? SENSES[word]! : null;
  if (sense === null) {
    const seen = word === "" ? "the row has no sense" : `"${word.slice(0, 40)}" is not a sense`;
    const text = `${seen}; write ${SENSES_IN_WORDS}`;
    throw new InputError("UnknownRowSense", text, builder.at(line, columns.sense));
  }
  if (sense === "<=" || sense === ">=" || sense === "=") {
    readRow(own, sense, builder);
    return;
  }
  const kind = sense === "min" || sense === "max" ? "objective" : sense;
  if (read.has(kind)) {
    const what = kind === "objective" ? "an objective" : `a row of ${kind} bounds`;
    throw new InputError("DuplicateLine", `there is already ${what}; remove one`, builder.at(line, columns.sense));
  }
  read.add(kind);
  requireEmpty(own, columns.side, builder, `a row with the sense "${sense}" has no right-hand side`);
  if (sense === "lower" || sense === "upper") readBounds(own, sense, builder);
  else readObjective(own, sense, builder);
}

function readRow(own: Line, sense: "<=" | ">=" | "=", builder: TableBuilder): void {
  const { cells, line, columns } = own;
  const name = nameOf(cells[0], "row", builder.at(line, 0));
  const row = builder.addRowAt(name, columns.side, line);
  readCoefficients(own, { row, fieldOf: (variable) => field.coefficient(name, variable) }, builder);
  const place = builder.at(line, columns.side, field.side(name));
  const cell = cells[columns.side];
  if (isEmpty(cell)) throw new InputError("MalformedTable", "write the right-hand side, 0 if it is zero", place);
  const text = sideText(cell!, place);
  const value = sense === "=" ? readFixed(text, place) : readSide(text, sense === "<=" ? "upper" : "lower", place);
  const item = value === null ? null : { value, line };
  builder.setSides(row, sense === "<=" ? null : item, sense === ">=" ? null : item, line);
}

function readObjective(own: Line, sense: "min" | "max", builder: TableBuilder): void {
  const [name] = own.cells;
  const text = isEmpty(name) ? "objective" : nameOf(name, "row", builder.at(own.line, 0));
  builder.setObjective(text, sense, own.line);
  readCoefficients(own, { row: "objective", fieldOf: field.cost }, builder);
}

function readBounds(own: Line, side: Side, builder: TableBuilder): void {
  requireEmpty(own, 0, builder, "a row of bounds has no name");
  for (const { name, index, cell, column } of valuesIn(own)) {
    const place = builder.at(own.line, column, field.bound(name));
    const none = (cell.kind === "text" || cell.kind === "written") && wordOf(cell) === NO_BOUND;
    builder.setBound(index, side, none ? null : readSide(sideText(cell, place), side, place), own.line);
  }
}

/** Whose coefficients are read, and what errors call them. */
interface Owner {
  readonly row: number | "objective";
  readonly fieldOf: (variable: string) => string;
}

function readCoefficients(own: Line, { row, fieldOf }: Owner, builder: TableBuilder): void {
  for (const { name, index, cell, column } of valuesIn(own)) {
    const place = builder.at(own.line, column, fieldOf(name));
    builder.addEntry(row, index, readNumber(numberText(cell, place), place), own.line);
  }
}

/** The cells below the variables that are not empty. */
function valuesIn({ cells, columns }: Line) {
  return columns.variables.flatMap(({ name, index }, offset) => {
    const cell = cells[offset + 1];
    return cell === undefined || isEmpty(cell) ? [] : [{ name, index, cell, column: offset + 1 }];
  });
}

function requireEmpty({ cells, line }: Line, column: number, builder: TableBuilder, why: string): void {
  if (isEmpty(cells[column])) return;
  throw new InputError("MalformedTable", `${why}; leave this cell empty`, builder.at(line, column));
}

function isEmpty(cell: Cell | undefined): boolean {
  return cell === undefined || cell.kind === "empty";
}

/** The word in a cell, without the blanks around it and in small letters; "" for anything else. */
function wordOf(cell: Cell | undefined): string {
  return cell?.kind === "text" || cell?.kind === "written" ? cell.text.trim().toLowerCase() : "";
}

function nameOf(cell: Cell | undefined, what: "row" | "variable", place: InputPlace): string {
  if (cell === undefined || cell.kind === "empty")
    throw new InputError(
      "NameInvalid",
      `a ${what} needs a name; write it here, or empty the whole ${what === "row" ? "row" : "column"}`,
      place,
    );
  if (cell.kind === "refused") throw unsuitable(cell, place);
  if (cell.kind !== "number") return cell.text;
  const text = `a name must be text, and this is a number, which may be shown in other ways; format the cell as text and write ${cell.text} again, or give it a name`;
  throw new InputError("CellUnsuitable", text, place);
}

function numberText(cell: Cell, place: InputPlace): string {
  if (cell.kind === "number" || cell.kind === "written") return cell.text;
  if (cell.kind === "refused") throw unsuitable(cell, place);
  const seen = cell.kind === "text" ? cell.text : "";
  const text = `the cell holds the text "${seen.slice(0, 40)}" where a number belongs; write the number, in a cell that is not formatted as text`;
  throw new InputError("CellUnsuitable", text, place);
}

/** As `numberText`; a side or bound may also be text that spells an infinity. */
function sideText(cell: Cell, place: InputPlace): string {
  return cell.kind === "text" && infinitySign(cell.text) !== 0 ? cell.text : numberText(cell, place);
}

function unsuitable({ code, what }: Extract<Cell, { kind: "refused" }>, place: InputPlace): InputError {
  return new InputError(code, what, place);
}
