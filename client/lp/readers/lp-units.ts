// Finds text that a CPLEX-LP file makes a variable but that may be a unit, a word or a slip:
// `x <= 10k`, `x >= 5 kg`, `x >= O`.
import { InputError } from "../../errors.ts";
import type { ModelBuilder } from "./builder.ts";
import type { LpSection } from "./lp-sections.ts";
import type { LpToken } from "./lp-tokens.ts";

/**
 * A letter typed for a digit, digits after an underscore, or a name that starts with a period: more
 * likely a number than a variable.
 */
const LIKE_NUMBER = /^(?:[OoIl]+[\dOoIl.]*$|_+[\d.]+$|\.)/;
/** Comments of other languages. */
const COMMENT = /^\{/;
/** Words that people, spreadsheets and programs write when there is no number. */
const NO_NUMBER =
  /^(?:none|null|nil|na(?:\(\))?|n\.a\.?|missing|undefined|undef|unknown|true|false|tb[acd]|todo|#(?:n\/?a|nul+|num|ref|value|name|div|spill|calc))$/i;
/** An error of a spreadsheet in any language. */
const SHEET_ERROR = /^#[\p{Lu}\d/_]+[!?]?$/u;
/** Words of people, languages and solvers for infinity. */
const NO_LIMIT = new RegExp(
  [
    "^(?:inf\\.|infin|infinite|unlimited|unbounded|no_?limit)$",
    "(?:^|[._])(?:plus|minus|pos|positive|neg|negative)?_?(?:inf|infty)$",
    "(?:infinity|infbound|highs_?inf)$",
    "(?:^|[._])(?:(?:dbl|flt|ldbl|int|uint|long|llong)_max|maxsize|maxint|maxfloat(?:64)?|max_value|huge_val)$",
    "^float\\(['\"]?[+-]?inf(?:inity)?['\"]?\\)$",
  ].join("|"),
  "i",
);

interface Use {
  readonly name: LpToken;
  /** The number before the name; null if there is none. */
  readonly number: LpToken | null;
  readonly place: "limit" | "start" | "other";
  /** Whether the name occurs more than once, always where a number is usual. */
  readonly several: boolean;
  /**
   * Whether two minus signs without a blank between them come before, as before a comment in SQL.
   */
  readonly dashed: boolean;
}

/**
 * Checks names that occur only once in the file. After a relation that has variables before it, a
 * bare number is usual: a name there is refused if it is joined to a number or looks like one, and
 * otherwise gets a remark. Before a relation that has variables after it, a name is refused if it
 * is joined to a number. A name joined to a number elsewhere gets a remark, unless the file never
 * writes a blank between a number and a name. A name that occurs several times, but only after such
 * relations, is checked too: it is refused if it looks like a number, and otherwise gets a remark.
 * Words for infinity or for a missing number are refused on either side.
 * @throws InputError NumberMalformed, NameInvalid for what looks like a comment.
 */
export function checkUnits(sections: readonly LpSection[], builder: ModelBuilder): void {
  const uses = new Map<string, Use | "elsewhere">();
  const labels = new Set<string>();
  let joins = true;
  for (const { name: section, tokens } of sections) {
    for (const [position, name] of tokens.entries()) {
      if (name.kind !== "name") continue;
      if (tokens[position + 1]?.kind === "colon") {
        labels.add(name.text);
        continue;
      }
      const before = tokens[position - 1];
      const number = before?.kind === "number" ? before : null;
      if (number !== null && !name.glued) joins = false;
      const place = section === "bounds" ? "other" : placeOf(tokens, position);
      const dashed = before?.text === "-" && before.glued && tokens[position - 2]?.text === "-";
      const earlier = uses.get(name.text);
      if (earlier === undefined) uses.set(name.text, { name, number, place, several: false, dashed });
      else if (earlier === "elsewhere" || !isWhereNumbersAre(name.text, earlier.place, place))
        uses.set(name.text, "elsewhere");
      else uses.set(name.text, { ...earlier, several: true });
    }
  }
  for (const use of uses.values()) {
    if (use === "elsewhere") continue;
    const { name, number, place, several, dashed } = use;
    const joined = number !== null && name.glued;
    const seen = number === null ? name.text : `${number.text}${joined ? "" : " "}${name.text}`;
    const message =
      `"${name.text}" appears only ${several ? "where a number is usual" : "here"}: if it is not a variable, write the number alone; if it is, write it ` +
      `${place === "other" ? "with a blank before it" : "on the other side"}`;
    const at = builder.place(name.line, seen);
    const problem = place === "other" ? null : problemOfWord(name.text);
    if (problem !== null) throw new InputError("NumberMalformed", problem, at);
    if (place === "limit" && (dashed || COMMENT.test(name.text)))
      throw new InputError("NameInvalid", `${message}; a comment starts with \\`, at);
    if ((place !== "other" && joined && !several) || (place === "limit" && LIKE_NUMBER.test(name.text)))
      throw new InputError("NumberMalformed", message, at);
    if (place === "limit" || (joined && !joins)) builder.warn(message, name.line, seen);
    else if (labels.has(name.text)) {
      const row = `"${name.text}" is the name of a row, and appears as a variable only here; if the row is meant, write its terms`;
      builder.warn(row, name.line, seen);
    }
  }
}

/** Whether both places are after a relation or, for a word that is no number, on either side. */
function isWhereNumbersAre(word: string, first: Use["place"], second: Use["place"]): boolean {
  if (first === "other" || second === "other") return false;
  return (first === "limit" && second === "limit") || problemOfWord(word) !== null;
}

/** What is wrong with a word for a number that is missing or infinite; null for any other. */
function problemOfWord(word: string): string | null {
  const say = (remedy: string) =>
    `"${word}" appears only where a number is usual, and is none: ${remedy}; if it is a variable, write all variables on one side`;
  if (NO_LIMIT.test(word)) return say("for no limit write inf, or leave the row or bound out");
  return NO_NUMBER.test(word) || SHEET_ERROR.test(word) ? say("write the number that is missing") : null;
}

/**
 * "limit": the name's term follows a relation that has variables before it. "start": the term is
 * everything before a relation that has variables after it.
 */
function placeOf(tokens: readonly LpToken[], position: number): Use["place"] {
  let start = position;
  while (["sign", "number", "times"].includes(tokens[start - 1]?.kind ?? "")) {
    if (tokens[start]!.first) break;
    start--;
  }
  const before = tokens[start - 1];
  if (before?.kind === "relation") return hasVariableBefore(tokens, start - 1) ? "limit" : "other";
  const starts = before === undefined || before.kind === "colon" || tokens[start]!.first;
  if (!starts || tokens[position + 1]?.kind !== "relation") return "other";
  let next = position + 2;
  while (tokens[next]?.kind === "sign" || tokens[next]?.kind === "number") next++;
  return tokens[next]?.kind === "name" && !tokens[next]!.first ? "start" : "other";
}

/**
 * Whether the constraint has a variable before `relation`. A constraint starts after a label or
 * another relation, or with a line that does not start with a sign.
 */
function hasVariableBefore(tokens: readonly LpToken[], relation: number): boolean {
  for (let at = relation - 1; at >= 0; at--) {
    const { kind, first } = tokens[at]!;
    if (kind === "name") return true;
    if (kind === "colon" || kind === "relation" || (first && kind !== "sign")) return false;
  }
  return false;
}
