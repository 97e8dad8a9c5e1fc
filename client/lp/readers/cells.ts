// What the cells of a table hold, and how messages name them.

export type Cell =
  | { readonly kind: "empty" }
  /** A number of a spreadsheet, in the fewest digits that give the same double. */
  | { readonly kind: "number"; readonly text: string }
  /** Text of a spreadsheet, also where it looks like a number. */
  | { readonly kind: "text"; readonly text: string }
  /** CSV, which does not tell text and numbers apart: what it is depends on its place. */
  | { readonly kind: "written"; readonly text: string }
  /** What can be neither a name nor a number here. */
  | { readonly kind: "refused"; readonly code: string; readonly what: string };

export const EMPTY: Cell = { kind: "empty" };

/** The columns as spreadsheets name them: 0 is A, 26 is AA. */
function columnName(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : `${columnName(Math.floor(column / 26) - 1)}${last}`;
}

/** The name of a cell, `C7`, and of the sheet if it has one, `'Week 1'!C7`; rows start at 1. */
export function cellName(sheet: string | null, row: number, column: number): string {
  const cell = `${columnName(column)}${row}`;
  if (sheet === null) return cell;
  const isWord = /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(sheet);
  return `${isWord ? sheet : `'${sheet.replaceAll("'", "''")}'`}!${cell}`;
}
