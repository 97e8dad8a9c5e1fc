// Finds text that a CPLEX-LP file makes a variable but that may be a unit, a word or a slip:
// `x <= 10k`, `x >= 5 kg`, `x >= O`.
import { InputError } from "../../errors.ts";
import type { ModelBuilder } from "./builder.ts";
import type { LpSection } from "./lp-sections.ts";
import type { LpToken } from "./lp-tokens.ts";

/**
 * A letter typed for a digit, or a name that starts with a period: more likely a number than a
 * variable.
 */
const LIKE_NUMBER = /^(?:[OoIl]+[\dOoIl.]*$|\.)/;
/** Comments of other languages. */
const COMMENT = /^\{/;
/** Words that people and programs write when there is no number. */
const NO_NUMBER = /^(?:inf\.|none|null|nil|missing|undefined|infin|infinite|unlimited|unbounded|true|false|tbd)$/i;

interface Use {
  readonly name: LpToken;
  /** The number before the name; null if there is none. */
  readonly number: LpToken | null;
  readonly place: "limit" | "start" | "other";
  /** Whether the name occurs more than once, always as a limit. */
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
      else if (earlier === "elsewhere" || earlier.place !== "limit" || place !== "limit")
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
    if (place === "limit" && (dashed || COMMENT.test(name.text)))
      throw new InputError("NameInvalid", `${message}; a comment starts with \\`, at);
    if (
      (place !== "other" && joined && !several) ||
      (place === "limit" && (LIKE_NUMBER.test(name.text) || NO_NUMBER.test(name.text)))
    )
      throw new InputError("NumberMalformed", message, at);
    if (place === "limit" || (joined && !joins)) builder.warn(message, name.line, seen);
    else if (labels.has(name.text)) {
      const row = `"${name.text}" is the name of a row, and appears as a variable only here; if the row is meant, write its terms`;
      builder.warn(row, name.line, seen);
    }
  }
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
