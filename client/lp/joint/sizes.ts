// Sizes of numbers in at most one significant digit: magnitudes as powers of ten, upper bounds as a
// digit times a power of ten.
import { InputError, type InputPlace } from "../../errors.ts";
import { compare, type Decimal, decimal, formatDecimal, ZERO } from "../../math/decimal.ts";
import { infinitySign, readNumber } from "../readers/number-text.ts";

/**
 * For each sort of number, an exponent a such that 10^a is at least the largest of the company's
 * numbers; null if there are only zeros.
 */
export interface Magnitudes {
  /** |coefficient| of a row. */
  readonly coefficient: number | null;
  /** Sum of |coefficients| over one row. */
  readonly row: number | null;
  /** Sum of one variable's |coefficients| over all rows of the company. */
  readonly column: number | null;
  /** |right-hand side|, bounds included. */
  readonly side: number | null;
  readonly cost: number | null;
}

export const NO_MAGNITUDES: Magnitudes = { coefficient: null, row: null, column: null, side: null, cost: null };

export function absolute(value: Decimal): Decimal {
  return value.mantissa < 0n ? { ...value, mantissa: -value.mantissa } : value;
}

export function larger(left: Decimal, right: Decimal): Decimal {
  return compare(left, right) < 0 ? right : left;
}

export function smaller(left: Decimal, right: Decimal): Decimal {
  return compare(left, right) > 0 ? right : left;
}

/** The smallest a with 10^a ≥ value; null for a value that is not positive. */
export function exponentAbove({ mantissa, exponent }: Decimal): number | null {
  if (mantissa <= 0n) return null;
  return exponent + (mantissa === 1n ? 0 : mantissa.toString().length);
}

/** The smallest digit times a power of ten that is at least `value`, which must be positive. */
export function roundedUp({ mantissa, exponent }: Decimal): Decimal {
  const digits = mantissa.toString();
  const dropped = digits.length - 1;
  const first = BigInt(digits.charAt(0));
  return decimal(dropped === 0 ? first : first + 1n, exponent + dropped);
}

/** `2e6`: a digit from 1 to 9 and an exponent. */
export function formatBound({ mantissa, exponent }: Decimal): string {
  return `${mantissa}e${exponent}`;
}

const BOUND = /^([1-9])e(-?\d{1,3})$/;

/** Parses a bound in the form of `formatBound`; null for anything else. */
export function decodeBound(text: unknown): Decimal | null {
  const match = typeof text === "string" ? BOUND.exec(text) : null;
  return match === null ? null : decimal(BigInt(match[1]!), Number(match[2]));
}

/** Whether anybody can state this upper bound, a digit times a power of ten. */
export function isStatable({ exponent }: Decimal): boolean {
  return exponent >= -15 && exponent <= 30;
}

/**
 * Parses a bound as a person writes it, and rounds it up to one digit.
 * @throws InputError BoundInvalid, and as `readNumber` does.
 */
export function parseBound(text: string, place: InputPlace): Decimal {
  if (infinitySign(text) !== 0)
    throw new InputError(
      "BoundInvalid",
      `an upper bound must be finite, not ${text}: give the largest that a plan may need`,
      place,
    );
  const value = readNumber(text, place);
  if (compare(value, ZERO) <= 0)
    throw new InputError("BoundInvalid", `an upper bound must be greater than zero, not ${text}`, place);
  const bound = roundedUp(value);
  if (!isStatable(bound))
    throw new InputError("BoundInvalid", `the upper bound ${text} is out of range: give one from 1e-15 to 1e30`, place);
  return bound;
}

/** For people: 2e6 is 2000000. */
export function boundInWords(bound: Decimal): string {
  return bound.exponent > 9 ? formatBound(bound) : formatDecimal(bound);
}
