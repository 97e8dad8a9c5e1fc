// What is plainly wrong with the fields of an MPS line, told by the names of rows and columns.
import { infinitySign, plainNumber } from "./number-text.ts";

/** Sections with data lines of several fields. */
export type DataSection = "ROWS" | "COLUMNS" | "RHS" | "RANGES" | "BOUNDS";

/** Names that the file has defined before a line. */
export interface Known {
  readonly isRow: (name: string) => boolean;
  readonly isColumn: (name: string) => boolean;
}

/** Bound kinds that carry no number (a number there is ignored, as in other readers). */
export const WITHOUT_VALUE: ReadonlySet<string> = new Set(["FR", "MI", "PL", "BV"]);

/** For each section, the number of leading fields that are never a comment. */
export const NEVER_COMMENT: Readonly<Record<DataSection, number>> = {
  ROWS: 2,
  COLUMNS: 1,
  RHS: 1,
  RANGES: 1,
  BOUNDS: 3,
};

/**
 * Marks that start a comment in other formats, so that nobody intends them as the name of a row,
 * column or vector.
 */
export const COMMENT_MARK = /^(?:\/\*|\*+|\$|#|\/\/|\\|!|%|;|--)(?:\s|$)/;
/** The same joined to the next word. Such names are allowed; `$` is left out, since some use it. */
export const LIKE_COMMENT = /^(?:\/\*|\*|#|\/\/|\\|!|%|;|--)/;
export const COMMENT_ADVICE = 'a comment starts with "*" in the first column';

const RELATION = /^[<>=]+$/;
const LIKE_NUMBER = /^[+-]?[\d.]/;

/** Whether the fields make a line of the section: rows, columns and numbers in their places. */
export function makesLine(fields: readonly string[], section: DataSection, { isRow, isColumn }: Known): boolean {
  const isNumber = (text: string) => LIKE_NUMBER.test(plainNumber(text)) || infinitySign(text) !== 0;
  if (section === "ROWS") return fields.length === 2 && /^[NLGE]$/i.test(fields[0]!);
  if (section === "BOUNDS") {
    const needsNumber = !WITHOUT_VALUE.has(fields[0]!.toUpperCase());
    return [1, 2].some((at) => {
      const behind = fields.slice(at + 1);
      return (
        isColumn(fields[at] ?? "") && (behind.length === 1 ? isNumber(behind[0]!) : !needsNumber && behind.length === 0)
      );
    });
  }
  return (section === "COLUMNS" ? [1] : [0, 1]).some((at) => {
    const pairs = fields.slice(at);
    const isPair = pairs.every((text, k) => (k % 2 === 0 ? isRow(text) : isNumber(text)));
    return isPair && (pairs.length === 2 || pairs.length === 4);
  });
}

/** What is plainly wrong with the fields of a line, whatever their number; null if nothing is. */
export function plainFault(tokens: readonly string[], section: DataSection, known: Known): string | null {
  const { isRow, isColumn } = known;
  if (section === "ROWS") return null;
  const comment = tokens.slice(NEVER_COMMENT[section]).find((token) => COMMENT_MARK.test(token) && !isRow(token));
  if (comment !== undefined)
    return `"${comment}" does not start a comment: give the comment a line of its own, with "*" in the first column`;
  const relation = tokens.find((token) => RELATION.test(token) && !isRow(token) && !isColumn(token));
  if (relation !== undefined) return `"${relation}" has no place here: the sense of a row stands in section ROWS`;
  const last = tokens.at(-1)!;
  const isRest =
    section === "BOUNDS" ? !WITHOUT_VALUE.has(tokens[0]!.toUpperCase()) || tokens.length > 4 : !isRow(last);
  if (isRest && !makesLine(tokens, section, known) && makesLine(tokens.slice(0, -1), section, known))
    return `"${last}" is one field too many: remove it (blanks separate fields, so a number has none in it)`;
  if (section === "BOUNDS" && tokens.length === 4 && isColumn(tokens[1]!) && !isColumn(tokens[2]!))
    return `${tokens[1]} is a column and ${tokens[2]} is none, so ${tokens[3]} is one field too many`;
  if (LIKE_NUMBER.test(last)) return null;
  if (section !== "BOUNDS") return isRow(last) ? `the number of row ${last} is missing` : null;
  const isBound = tokens.length === 2 || (tokens.length === 3 && !isColumn(tokens[1]!));
  const isMissing = isBound && isColumn(last) && !WITHOUT_VALUE.has(tokens[0]!.toUpperCase());
  return isMissing ? `the bound of column ${last} has no value` : null;
}
