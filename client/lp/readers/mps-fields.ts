// Splits the data lines of an MPS file into fields: at fixed columns (names may contain blanks) or
// at white space.
import { InputError, type InputPlace } from "../../errors.ts";
import { counted } from "../../math/counted.ts";

export type MpsLayout = "fixed" | "free";

/** Sections whose data lines are split here. */
export type DataSection = "ROWS" | "COLUMNS" | "RHS" | "RANGES" | "BOUNDS";

/** Bound kinds that carry no number (a number there is ignored, as in other readers). */
const WITHOUT_VALUE = new Set(["FR", "MI", "PL", "BV"]);

// Fields 1 to 6 start in columns 2, 5, 15, 25, 40 and 50; the columns between them are blank.
const FIELDS: readonly (readonly [number, number])[] = [
  [1, 3],
  [4, 12],
  [14, 22],
  [24, 36],
  [39, 47],
  [49, Infinity],
];
const VALUE_START = 24;
const GAPS: readonly (readonly [number, number])[] = [
  [0, 1],
  [3, 4],
  [12, 14],
  [22, 24],
  [36, 39],
  [47, 49],
];

/** Columns where a comment may start in any section: fields 3 and 5. */
const COMMENT_STARTS = [14, 39] as const;
/** In section ROWS, a comment may start anywhere after the row's name. */
const AFTER_ROW_NAME = 12;

/** Whether the line fits the fixed columns. A file has fixed format if all its data lines fit. */
export function fitsFixed(commented: string, section: DataSection): boolean {
  const line = withoutFixedComment(commented, section);
  if (line.includes("\t")) return false;
  if (section === "COLUMNS" && isMarker(line)) return true;
  const used = isLastNumber(line) ? line.slice(0, VALUE_START) : line;
  if (GAPS.some(([start, end]) => used.slice(start, end).trim() !== "")) return false;
  const [code, name, row, value, row2, value2] = cut(line);
  if (/\s/.test(`${code}${value}${value2}`) || (row2 === "") !== (value2 === "")) return false;
  if (section === "ROWS") return code !== "" && name !== "" && row === "" && value === "" && row2 === "";
  if (section === "BOUNDS") {
    return code !== "" && row !== "" && row2 === "" && (value !== "" || WITHOUT_VALUE.has(code.toUpperCase()));
  }
  return code === "" && row !== "" && value !== "" && (section !== "COLUMNS" || name !== "");
}

/**
 * The line without a comment: up to a `$` that starts field 3 or 5 or, in section ROWS, follows the
 * name.
 */
function withoutFixedComment(line: string, section: DataSection): string {
  const after = section === "ROWS" ? line.slice(AFTER_ROW_NAME).search(/(?<=\s)\$|^\$/) : -1;
  const start = after < 0 ? COMMENT_STARTS.find((column) => line[column] === "$") : AFTER_ROW_NAME + after;
  return start === undefined ? line : line.slice(0, start).trimEnd();
}

/** For each section, the number of leading fields that are never a comment. */
const NEVER_COMMENT: Readonly<Record<DataSection, number>> = { ROWS: 2, COLUMNS: 1, RHS: 1, RANGES: 1, BOUNDS: 3 };

/** The fields before the first one that starts with `$` and is not a row's name. */
function withoutFreeComment(
  tokens: readonly string[],
  section: DataSection,
  isRow: (name: string) => boolean,
): string[] {
  const start = tokens.findIndex(
    (token, position) => position >= NEVER_COMMENT[section] && token.startsWith("$") && !isRow(token),
  );
  return tokens.slice(0, start < 0 ? tokens.length : start);
}

interface Context {
  readonly layout: MpsLayout;
  /**
   * The first line that does not fit the fixed columns, if the layout is free for that reason;
   * otherwise null.
   */
  readonly misfit: number | null;
  readonly isRow: (name: string) => boolean;
  readonly isColumn: (name: string) => boolean;
}

/**
 * Splits a data line into fields. ROWS: sense, name. COLUMNS: column, (row, value) once or twice.
 * RHS, RANGES: vector (may be empty), (row, value) once or twice. BOUNDS: kind, vector (may be
 * empty), column, value (may be empty). A `$` where the name of a row or nothing is expected starts
 * a comment. `isRow` knows the names of rows, because a row's name may start with `$` too.
 * `isColumn` knows the names of columns, which tell an omitted vector from an omitted value.
 * @throws InputError MalformedMps.
 */
export function splitFields(
  commented: string,
  section: DataSection,
  { layout, misfit, isRow, isColumn }: Context,
  place: InputPlace,
): string[] {
  if (layout === "fixed") {
    const line = withoutFixedComment(commented, section);
    if (!fitsFixed(line, section)) throw malformed(section, "the line does not fit the columns of fixed format", place);
    const [code, name, row, value, row2, value2] = cut(line);
    if (section === "ROWS") return [code, name];
    if (section === "BOUNDS") return [code, name, row, value];
    return row2 === "" ? [name, row, value] : [name, row, value, row2, value2];
  }
  const tokens = withoutFreeComment(commented.trim().split(/\s+/), section, isRow);
  const count = tokens.length;
  const fault = plainFault(tokens, section, { isRow, isColumn });
  if (fault !== null) throw malformed(section, fault, place);
  if (section === "ROWS" && count === 2) return tokens;
  if (section === "COLUMNS" && (count === 3 || count === 5)) return tokens;
  if (section === "RHS" || section === "RANGES") {
    if (count === 3 || count === 5) return tokens;
    if (count === 2 || count === 4) return ["", ...tokens];
  }
  if (section === "BOUNDS") {
    if (count === 3 && isColumn(tokens[1]!) && !isColumn(tokens[2]!)) return [tokens[0]!, "", tokens[1]!, tokens[2]!];
    const named = WITHOUT_VALUE.has(tokens[0]!.toUpperCase()) ? 3 : 4;
    if (count === named - 1) return [tokens[0]!, "", ...tokens.slice(1), ...(named === 3 ? [""] : [])];
    if (count === named) return named === 3 ? [...tokens, ""] : tokens;
    if (count === 4) return tokens;
  }
  throw malformed(
    section,
    `${counted(count, "field")} ${count === 1 ? "does" : "do"} not make a line of section ${section} (names with blanks need fixed format${
      misfit === null ? "" : `, and line ${misfit} does not fit its columns`
    })`,
    place,
  );
}

/**
 * Marks that start a comment in other formats, so that nobody intends them as the name of a row,
 * column or vector.
 */
export const COMMENT_MARK = /^(?:\/\*|\*+|\$|#|\/\/|\\|!|%|;|--)(?:\s|$)/;
const RELATION = /^[<>=]+$/;
const LIKE_NUMBER = /^[+-]?[\d.]/;

/** What is plainly wrong with the fields of a line, whatever their number; null if nothing is. */
function plainFault(
  tokens: readonly string[],
  section: DataSection,
  { isRow, isColumn }: Pick<Context, "isRow" | "isColumn">,
): string | null {
  if (section === "ROWS") return null;
  const comment = tokens.slice(NEVER_COMMENT[section]).find((token) => COMMENT_MARK.test(token) && !isRow(token));
  if (comment !== undefined)
    return `"${comment}" does not start a comment: give the comment a line of its own, with "*" in the first column`;
  const relation = tokens.find((token) => RELATION.test(token) && !isRow(token) && !isColumn(token));
  if (relation !== undefined) return `"${relation}" has no place here: the sense of a row stands in section ROWS`;
  if (section === "BOUNDS" && tokens.length === 4 && isColumn(tokens[1]!) && !isColumn(tokens[2]!))
    return `${tokens[1]} is a column and ${tokens[2]} is none, so ${tokens[3]} is one field too many`;
  const last = tokens.at(-1)!;
  if (LIKE_NUMBER.test(last)) return null;
  if (section !== "BOUNDS") return isRow(last) ? `the number of row ${last} is missing` : null;
  const isBound = tokens.length === 2 || (tokens.length === 3 && !isColumn(tokens[1]!));
  const isMissing = isBound && isColumn(last) && !WITHOUT_VALUE.has(tokens[0]!.toUpperCase());
  return isMissing ? `the bound of column ${last} has no value` : null;
}

/**
 * The word MARKER in quotes as in the format, or with other quotation marks or none if the words
 * that belong to it follow.
 */
const MARKER =
  /'MARKER'|(?<![^\s\p{Pi}\p{Pf}"'`´])MARKER[\p{Pi}\p{Pf}"'`´]?\s+[\p{Pi}\p{Pf}"'`´]?(?:INT|SOS)(?:ORG|END)/iu;

export function isMarker(line: string): boolean {
  return MARKER.test(line);
}

/** Whether field 4 is the last one. Its number may then be longer than the field's 12 columns. */
function isLastNumber(line: string): boolean {
  return !/\s/.test(line.slice(VALUE_START).trim());
}

function cut(line: string): [string, string, string, string, string, string] {
  const fields = FIELDS.map(([start, end]) => line.slice(start, end).trim());
  const [code, name, row] = fields;
  if (isLastNumber(line)) return [code!, name!, row!, line.slice(VALUE_START).trim(), "", ""];
  return fields as [string, string, string, string, string, string];
}

const SHAPES: Readonly<Record<DataSection, string>> = {
  ROWS: "sense row",
  COLUMNS: "column row value [row value]",
  RHS: "[vector] row value [row value]",
  RANGES: "[vector] row value [row value]",
  BOUNDS: "kind [vector] column [value]",
};

function malformed(section: DataSection, problem: string, place: InputPlace): InputError {
  return new InputError("MalformedMps", `${problem}; expected: ${SHAPES[section]}`, place);
}
