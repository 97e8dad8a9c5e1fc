// Refuses text in a CPLEX-LP file that the format allows as a name but that is probably a number, a
// sign or an operator: pasted, mistyped, or written as another program writes it. Read as a name,
// such text would add a variable that nobody intended, and so change the program silently. The
// format itself lets names start with most characters.
import { InputError, type InputPlace } from "../../errors.ts";
import { infinitySign, isNotANumber } from "./number-text.ts";
import { requireVisible } from "./visible.ts";

/** Errors that spreadsheets show in place of a number. */
const SPREADSHEET_ERROR = /^#(?:n\/a|null!|num!|ref!|value!|name\?|div\/0!|inf|ind|[sq]?nan)/i;
/** Superscript digits and signs, which stand for powers. */
const RAISED = /[⁰¹²³⁴-⁹⁺⁻ⁿ]/u;
/** Fractions and other numeric characters; subscripts are allowed, since they are indices. */
const OTHER_NUMBER = /[^\P{No}₀-₉]/u;
const MATHEMATICAL = /[^\P{Sm}|~]|[\u0335-\u0338\u20d0-\u20f0]/u;
const FIRST_OF_NAME = /^(?:\.{3}|[\p{L}_!"#$&?@`{}~])/u;
const DIGIT = "[\\d０-９]";

/**
 * Letters that look like the e or d of an exponent: Cyrillic, Greek, full-width, small capital and
 * others.
 */
const LIKE_EXPONENT = "[еЕєЄёЁԁԀΕεℯℰℇ℮ⅇⅅⅆｅＥｄＤᴇᴅéèêëÉÈÊË]";
const EXPONENT_MARK = new RegExp(`^(?:[eEdD]|${LIKE_EXPONENT})$`);
const LOOK_ALIKE_EXPONENT = new RegExp(`^${LIKE_EXPONENT}${DIGIT}`);
const FOREIGN_MARK = new RegExp(`^(?:[qQｑＱ]|${LIKE_EXPONENT})$`);
const STARTS_AS_EXPONENT = new RegExp(`^[eE]${DIGIT}`);
/** What follows a single letter that may mark an exponent: a sign and digits. */
const SIGNED_DIGITS = /^[+-][\d０-９]+/;
/** The same with a leading zero, which exponents have and coefficients do not. */
const PADDED_EXPONENT = /^[+-][0０][\d０-９]/;

/** A name and the text directly before and after it, without a blank between them. */
export interface Spelled {
  readonly name: string;
  /** The number directly before the name; null if there is none. */
  readonly number: string | null;
  /** The rest of the line after the name. */
  readonly rest: string;
  readonly place: InputPlace;
}

/**
 * Checks a name that is not a label.
 * @throws InputError NumberMalformed, NumberNotFinite, NameInvalid, NotLinear; the field of the
 *   place is the offending text.
 */
export function checkSpelling({ name, number, rest, place }: Spelled): void {
  const seen = { ...place, field: `${number ?? ""}${name}` };
  const malformed = (message: string) => new InputError("NumberMalformed", message, seen);
  const invalid = (message: string) => new InputError("NameInvalid", message, seen);
  requireVisible(name, seen);
  if (/^&#?\w+;/.test(name))
    throw invalid(`"${/^[^;]*;/.exec(name)![0]}" is how web pages write a character; write the character itself`);
  if (number !== null) {
    const problem = problemBehindNumber(number, name, rest);
    if (problem !== null) throw malformed(problem);
  }
  if (isNotANumber(name) || SPREADSHEET_ERROR.test(name)) {
    throw new InputError("NumberNotFinite", "this is not a finite number; write a decimal number", seen);
  }
  if (RAISED.test(name))
    throw new InputError("NotLinear", "this looks like a power; a program is linear, so rename it", seen);
  if (OTHER_NUMBER.test(name) || /^\p{N}/u.test(name))
    throw malformed("write numbers with the digits 0 to 9 and a decimal point");
  if (name === "!" && rest.startsWith("=")) throw invalid('"!=" is no relation of a linear program; use <=, >= or =');
  const comment = commentMark(name, rest);
  if (comment !== null)
    throw invalid(`a comment starts with \\ and ends with its line; "${comment}" does not start one`);
  if (/^;/.test(name)) throw invalid('remove the ";": it has no meaning in this format');
  if (/^%/.test(name)) throw invalid("numbers are decimal: write 0.5, not 50%; a comment starts with \\");
  if (/^\//.test(name) || /\/[\d.]+$/.test(name))
    throw malformed("numbers are decimal: write 0.25 x, not 1/4 x or x/4");
  if (/^[()]/.test(name) || !isBalanced(name)) {
    throw invalid("expressions have no parentheses: write 2 x + 2 y, not 2 (x + y)");
  }
  const symbol = MATHEMATICAL.exec(name);
  if (symbol !== null) throw invalid(`"${symbol[0]}" has no meaning here; use + - <= >= =`);
  if (!FIRST_OF_NAME.test(name) || !/[\p{L}\p{N}]/u.test(name)) {
    throw invalid(`a name does not start with "${firstOf(name)}"; remove it or rename the variable or row`);
  }
  if (!name.startsWith("...") && new RegExp(`^[^\\p{L}_]+[.．]?${DIGIT}`, "u").test(name))
    throw malformed("write the number alone, without a currency sign or other symbols");
  if (/["”’»]$/.test(name) && /^["“‘«`]/.test(name)) throw invalid("write names without quotation marks");
  if (/[,;]$/.test(name)) throw invalid(`remove the "${name.slice(-1)}" after the name`);
}

/**
 * Checks that the name of a variable does not look like an exponent, which the format forbids.
 * `before` is the number before it, with or without a blank between them.
 * @throws InputError NameInvalid, NumberMalformed.
 */
export function checkVariable({ name, rest, place }: Spelled, before: string | null): void {
  if (STARTS_AS_EXPONENT.test(name)) {
    throw new InputError(
      "NameInvalid",
      `a name cannot start with "${name.slice(0, 2)}", which is an exponent in this format; rename the variable, or write the number without a blank`,
      { ...place, field: `${before === null ? "" : `${before} `}${name}` },
    );
  }
  const exponent = SIGNED_DIGITS.exec(rest)?.[0];
  if (exponent === undefined) return;
  const isMark = before === null ? /^[eE]$/ : EXPONENT_MARK;
  const isPadded = before !== null && /^\p{L}$/u.test(name) && PADDED_EXPONENT.test(rest);
  if (!isMark.test(name) && !isPadded) return;
  const number = before ?? "1";
  throw new InputError(
    "NumberMalformed",
    `this may be a number with an exponent or a term of the variable ${name}; ` +
      `write ${number}e${exponent}, or ${number} ${name} ${exponent.slice(0, 1)} ${exponent.slice(1)}`,
    { ...place, field: `${before === null ? "" : `${before} `}${name}${rest.slice(0, 2)}` },
  );
}

/**
 * Checks the word before a colon.
 * @throws InputError NameInvalid.
 */
export function checkLabel(name: string, place: InputPlace): void {
  if (infinitySign(name) === 0 && !/^(?!\.{3})[\d.０-９．]/.test(name)) return;
  throw new InputError(
    "NameInvalid",
    `a row's name cannot be infinity, nor start with a digit or a period; rename it (r${name}, for example)`,
    { ...place, field: name },
  );
}

/** What is wrong with a name that follows a number without a blank, or null. */
function problemBehindNumber(number: string, name: string, rest: string): string | null {
  if (/^[,_'’٬٫،，]/.test(name))
    return "a number has a decimal point and no separators: write 1.5, not 1,5, and 1000, not 1_000";
  if (number === "0" && /^(?:x[\da-f.]+|[bo][0-7]+)$/i.test(name))
    return `numbers are decimal: write 16, not 0x10; for 0 times a variable write 0 ${name}`;
  if (/^[eEdD]/.test(name) && /[eE]/.test(number))
    return "a number has one exponent; for a variable write a blank before it";
  if (/^[eE]$/.test(name))
    return `the exponent has no digits: write ${number}e0; for a variable write ${number} ${name}`;
  if (/^[dD][\d０-９]/.test(name) || (/^[dD]$/.test(name) && /^[+-][\d０-９]/.test(rest)))
    return `this may be a number with an exponent or ${number} times a variable: write ${number}e${/^[\d０-９]|^[+-][\d０-９]+/.exec(name.slice(1) + rest)![0]}, or ${number} ${name} with blanks`;
  if (isForeignExponent(name, rest)) {
    const exponent = SIGNED_DIGITS.exec(rest)?.[0] ?? name.slice(1);
    return `this may be a number with an exponent, which is marked with e here: write ${number}e${exponent}, or ${number} ${name} with blanks for a variable`;
  }
  if (/^[oOlI]+[\doOlI.]*$/.test(name) && /\d/.test(name))
    return "write the digits 0 and 1, not letters; for a variable write a blank before it";
  if (/^[^\p{L}_()%;]/u.test(name))
    return `a number must be followed by a blank, an operator or a name, not by "${firstOf(name)}"`;
  return null;
}

/**
 * Whether a name directly behind a number, with the text after it, looks like an exponent marked
 * with another letter than e or d: Q of Fortran, a look-alike, or any letter before padded digits.
 */
function isForeignExponent(name: string, rest: string): boolean {
  if (LOOK_ALIKE_EXPONENT.test(name)) return true;
  if (!SIGNED_DIGITS.test(rest)) return false;
  if (FOREIGN_MARK.test(name)) return true;
  return /^\p{L}{1,2}$/u.test(name) && PADDED_EXPONENT.test(rest);
}

/** The mark of a comment in other languages with which this text starts, or null. */
function commentMark(name: string, rest: string): string | null {
  const text = `${name}${rest}`.trimEnd();
  // The star before it is a token of its own.
  if (text === "/") return "*/";
  return /^\/[/*]/.exec(text)?.[0] ?? (/^[#!]$/.test(name) ? name : null);
}

function isBalanced(name: string): boolean {
  let depth = 0;
  for (const character of name) {
    if (character === "(") depth++;
    else if (character === ")" && --depth < 0) return false;
  }
  return depth === 0;
}

function firstOf(text: string): string {
  return String.fromCodePoint(text.codePointAt(0)!);
}
