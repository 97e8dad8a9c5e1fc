// Splits the data lines of an MPS file into fields: at fixed columns (names may contain blanks) or
// at white space.
import { InputError, type InputPlace } from "../../errors.ts";
import { counted } from "../../math/counted.ts";
import {
  COMMENT_ADVICE,
  COMMENT_MARK,
  type DataSection,
  type Known,
  makesLine,
  NEVER_COMMENT,
  plainFault,
  WITHOUT_VALUE,
} from "./mps-faults.ts";

export type MpsLayout = "fixed" | "free";

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

interface Context extends Known {
  readonly layout: MpsLayout;
  /** Whether the layout was given, not found from the file. */
  readonly given: boolean;
  /**
   * The first line that does not fit the fixed columns, if the layout is free for that reason;
   * otherwise null.
   */
  readonly misfit: number | null;
}

/**
 * Splits a data line into fields. ROWS: sense, name. COLUMNS: column, (row, value) once or twice.
 * RHS, RANGES: vector (may be empty), (row, value) once or twice. BOUNDS: kind, vector (may be
 * empty), column, value (may be empty). A `$` where the name of a row or nothing is expected starts
 * a comment. `isRow` knows the names of rows, because a row's name may start with `$` too.
 * `isColumn` knows the names of columns, which tell an omitted vector from an omitted value. A line
 * that fits the fixed columns, but only with a blank in a name, is refused if it makes sense in
 * free format, too.
 * @throws InputError MalformedMps.
 */
export function splitFields(
  commented: string,
  section: DataSection,
  { layout, given, misfit, isRow, isColumn }: Context,
  place: InputPlace,
): string[] {
  if (layout === "fixed") {
    const line = withoutFixedComment(commented, section);
    if (!fitsFixed(line, section)) throw malformed(section, "the line does not fit the columns of fixed format", place);
    const [code, name, row, value, row2, value2] = cut(line);
    const split = line.trim().split(/\s+/);
    const spaced = [name, row, row2].find((text) => /\s/.test(text));
    if (!given && spaced !== undefined && makesLine(split, section, { isRow, isColumn })) {
      throw malformed(
        section,
        `in the columns of fixed format "${spaced}" is one name, and in free format the fields are ${split.join(", ")}: write names without ` +
          "blanks, and in sections RHS, RANGES and BOUNDS the name of the vector first",
        place,
      );
    }
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
  if (COMMENT_MARK.test(tokens[0]!))
    throw malformed(section, `${COMMENT_ADVICE}, not with "${tokens[0]}" behind a blank`, place);
  throw malformed(
    section,
    `${counted(count, "field")} ${count === 1 ? "does" : "do"} not make a line of section ${section} (names with blanks need fixed format${
      misfit === null ? "" : `, and line ${misfit} does not fit its columns`
    })`,
    place,
  );
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
