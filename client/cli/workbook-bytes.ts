// Writes a workbook (.xlsx) without formulas: text stays text, whatever it starts with.
import { writeXlsx } from "hucre/xlsx";
import type { SheetContent } from "./sheets.ts";

/** The bytes of a workbook with these sheets. The first row of each stays in view. */
export function workbookBytes(sheets: readonly SheetContent[]): Promise<Uint8Array> {
  return writeXlsx({
    sheets: sheets.map(({ name, rows }) => ({
      name,
      rows: rows.map((row) => row.map((cell) => (typeof cell === "string" ? escaped(cell) : cell))),
      freezePane: { rows: 1 },
    })),
  });
}

/** In a workbook, `_x0041_` stands for the character with this code. */
function escaped(text: string): string {
  return text.replace(/_(?=x[\da-f]{4}_)/gi, "_x005F_");
}
