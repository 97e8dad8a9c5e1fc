// Reads a program from a file, bytes or text. The extension, or else the content, decides between
// MPS, CPLEX-LP, JSON and CSV; a spreadsheet has the extension .xlsx. Codes of InputError that
// readers throw:
//   files     FileUnreadable, FileTooLarge, LineTooLong, NotText, UnknownFormat, FileTruncated
//   syntax    MalformedMps, MalformedLp, MalformedJson, UnknownSection, DuplicateSection, MissingSection, UnknownField
//   tables    MalformedXlsx, SheetUnclear, MalformedTable, CellUnsuitable, DuplicateLine
//   names     NameInvalid, DuplicateName, UnknownRow, UnknownRowSense, UnknownBoundKind, SeveralVectors
//   numbers   NumberMalformed, NumberNotFinite, NumberTooLarge, BoundInfinite, BoundsCross, DuplicateEntry, RowEmpty
//   kinds     NotContinuous (integer, semi-continuous, SOS), NotLinear (quadratic and others)
//   sizes     TooManyRows, TooManyVariables, EmptyParty
import { readFile, stat } from "node:fs/promises";
import { basename, extname } from "node:path";
import { InputError } from "../../errors.ts";
import type { Model } from "../model/model.ts";
import { requireContent } from "../model/plan.ts";
import { looksLikeCsv, readCsv } from "./csv.ts";
import { readJson } from "./json.ts";
import { MAX_FILE } from "./largest-file.ts";
import { readLp } from "./lp.ts";
import { readMps } from "./mps.ts";

/** Format of text: MPS of either layout, fixed MPS, free MPS, CPLEX-LP, JSON, CSV. */
export type TextFormat = "mps" | "mps-fixed" | "mps-free" | "lp" | "json" | "csv";
/** Format of a file: one of text, or a spreadsheet. */
export type ProgramFormat = TextFormat | "xlsx";

/** Longest line of an MPS or LP file, in characters. */
const MAX_LINE = 1024 * 1024;

/** On a byte-order mark, which hides the first word of CPLEX-LP text. */
const MARK =
  "the file starts with a byte-order mark; HiGHS and SCIP then read no objective, and other programs refuse the file: save it as UTF-8 without one";

type Detected = Extract<TextFormat, "mps" | "lp" | "json" | "csv">;
const BY_EXTENSION: Readonly<Record<string, Detected>> = { ".mps": "mps", ".lp": "lp", ".json": "json", ".csv": "csv" };

/**
 * Reads the program in the file at `path`.
 * @throws InputError with one of the codes above.
 */
export async function readProgram(path: string, format?: ProgramFormat): Promise<Model> {
  const file = basename(path);
  let bytes: Uint8Array;
  try {
    const status = await stat(path);
    if (!status.isFile()) {
      const message =
        "this is a folder, pipe or device, not a regular file; save the program to a file and give its path";
      throw new InputError("FileUnreadable", message, { file: path });
    }
    const { size } = status;
    if (size > MAX_FILE)
      throw new InputError("FileTooLarge", `a file may have at most ${MAX_FILE} bytes, not ${size}`, { file });
    bytes = await readFile(path);
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const reason = (cause as NodeJS.ErrnoException).code ?? "unknown reason";
    throw new InputError(
      "FileUnreadable",
      `the file cannot be read (${reason}); check the path`,
      { file: path },
      { cause },
    );
  }
  return readProgramBytes(bytes, file, format);
}

/**
 * Reads a program from the bytes of a file. `file` names it, and its extension may decide the
 * format.
 * @throws InputError with one of the codes above.
 */
export async function readProgramBytes(bytes: Uint8Array, file: string, format?: ProgramFormat): Promise<Model> {
  if (format === "xlsx" || (format === undefined && extname(file).toLowerCase() === ".xlsx")) {
    const { readXlsx } = await import("./xlsx.ts");
    const model = await readXlsx(bytes, file);
    requireContent(model);
    return model;
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    const text = "the file is not UTF-8 text; unpack or convert it first, and save a spreadsheet as .xlsx";
    throw new InputError("NotText", text, { file }, { cause });
  }
  return readProgramText(text, file, format);
}

/**
 * Reads a program from text. `file` names the source in errors, and its extension may decide the
 * format.
 * @throws InputError with one of the codes above.
 */
export function readProgramText(text: string, file: string, format?: TextFormat): Model {
  if (text.length > MAX_FILE) {
    throw new InputError("FileTooLarge", `a program may have at most ${MAX_FILE} characters`, { file });
  }
  if (text.includes("\0"))
    throw new InputError("NotText", "the file holds NUL characters; it is not a text file", { file });
  const content = text.replace(/^\ufeff/, "");
  if (content.trim() === "") {
    throw new InputError("FileTruncated", "the file is empty; export it again, or give the path of another", { file });
  }
  if (/^\s*</.test(content)) {
    const text =
      "this is XML or a web page, not MPS, CPLEX-LP, JSON or CSV; export the program in one of these formats or as .xlsx";
    throw new InputError("UnknownFormat", text, { file });
  }
  const known = format ?? detectFormat(content, file);
  const model = readAs(known, content, file);
  requireContent(model);
  if (known !== "lp" || content === text) return model;
  return { ...model, warnings: [{ message: MARK, place: { file, line: 1 } }, ...model.warnings] };
}

function readAs(format: TextFormat, text: string, file: string): Model {
  if (format === "json") return readJson(text, file);
  if (format === "csv") return readCsv(text, file);
  checkLines(text, file);
  if (format === "lp") return readLp(text, file);
  return format === "mps" ? readMps(text, file) : readMps(text, file, format === "mps-fixed" ? "fixed" : "free");
}

function detectFormat(text: string, file: string): Detected {
  const known = BY_EXTENSION[extname(file).toLowerCase()];
  // A row of a table may start with a word of the other formats.
  if (known === "csv") return known;
  const seen = formatSeen(text);
  if (known === undefined && seen === null) {
    const message = "neither MPS nor CPLEX-LP nor JSON nor CSV; use the extension .mps, .lp, .json or .csv";
    throw new InputError("UnknownFormat", message, { file });
  }
  if (known !== undefined && seen !== null && known !== seen) {
    const message = `the extension says ${TITLES[known]}, but the content is ${TITLES[seen]}; give the file the extension .${seen}`;
    throw new InputError("UnknownFormat", message, { file });
  }
  return (known ?? seen)!;
}

const TITLES: Readonly<Record<Detected, string>> = { mps: "MPS", lp: "CPLEX-LP", json: "JSON", csv: "CSV" };

/** The format that the content shows, or null. */
function formatSeen(text: string): Detected | null {
  if (/^\s*\{/.test(text)) return "json";
  if (looksLikeCsv(text)) return "csv";
  const section = /^(?:NAME|ROWS|OBJSENSE|COLUMNS)\b/m.test(text);
  if (section && /^ROWS[ \t]*\r?$/m.test(text)) return "mps";
  return !section && /^[ \t]*(max|min)(imi[sz]e|imum)?\b/im.test(text) ? "lp" : null;
}

function checkLines(text: string, file: string): void {
  let start = 0;
  for (let line = 1; start < text.length; line++) {
    const next = text.indexOf("\n", start);
    const end = next < 0 ? text.length : next;
    if (end - start > MAX_LINE) {
      throw new InputError("LineTooLong", `a line may have at most ${MAX_LINE} characters; break it`, { file, line });
    }
    start = end + 1;
  }
}
