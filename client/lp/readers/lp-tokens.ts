// Splits a line of CPLEX-LP text into tokens. Characters that look like an operator, a number or an
// infinity are read as such, whatever their code; text that only resembles one is refused
// (lp-spelling.ts).
import { InputError, type InputPlace } from "../../errors.ts";
import { checkLabel, checkSpelling, checkVariable, type Spelled } from "./lp-spelling.ts";
import { infinitySign, isNotANumber, MINUS_SIGNS, PLUS_SIGNS, plainNumber } from "./number-text.ts";

export interface LpToken {
  readonly kind: "number" | "infinity" | "name" | "sign" | "relation" | "times" | "colon";
  /** A relation is `<=`, `>=` or `=`; a number is ASCII text. */
  readonly text: string;
  readonly line: number;
  /** Whether it is the first token of its line. */
  readonly first: boolean;
  /** Whether it follows the previous token without a blank. */
  readonly glued: boolean;
  /** Whether it is a number whose exponent is marked with a D. */
  readonly fortran: boolean;
}

const D = "[\\d０-９]";
const POINT = "[.．]";
const DECIMAL = `(?:${D}+${POINT}?${D}*|${POINT}${D}+)`;
/**
 * A number with an exponent D exactly as Fortran writes it: a decimal point, then a sign and two or
 * three digits. In any other form, the D may start a variable's name.
 */
const FORTRAN = `(?:${D}+${POINT}${D}*|${POINT}${D}+)[dD][+-]${D}{2,3}`;
const SPECIAL = `\\d+\\.?#[A-Za-z]+\\d*`;
/**
 * In this format no name may start with a period. HiGHS and Cbc still write and read names from MPS
 * files that start with three or more, so they are allowed here.
 */
const NAME = `(?:\\.{3}|[^\\s<>=+\\-:*^[\\]\\d０-９.．])[^\\s<>=+\\-:*^[\\]]*`;
const TOKEN = new RegExp(
  `\\s*(?:(${SPECIAL})|(${FORTRAN})|(${DECIMAL}(?:[eE][+-]?${D}+)?)|(<=|=<|>=|=>|<|>|=)|([+-])|(\\*)|(:)|(${NAME})|(\\S))`,
  "y",
);
const LABEL = /\s*([^\s<>=+\-:*^[\]]+)\s*:/y;
const RELATIONS: Readonly<Record<string, string>> = { "<": "<=", "=<": "<=", ">": ">=", "=>": ">=" };

/**
 * Characters that stand for an ASCII operator: multiplication signs and middle dots, relations,
 * full-width forms.
 */
const LOOK_ALIKES: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`[${MINUS_SIGNS}]`, "g"), "-"],
  [new RegExp(`[${PLUS_SIGNS}]`, "g"), "+"],
  [/[\u00d7\u2715\u2716\u2a2f\u2217\u22c5\u00b7\u0387\u2219\u2022\uff0a\ufe61\u204e]/g, "*"],
  [/[\u2264\u2a7d\u2266]/g, "<="],
  [/[\u2265\u2a7e\u2267]/g, ">="],
  [/[\uff1c\ufe64]/g, "<"],
  [/[\uff1e\ufe65]/g, ">"],
  [/[\uff1d\ufe66]/g, "="],
  [/[\uff1a\ufe55\u2236]/g, ":"],
];

/** The line with its look-alike operators replaced by ASCII ones. */
export function plainLine(line: string): string {
  return LOOK_ALIKES.reduce((text, [characters, operator]) => text.replace(characters, operator), line);
}

/**
 * Tokens of a line from `plainLine`, without its comment.
 * @throws InputError MalformedLp, NotLinear, and as `checkSpelling`, `checkVariable` and
 *   `checkLabel` do.
 */
export function tokenize(content: string, place: InputPlace & { readonly line: number }): LpToken[] {
  const tokens: LpToken[] = [];
  const add = (kind: LpToken["kind"], text: string, more: Partial<LpToken> = {}): void => {
    tokens.push({ kind, text, line: place.line, first: tokens.length === 0, glued, fortran: false, ...more });
  };
  let position = 0;
  let glued = false;
  for (;;) {
    LABEL.lastIndex = position;
    const label = LABEL.exec(content);
    if (label !== null) checkLabel(label[1]!, place);
    TOKEN.lastIndex = position;
    const match = TOKEN.exec(content);
    if (match === null) return tokens;
    position = TOKEN.lastIndex;
    glued = tokens.length > 0 && !/^\s/.test(match[0]);
    const [, special, fortran, number, relation, sign, times, colon, name, other] = match;
    if (special !== undefined) addSpecial(special, add, place);
    else if (fortran !== undefined || number !== undefined) {
      const text = (fortran ?? number)!;
      if (/^[\d０-９.．]/.test(content.slice(position))) throw twoPoints(text, content.slice(position), place);
      add("number", plainNumber(text), { fortran: fortran !== undefined });
    } else if (relation !== undefined) add("relation", RELATIONS[relation] ?? relation);
    else if (sign !== undefined) add("sign", sign);
    else if (times !== undefined) add("times", times);
    else if (colon !== undefined) add("colon", colon);
    else if (name !== undefined) {
      const before = tokens.at(-1);
      const number = before?.kind === "number" ? before.text : null;
      const spelled: Spelled = { name, number: glued ? number : null, rest: content.slice(position), place };
      if (infinitySign(name) !== 0) add("infinity", name);
      else {
        if (label === null) {
          checkSpelling(spelled);
          checkVariable(spelled, number);
        }
        add("name", name);
      }
    } else throw meaningless(other!, tokens.at(-1), glued, place);
  }
}

function addSpecial(text: string, add: (kind: "infinity", text: string) => void, place: InputPlace): void {
  if (infinitySign(text) !== 0) {
    add("infinity", text);
    return;
  }
  throw new InputError(
    isNotANumber(text) ? "NumberNotFinite" : "NumberMalformed",
    "this is not a finite number; write a decimal number, or inf where a row has no side or a variable no bound",
    { ...place, field: text },
  );
}

function twoPoints(number: string, rest: string, place: InputPlace): InputError {
  const more = /^[\d０-９.．eEdD]*/.exec(rest)![0];
  return new InputError("NumberMalformed", "a number has at most one decimal point, and none in its exponent", {
    ...place,
    field: `${number}${more}`,
  });
}

function meaningless(other: string, before: LpToken | undefined, glued: boolean, place: InputPlace): InputError {
  if (other === "[" && glued && before?.kind === "name") {
    return new InputError("NameInvalid", "a name cannot contain square brackets: write x(1) or x_1, not x[1]", {
      ...place,
      field: `${before.text}[`,
    });
  }
  if (/[[\]^]/.test(other)) {
    return new InputError(
      "NotLinear",
      `"${other}" belongs to a quadratic term, which is not part of a linear program`,
      place,
    );
  }
  return new InputError("MalformedLp", `"${other}" is not allowed here`, place);
}
