// Splits CPLEX-LP text into sections of tokens.
import { InputError, type InputPlace } from "../../errors.ts";
import { linesOf } from "./lines.ts";
import { type LpToken, plainLine, tokenize } from "./lp-tokens.ts";

export type LpSectionName = "min" | "max" | "rows" | "bounds";

export interface LpSection {
  readonly name: LpSectionName;
  /** The name as the file spells it, with its colon. */
  readonly title: string;
  readonly line: number;
  readonly tokens: readonly LpToken[];
}

export interface LpText {
  /** In the order of the file, without comments. */
  readonly sections: readonly LpSection[];
  /** First line after `End` that is neither blank nor a comment; null if there is none. */
  readonly behind: number | null;
  /** Line of a comment in which GLPK states the objective's constant; null if there is none. */
  readonly constant: number | null;
  /** The first character that is read as an ASCII one that it looks like; null if there is none. */
  readonly foreign: { readonly character: string; readonly line: number } | null;
}

/** A section that is refused unless it is empty. */
interface Refused {
  readonly name: "discrete" | "not linear";
  readonly line: number;
  readonly title: string;
}

const HEADERS: readonly (readonly [RegExp, LpSectionName])[] = [
  [/^\s*min(?:imi[sz]e|imum)?(?=[\s:]|$)/i, "min"],
  [/^\s*max(?:imi[sz]e|imum)?(?=[\s:]|$)/i, "max"],
  [/^\s*(?:subject\s+to|such\s+that|s\.t\.|st\.?)(?=[\s:]|$)/i, "rows"],
  [/^\s*bounds?(?=[\s:]|$)/i, "bounds"],
];
const END = /^\s*end\s*$/i;
const DISCRETE = /^\s*(?:generals?|gen|integers?|int|binary|binaries|bin|semi-continuous|semis?|sos[12]?)\s*:?\s*$/i;
/** The same with variables on the line. No other line consists only of names, except `x free`. */
const DISCRETE_LINE =
  /^\s*(?:generals?|gen|integers?|int|binary|binaries|bin|semi-continuous|semis?)\s+(?!free\s*$)[\p{L}_][^\s:<>=+*-]*(?:\s+[\p{L}_][^\s:<>=+*-]*)*\s*$/iu;
const NOT_LINEAR =
  /^\s*(?:pwlobj|gen(?:eral)?\s+constraints?|gencons|g\.c\.|lazy\s+constraints?|user\s+cuts?|scenarios?)\s*:?\s*$/i;
/**
 * Signs of lp_solve's own format: C comments, or an objective with a colon that ends with a
 * semicolon.
 */
const LP_SOLVE = /^\s*(?:\/[*/]|(?:max|min)(?:imi[sz]e)?\s*:[^:]*;)/i;

/** A line that lp_solve's own format does not have. */
const CPLEX = /^\s*(?:subject\s+to|such\s+that|s\.t\.|st|bounds|end)\s*:?\s*$/im;

/** GLPK writes the constant of an objective so, and not into the objective. */
const CONSTANT = /^[^\\]*\\\*?\s*constant term\s*[=:]\s*[+-]?[\d.]*[1-9]/i;

/**
 * Splits the text at section names.
 * @throws InputError UnknownFormat (lp_solve's), MalformedLp, NotContinuous, NotLinear,
 *   DuplicateSection, FileTruncated (no `End`), and as `tokenize`.
 */
export function splitSections(text: string, file: string): LpText {
  refuseLpSolve(text, file);
  const sections: (LpSection & { tokens: LpToken[] })[] = [];
  let refused: Refused | null = null;
  const written = linesOf(text);
  const constant = written.findIndex((line) => CONSTANT.test(line));
  const bare = written.map((line) => line.replace(/\\.*$/, ""));
  const lines = bare.map(plainLine);
  for (const [index, content] of lines.entries()) {
    const place = { file, line: index + 1 };
    refuseCommentEnd(written[index]!, place);
    if (END.test(content)) {
      const behind = lines.findIndex((line, at) => at > index && line.trim() !== "");
      return {
        sections: checkExponents(sections, file),
        behind: behind < 0 ? null : behind + 1,
        constant: constant < 0 ? null : constant + 1,
        foreign: firstForeign(bare.slice(0, index)),
      };
    }
    const isNotLinear = NOT_LINEAR.test(content);
    if (!isNotLinear && DISCRETE_LINE.test(content))
      refuse({ name: "discrete", line: place.line, title: content.trim() }, file);
    if (isNotLinear) refused = { name: "not linear", line: place.line, title: content.trim() };
    else if (DISCRETE.test(content)) refused = { name: "discrete", line: place.line, title: content.trim() };
    else {
      const { name, title, rest } = headerOf(content, sections, place);
      if (name !== null) {
        refused = null;
        sections.push({ name, title, line: place.line, tokens: [] });
      }
      const tokens = refused === null || rest.trim() === "" ? tokenize(rest, place) : refuse(refused, file);
      if (tokens.length > 0 && sections.length === 0) {
        throw new InputError("MalformedLp", "the file must start with Minimize or Maximize", place);
      }
      sections.at(-1)?.tokens.push(...tokens);
    }
  }
  throw new InputError("FileTruncated", 'the file has no line that says only "End"; part of it may be missing', {
    file,
  });
}

interface Header {
  /** The section that starts on a line; null if none does. */
  readonly name: LpSectionName | null;
  readonly title: string;
  /** The rest of the line. */
  readonly rest: string;
}

/**
 * The section that starts on this line, and the rest of the line. A label may be the same word as a
 * section's name.
 */
function headerOf(content: string, sections: readonly LpSection[], place: InputPlace): Header {
  const none: Header = { name: null, title: "", rest: content };
  const header = HEADERS.find(([pattern]) => pattern.test(content));
  if (header === undefined) return none;
  const [pattern, name] = header;
  const keyword = pattern.exec(content)![0];
  const title = keyword.trim();
  const rest = content.slice(keyword.length);
  const first = sections.find((section) => role(section.name) === role(name));
  if (!/^\s*:/.test(rest)) {
    const isTerm = /^\s*(?:[<>=*]|[+-]\s*[\p{L}_])/u.test(rest);
    if (first === undefined && !(isTerm && name === "bounds")) return { name, title, rest };
    const began = first === undefined ? "" : `, and such a section began on line ${first.line}: keep one`;
    throw new InputError(
      first === undefined ? "MalformedLp" : "DuplicateSection",
      `at the start of a line "${title}" is the name of a section${began}; if it is a variable here, rename it, or do not start the line with it`,
      place,
    );
  }
  const behind = rest.replace(/^\s*:/, "");
  if (name === "bounds") {
    if (behind.trim() !== "") return none;
    throw new InputError(
      "MalformedLp",
      "write Bounds without a colon; if this is the name of a row, rename the row",
      place,
    );
  }
  const opens = first === undefined && (name !== "rows" || sections.length > 0);
  return opens || /\s/.test(title) ? { name, title: `${title}:`, rest: behind } : none;
}

function role(name: LpSectionName): string {
  return name === "min" || name === "max" ? "objective" : name;
}

function refuse({ name, line, title }: Refused, file: string): never {
  if (name === "not linear") {
    throw new InputError("NotLinear", `section "${title}" does not belong in a linear program`, { file, line });
  }
  const message =
    "integer, binary and semi-continuous variables and special ordered sets are not supported; remove the section";
  throw new InputError("NotContinuous", message, { file, line });
}

/** Refuses the end of a comment over several lines, which only its first line would be. */
function refuseCommentEnd(written: string, place: InputPlace): void {
  if (!/^[^\\]*\*\\/.test(written)) return;
  const message =
    '"*\\" ends no comment, since a comment starts with \\ and ends with its line: start every line of the comment with \\';
  throw new InputError("MalformedLp", message, place);
}

/**
 * Look-alikes of ASCII signs and digits, and blanks but spaces and tabs. A full-width digit may be
 * part of a name.
 */
const FOREIGN = /[^\S\t\n\r ]|(?<![\p{L}\p{N}_])[０-９．∞]/u;

function firstForeign(lines: readonly string[]): LpText["foreign"] {
  for (const [index, line] of lines.entries()) {
    const character = [...line].find((one) => plainLine(one) !== one) ?? FOREIGN.exec(line)?.[0];
    if (character !== undefined) return { character, line: index + 1 };
  }
  return null;
}

function refuseLpSolve(text: string, file: string): void {
  const start = text.search(/\S/);
  if (start < 0 || CPLEX.test(text) || !LP_SOLVE.test(text.slice(start))) return;
  throw new InputError(
    "UnknownFormat",
    "this is lp_solve's own format, not CPLEX-LP; convert it: lp_solve -S1 -parse_only in.lp -wfmps out.mps",
    { file, line: text.slice(0, start).split("\n").length },
  );
}

/**
 * Refuses `2.5D+00` in a file that has a variable D, since it may then mean 2.5 D + 00.
 * @throws InputError NumberMalformed.
 */
function checkExponents(sections: readonly LpSection[], file: string): LpSection[] {
  const tokens = sections.flatMap((section) => section.tokens);
  const marked = tokens.find(({ fortran }) => fortran);
  const named = tokens.find(
    ({ kind, text }, at) => kind === "name" && /^[dD]$/.test(text) && tokens[at + 1]?.kind !== "colon",
  );
  if (marked === undefined || named === undefined) return [...sections];
  throw new InputError(
    "NumberMalformed",
    `this may be a number with an exponent or a term of the variable ${named.text}; mark exponents with an e: ${marked.text.replace(/d/i, "e")}`,
    { file, line: marked.line, field: marked.text },
  );
}
