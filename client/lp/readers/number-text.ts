// Numbers as files spell them: decimal text, the signs and digits that text processors substitute,
// and infinities.
import { InputError, type InputPlace } from "../../errors.ts";
import { compare, type Decimal, parseDecimal } from "../../math/decimal.ts";
import { requireVisible } from "./visible.ts";

/**
 * A bound or side of this magnitude or more counts as none, as in HiGHS, CPLEX and Gurobi files.
 */
const INFINITE: Decimal = { mantissa: 1n, exponent: 20 };
const MINUS_INFINITE: Decimal = { mantissa: -1n, exponent: 20 };

export type Side = "lower" | "upper";
/** The sign of an infinity, or 0 for a finite number. */
export type InfinitySign = 1 | -1 | 0;

/**
 * Hyphens, dashes and minus signs (U+2010 to U+2015, U+2212), and small, full-width and heavy ones,
 * written for use inside a character class of a regular expression.
 */
export const MINUS_SIGNS = "\u2010-\u2015\u2212\ufe58\ufe63\uff0d\u2796";
export const PLUS_SIGNS = "\uff0b\ufe62\u2795";
const MINUS = new RegExp(`[${MINUS_SIGNS}]`, "g");
const PLUS = new RegExp(`[${PLUS_SIGNS}]`, "g");
const FULL_WIDTH = /[０-９．]/g;
const FULL_WIDTH_OFFSET = 0xfee0;

const INFINITY = /^([+-]?)(?:inf|infinity|infty|∞|1\.?#inf\d*)$/i;
const NOT_A_NUMBER = /^[+-]?(?:n\/a|[sq]?nan(?:\(.*\))?|\d+\.?#(?:ind|[sq]?nan)\d*)$/i;

/** The text with ASCII signs, digits and periods. */
export function plainNumber(text: string): string {
  return text
    .replace(MINUS, "-")
    .replace(PLUS, "+")
    .replace(FULL_WIDTH, (character) => String.fromCharCode(character.charCodeAt(0) - FULL_WIDTH_OFFSET));
}

/**
 * Sign of a text that spells an infinity (`inf`, `-Infinity`, `∞`, `1.#INF`, …), or 0 for any other
 * text.
 */
export function infinitySign(text: string): InfinitySign {
  const match = INFINITY.exec(plainNumber(text));
  if (match === null) return 0;
  return match[1] === "-" ? -1 : 1;
}

export function isNotANumber(text: string): boolean {
  return NOT_A_NUMBER.test(plainNumber(text));
}

/** Sign of a number that counts as infinite when it is a bound or side; 0 for any other. */
export function hugeSign(value: Decimal): InfinitySign {
  if (compare(value, INFINITE) >= 0) return 1;
  return compare(value, MINUS_INFINITE) <= 0 ? -1 : 0;
}

/**
 * Reads a finite number.
 * @throws InputError NumberNotFinite, NumberMalformed, NumberTooLarge, and NameInvalid for an
 *   invisible character.
 */
export function readNumber(text: string, place: InputPlace): Decimal {
  const plain = plainNumber(text);
  if (infinitySign(plain) !== 0) {
    throw new InputError(
      "NumberNotFinite",
      `${quoted(text)} is only allowed as a bound or side; write a finite number`,
      place,
    );
  }
  if (isNotANumber(plain)) {
    throw new InputError("NumberNotFinite", `${quoted(text)} is not a number; write a decimal number`, place);
  }
  requireVisible(text, place);
  const remedy = remedyFor(plain);
  if (remedy !== null) {
    throw new InputError("NumberMalformed", `${quoted(text)} is not a decimal number; ${remedy}`, place);
  }
  return parseDecimal(plain, place);
}

/**
 * Reads a bound or side: a finite number, or null for none (infinite, or a magnitude of 1e20 or
 * more).
 * @throws InputError BoundInfinite for +∞ as a lower or −∞ as an upper side, and as `readNumber`
 *   does.
 */
export function readSide(text: string, side: Side, place: InputPlace): Decimal | null {
  const infinite = infinitySign(text);
  const value = infinite === 0 ? readNumber(text, place) : null;
  return finiteSide(value, value === null ? infinite : hugeSign(value), side, place);
}

/**
 * Reads the value of an equality, whose magnitude must be below 1e20.
 * @throws InputError NumberNotFinite for a larger one, and as `readNumber` does.
 */
export function readFixed(text: string, place: InputPlace): Decimal {
  const value = readNumber(text, place);
  if (hugeSign(value) === 0) return value;
  throw new InputError(
    "NumberNotFinite",
    "1e20 or more counts as infinite, and nothing equals infinity; change the unit",
    place,
  );
}

/**
 * `value`, or null if it is infinite in the direction that means no side.
 * @throws InputError BoundInfinite if it is infinite in the other direction.
 */
export function finiteSide(
  value: Decimal | null,
  infinite: InfinitySign,
  side: Side,
  place: InputPlace,
): Decimal | null {
  if (infinite === 0) return value;
  if (infinite === (side === "lower" ? -1 : 1)) return null;
  throw new InputError(
    "BoundInfinite",
    `${side === "lower" ? "plus infinity below" : "minus infinity above"} leaves no value (1e20 or more counts as infinite); ` +
      "give a finite number",
    place,
  );
}

/** Says how to write a text that looks like a number but is not one; null if there is no advice. */
function remedyFor(text: string): string | null {
  if (text.trim() === "") return "write the number";
  if (text !== text.trim()) return "remove the blank before or after it";
  if (/^[+-]?0x[\da-f.]+(?:p[+-]?\d+)?$/i.test(text)) return "numbers are decimal: write 16, not 0x10";
  if (/^[+-]?[\d.]*\d[,'_\s][\d.,'_\s]*(?:e[+-]?\d+)?$/i.test(text))
    return "write 1.5, not 1,5, and 1000, not 1,000, 1_000 or 1 000";
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)[ed][+-]?$/i.test(text)) return "the exponent has no digits: write 1e0";
  if (/^[+-]?[\d.,]+%$/.test(text)) return "write 0.5, not 50%";
  if (/^[+-]?[\d.]+\/[\d.]+$/.test(text)) return "write 0.25, not 1/4";
  if (/^[+-]{2}/.test(text)) return "write one sign";
  if (/^[+-]?\d*(?:\.\d*){2,}/.test(text)) return "a number has one decimal point";
  if (/^[+-]?[\d.]*[OolI][\d.OolI]*$/.test(text) && /\d/.test(text)) return "write the digits 0 and 1, not letters";
  return null;
}

function quoted(text: string): string {
  return `"${text.length <= 40 ? text : `${text.slice(0, 40)}…`}"`;
}
