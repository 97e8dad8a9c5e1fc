// Exact decimals: a bigint mantissa and a power of ten. Text from a user becomes an integer without
// ever passing through a float.
import { InputError, type InputPlace } from "../errors.ts";
import { counted } from "./counted.ts";

/**
 * The number mantissa · 10^exponent. Canonical: the mantissa has no trailing zero, and zero has
 * exponent 0.
 */
export interface Decimal {
  readonly mantissa: bigint;
  readonly exponent: number;
}

export const ZERO: Decimal = { mantissa: 0n, exponent: 0 };

/**
 * The most digits, and the largest magnitude of the last digit's power of ten, that text may have:
 * `1e999999999` must not exhaust memory.
 */
const MAX_DIGITS = 400;
const MAX_EXPONENT = 1000;

/** Most decimals of a round (docs/certificate.md). */
const MAX_DECIMALS = 15;

const NUMBER = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eEdD]([+-]?\d+))?$/;
const NOT_FINITE = /^[+-]?(?:nan|inf|infinity)$/i;

/** The number mantissa · 10^exponent in canonical form; `exponent` is an integer. */
export function decimal(mantissa: bigint, exponent = 0): Decimal {
  if (mantissa === 0n) return ZERO;
  const digits = mantissa.toString();
  let zeros = 0;
  while (digits.charAt(digits.length - 1 - zeros) === "0") zeros++;
  return zeros === 0
    ? { mantissa, exponent }
    : { mantissa: BigInt(digits.slice(0, digits.length - zeros)), exponent: exponent + zeros };
}

/**
 * Reads decimal text as LP files use it: sign, `5`, `5.`, `.5`, exponents with e, E, d or D.
 * @throws InputError NumberMalformed, NumberNotFinite (NaN, infinity), NumberTooLarge (more than
 *   400 digits or |exponent| > 1000).
 */
export function parseDecimal(text: string, place: InputPlace = {}): Decimal {
  const match = NUMBER.exec(text);
  if (match === null) {
    if (NOT_FINITE.test(text)) {
      throw new InputError("NumberNotFinite", `"${text}" is not a finite number; write a decimal number`, place);
    }
    throw new InputError("NumberMalformed", `"${shorten(text)}" is not a decimal number`, place);
  }
  const [, sign, whole = "", fraction = match[4] ?? "", , power = "0"] = match;
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const exponent = Number(power) - fraction.length;
  if (digits.length > MAX_DIGITS || Math.abs(exponent) > MAX_EXPONENT) {
    throw new InputError(
      "NumberTooLarge",
      `"${shorten(text)}" has more than ${MAX_DIGITS} digits or an exponent beyond ±${MAX_EXPONENT}; change the unit`,
      place,
    );
  }
  const mantissa = BigInt(digits === "" ? "0" : digits);
  return decimal(sign === "-" ? -mantissa : mantissa, exponent);
}

export function negate(value: Decimal): Decimal {
  return { mantissa: -value.mantissa, exponent: value.exponent };
}

export function add(left: Decimal, right: Decimal): Decimal {
  const exponent = Math.min(left.exponent, right.exponent);
  return decimal(shift(left, exponent) + shift(right, exponent), exponent);
}

export function subtract(left: Decimal, right: Decimal): Decimal {
  return add(left, negate(right));
}

export function multiply(left: Decimal, right: Decimal): Decimal {
  return decimal(left.mantissa * right.mantissa, left.exponent + right.exponent);
}

/** value · 10^exponent, for an integer `exponent`. */
export function timesPowerOfTen(value: Decimal, exponent: number): Decimal {
  return value.mantissa === 0n ? ZERO : { mantissa: value.mantissa, exponent: value.exponent + exponent };
}

/** Sign of `left - right`. */
export function compare(left: Decimal, right: Decimal): -1 | 0 | 1 {
  const difference = subtract(left, right).mantissa;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The fewest decimals that write the number exactly. */
export function decimalsOf(value: Decimal): number {
  return Math.max(0, -value.exponent);
}

export type Rounding = "exact" | "nearest";

/**
 * The integer value · 10^decimals. With "nearest", further decimals are rounded, ties away from
 * zero.
 * @throws InputError TooManyDecimals when the number has more decimals and rounding is "exact".
 */
export function toScaled(
  value: Decimal,
  decimals: number,
  rounding: Rounding = "exact",
  place: InputPlace = {},
): bigint {
  const exponent = value.exponent + decimals;
  if (exponent >= 0) return value.mantissa * 10n ** BigInt(exponent);
  if (rounding === "exact") {
    throw new InputError(
      "TooManyDecimals",
      `a number has ${counted(decimalsOf(value), "decimal")}, and the round has ${decimals}: write it with fewer, change the unit, or have it ` +
        `rounded (--round-numbers)${decimals < MAX_DECIMALS ? `; or open the round with more decimals, at most ${MAX_DECIMALS}` : ""}`,
      place,
    );
  }
  const divisor = 10n ** BigInt(-exponent);
  const magnitude = value.mantissa < 0n ? -value.mantissa : value.mantissa;
  const rounded = (2n * magnitude + divisor) / (2n * divisor);
  return value.mantissa < 0n ? -rounded : rounded;
}

/** The decimal that the integer `scaled` at scale 10^decimals stands for. */
export function fromScaled(scaled: bigint, decimals: number): Decimal {
  return decimal(scaled, -decimals);
}

/**
 * Plain decimal text without exponent, e.g. `-0.125`, `300`; `parseDecimal` reads the same number
 * back.
 */
export function formatDecimal(value: Decimal): string {
  const sign = value.mantissa < 0n ? "-" : "";
  const digits = (value.mantissa < 0n ? -value.mantissa : value.mantissa).toString();
  if (value.exponent >= 0) return sign + digits + "0".repeat(value.exponent);
  const padded = digits.padStart(1 - value.exponent, "0");
  return `${sign}${padded.slice(0, value.exponent)}.${padded.slice(value.exponent)}`;
}

/** Decimal text of the integer `scaled` at scale 10^decimals. */
export function formatScaled(scaled: bigint, decimals: number): string {
  return formatDecimal(fromScaled(scaled, decimals));
}

function shift(value: Decimal, exponent: number): bigint {
  return value.mantissa * 10n ** BigInt(value.exponent - exponent);
}

function shorten(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 40)}…`;
}
