// How large numbers are, told in one significant digit: magnitudes as powers of ten, upper bounds
// as a digit times a power of ten.
import { InputError, type InputPlace } from "../../errors.ts";
import { compare, type Decimal, decimal, formatDecimal, parseDecimal, ZERO } from "../../math/decimal.ts";

/**
 * Exponents a with 10^a ≥ the largest of a company's numbers of each sort; null where it has none
 * but zeros.
 */
export interface Magnitudes {
  /** |coefficient| of a row. */
  readonly coefficient: number | null;
  /** Sum of |coefficients| over a row, and of one variable over all rows. */
  readonly row: number | null;
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

/** The least a with 10^a ≥ `value`; null for a value that is not positive. */
export function exponentAbove({ mantissa, exponent }: Decimal): number | null {
  if (mantissa <= 0n) return null;
  return exponent + (mantissa === 1n ? 0 : mantissa.toString().length);
}

/** The least digit times a power of ten that is ≥ `value`, which is positive. */
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

/** A bound as announcements have it; null for any other text. */
export function decodeBound(text: unknown): Decimal | null {
  const match = typeof text === "string" ? BOUND.exec(text) : null;
  return match === null ? null : decimal(BigInt(match[1]!), Number(match[2]));
}

/**
 * A bound as a person writes it, rounded up to one digit. Throws InputError "BoundInvalid" or as
 * `parseDecimal` does.
 */
export function parseBound(text: string, place: InputPlace): Decimal {
  const value = parseDecimal(text, place);
  if (compare(value, ZERO) <= 0)
    throw new InputError("BoundInvalid", `an upper bound must be greater than zero, not ${text}`, place);
  const bound = roundedUp(value);
  if (bound.exponent > 30 || bound.exponent < -15)
    throw new InputError(
      "BoundInvalid",
      `${text} is no bound that a round can have: give one from 1e-15 to 1e30`,
      place,
    );
  return bound;
}

/** For people: 2e6 is 2000000. */
export function boundInWords(bound: Decimal): string {
  return bound.exponent > 9 ? formatBound(bound) : formatDecimal(bound);
}
