// What the sheets of a workbook hold that a command writes: text and numbers.

/** Null: an empty cell. */
export type SheetCell = string | number | null;

export interface SheetContent {
  readonly name: string;
  readonly rows: readonly (readonly SheetCell[])[];
}

/** Significant digits that spreadsheet programs keep. */
const SHEET_DIGITS = 15;

/**
 * A cell for a number in decimal text: a number if spreadsheet programs keep it as it is, otherwise
 * its text, with every digit; empty for "". A word in place of the number stays one.
 */
export function numberCell(text: string): SheetCell {
  if (text === "") return null;
  const digits = text.replace(/[-.]/g, "").replace(/^0+|0+$/g, "");
  return digits.length <= SHEET_DIGITS && !Number.isNaN(Number(text)) ? Number(text) : text;
}
