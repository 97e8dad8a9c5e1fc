// How far the rows and bounds known here that limit one variable alone let it go: a smaller upper
// bound might keep the optimum out, and a larger one is not needed.
import { type Decimal, decimal, negate, ZERO } from "../../../math/decimal.ts";
import type { Item, Model } from "../../model/model.ts";
import { absolute, larger, roundedUp, smaller } from "../sizes.ts";
import type { ScaledProgram } from "./change.ts";

export interface Limit {
  /** Of the variable's absolute value, a digit times a power of ten. */
  readonly value: Decimal;
  /** Whether it is the most that the absolute value can be; otherwise it is the least. */
  readonly isMost: boolean;
}

interface Range {
  readonly lower: Decimal | null;
  readonly upper: Decimal | null;
}

/** By variable, those for which there is one. */
export function knownLimits({ program, models }: Pick<ScaledProgram, "program" | "models">): Map<number, Limit> {
  const ranges = new Map<string, Range>();
  for (const model of models.values())
    for (const [name, range] of rangesIn(model)) ranges.set(name, both(ranges.get(name) ?? NO_RANGE, range));
  return new Map(
    program.variables.flatMap(({ name, free }, v) => {
      const limit = limitOf(both(ranges.get(name) ?? NO_RANGE, free ? NO_RANGE : { lower: ZERO, upper: null }));
      return limit === null ? [] : [[v, limit] as const];
    }),
  );
}

/**
 * What larger upper bounds are lowered to: 10^`bound`, or as much as the variable may need for all
 * that is known.
 */
export function lowered(bound: number, limit: Limit | undefined): Decimal {
  return limit === undefined ? decimal(1n, bound) : larger(decimal(1n, bound), limit.value);
}

const NO_RANGE: Range = { lower: null, upper: null };

function limitOf({ lower, upper }: Range): Limit | null {
  if (lower !== null && upper !== null)
    return positive({ value: larger(absolute(lower), absolute(upper)), isMost: true });
  return positive({ value: larger(lower ?? ZERO, upper === null ? ZERO : negate(upper)), isMost: false });
}

function positive({ value, isMost }: Limit): Limit | null {
  return value.mantissa > 0n ? { value: roundedUp(value), isMost } : null;
}

function both(one: Range, other: Range): Range {
  const chosen = (left: Decimal | null, right: Decimal | null, pick: typeof larger) =>
    left === null ? right : right === null ? left : pick(left, right);
  return { lower: chosen(one.lower, other.lower, larger), upper: chosen(one.upper, other.upper, smaller) };
}

/** The ranges of a model's bounds, and of its rows that have one variable. */
function rangesIn(model: Model): (readonly [name: string, Range])[] {
  const value = (item: Item | null, divisor: Decimal) => (item === null ? null : quotient(item.value, divisor));
  const bounds = model.variables.map(
    ({ name, lower, upper }) => [name, { lower: value(lower, ONE), upper: value(upper, ONE) }] as const,
  );
  const rows = model.rows.flatMap(({ entries, lower, upper }) => {
    const [entry] = entries;
    if (entry === undefined || entries.length > 1) return [];
    const [first, second] = [value(lower, entry.value), value(upper, entry.value)];
    const range = entry.value.mantissa > 0n ? { lower: first, upper: second } : { lower: second, upper: first };
    return [[model.variables[entry.variable]!.name, range] as const];
  });
  return [...bounds, ...rows];
}

const ONE = decimal(1n);
/** Digits of a quotient beyond those of its divisor. */
const DIGITS = 20;

/** dividend / divisor, away from zero to at least `DIGITS` digits. */
function quotient(dividend: Decimal, divisor: Decimal): Decimal {
  const digits = DIGITS + divisor.mantissa.toString().length;
  const [above, below] = [absolute(dividend).mantissa * 10n ** BigInt(digits), absolute(divisor).mantissa];
  const isNegative = dividend.mantissa < 0n !== divisor.mantissa < 0n;
  const size = (above + below - 1n) / below;
  return decimal(isNegative ? -size : size, dividend.exponent - divisor.exponent - digits);
}
