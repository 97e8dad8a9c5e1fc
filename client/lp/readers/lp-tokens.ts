// Splits CPLEX-LP text into sections of tokens.
import { InputError, type InputPlace } from "../../errors.ts";
import { checkSpelling } from "./lp-spelling.ts";

export interface LpToken {
  readonly kind: "number" | "name" | "sign" | "relation" | "colon";
  /** A relation is `<=`, `>=` or `=`. */
  readonly text: string;
  readonly line: number;
  /** First token of its line. */
  readonly first: boolean;
}

export type LpSectionName = "min" | "max" | "rows" | "bounds";

export interface LpSection {
  readonly name: LpSectionName;
  readonly line: number;
  readonly tokens: readonly LpToken[];
}

const TOKEN =
  /\s*(?:((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(<=|=<|>=|=>|<|>|=|≤|≥)|([+-])|(:)|([^\s<>=≤≥+\-:*^[\d.][^\s<>=≤≥+\-:*^]*)|(\S))/y;
const RELATIONS: Readonly<Record<string, string>> = {
  "<": "<=",
  "=<": "<=",
  "≤": "<=",
  ">": ">=",
  "=>": ">=",
  "≥": ">=",
};

const HEADERS: readonly (readonly [RegExp, LpSectionName])[] = [
  [/^\s*min(?:imi[sz]e|imum)?(?=\s|$)(?!\s*:)/i, "min"],
  [/^\s*max(?:imi[sz]e|imum)?(?=\s|$)(?!\s*:)/i, "max"],
  [/^\s*(?:subject\s+to|such\s+that|s\.t\.|st\.?)(?=\s|$)(?!\s*:)/i, "rows"],
  [/^\s*bounds?(?=\s|$)(?!\s*:)/i, "bounds"],
];
const END = /^\s*end\s*$/i;
const DISCRETE = /^\s*(?:generals?|gen|integers?|int|binary|binaries|bin|semi-continuous|semis?|sos[12]?)\s*$/i;
const NOT_LINEAR = /^\s*(?:pwlobj|general\s+constraints|gencons|lazy\s+constraints|user\s+cuts)\s*$/i;

/**
 * Sections in the order of the file, without comments.
 * @throws InputError MalformedLp, NotContinuous, NotLinear, DuplicateSection, FileTruncated (no `End`), and as `checkSpelling`.
 */
export function splitSections(text: string, file: string): LpSection[] {
  const sections: { name: LpSectionName; line: number; tokens: LpToken[] }[] = [];
  for (const [index, source] of text.split(/\r\n|\n|\r/).entries()) {
    const place = { file, line: index + 1 };
    const content = source.replace(/\\.*$/, "");
    if (END.test(content)) return sections;
    refuse(content, place);
    const header = HEADERS.find(([pattern]) => pattern.test(content));
    if (header !== undefined) {
      const name = header[1];
      if (sections.some((section) => role(section.name) === role(name))) {
        throw new InputError("DuplicateSection", "this section is already there; keep one", place);
      }
      sections.push({ name, line: place.line, tokens: [] });
    }
    const tokens = tokenize(header === undefined ? content : content.replace(header[0], ""), place);
    if (tokens.length > 0 && sections.length === 0) {
      throw new InputError("MalformedLp", "the file starts with Minimize or Maximize", place);
    }
    sections.at(-1)?.tokens.push(...tokens);
  }
  throw new InputError("FileTruncated", 'the file does not end with "End"; some of it may be missing', { file });
}

function refuse(content: string, place: InputPlace): void {
  if (DISCRETE.test(content)) {
    const message =
      "integer, binary and semi-continuous variables and special ordered sets are not supported; remove the section";
    throw new InputError("NotContinuous", message, place);
  }
  if (NOT_LINEAR.test(content)) {
    throw new InputError("NotLinear", `section "${content.trim()}" is not part of a linear program`, place);
  }
}

function role(name: LpSectionName): string {
  return name === "min" || name === "max" ? "objective" : name;
}

function tokenize(content: string, place: InputPlace & { readonly line: number }): LpToken[] {
  const tokens: LpToken[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(content); match !== null; match = TOKEN.exec(content)) {
    const [, number, relation, sign, colon, name, other] = match;
    const position = { line: place.line, first: tokens.length === 0 };
    if (number !== undefined) tokens.push({ kind: "number", text: number, ...position });
    else if (relation !== undefined)
      tokens.push({ kind: "relation", text: RELATIONS[relation] ?? relation, ...position });
    else if (sign !== undefined) tokens.push({ kind: "sign", text: sign, ...position });
    else if (colon !== undefined) tokens.push({ kind: "colon", text: colon, ...position });
    else if (name !== undefined) {
      const before = tokens.at(-1);
      checkSpelling(name, before?.kind === "number" && match[0] === name ? before.text : null, place);
      tokens.push({ kind: "name", text: name, ...position });
    } else if (other !== undefined && /[[\]^]/.test(other)) {
      throw new InputError(
        "NotLinear",
        `"${other}" starts a quadratic term, which is not part of a linear program`,
        place,
      );
    } else {
      throw new InputError(
        "MalformedLp",
        `"${other}" has no meaning here (a coefficient stands before its variable: 3 x)`,
        place,
      );
    }
  }
  return tokens;
}
