// Opens a workbook (.xlsx): what it unpacks to is limited before anything is unpacked, and one
// sheet of it is read.
import { unzipSync } from "fflate";
import { readXlsx, type Sheet } from "hucre/xlsx";
import { InputError } from "../../errors.ts";
import { PROGRAM_SHEET } from "./table.ts";

/** Bytes of all parts of a workbook together, unpacked. */
const MAX_UNPACKED = 128 * 1024 * 1024;

/** First bytes of the containers of old workbooks, and of new ones with a password. */
const COMPOUND_FILE = [0xd0, 0xcf, 0x11, 0xe0];

export interface Opened {
  readonly sheet: Sheet;
  /** How many other sheets the workbook has. */
  readonly others: number;
}

/**
 * The only sheet of a workbook, or the one named "program".
 * @throws InputError FileTooLarge, MalformedXlsx, SheetUnclear.
 */
export async function openWorkbook(bytes: Uint8Array, file: string): Promise<Opened> {
  requireUnpackable(bytes, file);
  const found: { readonly name: string; readonly hidden: boolean }[] = [];
  await damaged(file, () =>
    readXlsx(bytes, {
      sheets: ({ name, hidden, veryHidden }) => {
        found.push({ name, hidden: hidden === true || veryHidden === true });
        return false;
      },
    }),
  );
  const own = found.length === 1 ? found[0]! : found.find(({ name }) => name === PROGRAM_SHEET);
  if (own === undefined) {
    const text = `there are ${found.length} sheets, and none is named "${PROGRAM_SHEET}"; give this name to the one with the rows`;
    throw new InputError("SheetUnclear", text, { file });
  }
  if (own.hidden) {
    const text = `the sheet "${own.name}" is hidden; unhide it, and look at what it says`;
    throw new InputError("SheetUnclear", text, { file });
  }
  const { sheets } = await damaged(file, () => readXlsx(bytes, { sheets: [own.name] }));
  return { sheet: sheets[0]!, others: found.length - 1 };
}

/**
 * The reader of workbooks unpacks each part to the size that the directory of the file states and
 * no further, unless that is 0.
 */
function requireUnpackable(bytes: Uint8Array, file: string): void {
  if (COMPOUND_FILE.every((byte, at) => bytes[at] === byte)) {
    const text = "this is an old workbook (.xls) or one with a password; save it as .xlsx without a password";
    throw new InputError("MalformedXlsx", text, { file });
  }
  const sizes: number[] = [];
  try {
    unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!name.endsWith("/")) sizes.push(originalSize);
        return false;
      },
    });
  } catch (cause) {
    throw unreadable(file, cause);
  }
  if (sizes.includes(0)) throw unreadable(file);
  if (sizes.reduce((sum, size) => sum + size, 0) <= MAX_UNPACKED) return;
  const text = `the workbook unpacks to more than ${MAX_UNPACKED} bytes; keep only the sheet with the rows`;
  throw new InputError("FileTooLarge", text, { file });
}

async function damaged<Result>(file: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function unreadable(file: string, cause?: unknown): InputError {
  const text = "this cannot be read as a workbook (.xlsx); save it again with the program that wrote it";
  return new InputError("MalformedXlsx", text, { file }, { cause });
}
