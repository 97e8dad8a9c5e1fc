// `concordat template`: a small program as a spreadsheet or CSV, to fill in. Its rows show
// everything that a table can say (docs/files.md).
import { writeFile } from "node:fs/promises";
import { extname } from "node:path";
import { InputError } from "../../errors.ts";
import { NO_BOUND, PROGRAM_SHEET, TABLE_HEAD } from "../../lp/readers/table.ts";
import { csv } from "../print.ts";
import type { SheetCell } from "../sheets.ts";

const HEAD = [TABLE_HEAD.name, "boards", "beams", TABLE_HEAD.sense, TABLE_HEAD.side];
const ROWS: readonly (readonly SheetCell[])[] = [
  ["profit", 3.25, 2.5, "max", null],
  ["saw hours", 1, 2, "<=", 40],
  ["contract", null, 1, ">=", 2],
  ["balance", 1, -1, "=", 0],
  [null, null, NO_BOUND, "lower", null],
  [null, 20, null, "upper", null],
];

/** Throws InputError "OptionInvalid" and "FileUnwritable", also for a file that is there. */
export async function template(file: string): Promise<void> {
  const content = await contentFor(file);
  try {
    await writeFile(file, content, { flag: "wx" });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const text = code === "EEXIST" ? "is there already: name another one" : `cannot be written (${code})`;
    throw new InputError("FileUnwritable", text, { file }, { cause });
  }
  process.stdout.write(
    `${file}: replace variables, rows and numbers by your own; then \`concordat announce ${file}\`\n`,
  );
}

async function contentFor(file: string): Promise<string | Uint8Array> {
  const extension = extname(file).toLowerCase();
  if (extension === ".csv")
    return csv(
      HEAD,
      ROWS.map((row) => row.map((cell) => String(cell ?? ""))),
    );
  if (extension !== ".xlsx")
    throw new InputError("OptionInvalid", "a template is written as .xlsx or .csv; name such a file", { file });
  const { workbookBytes } = await import("../workbook-bytes.ts");
  return workbookBytes([{ name: PROGRAM_SHEET, rows: [HEAD, ...ROWS] }]);
}
