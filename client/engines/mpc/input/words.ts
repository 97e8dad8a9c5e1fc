// What a party shares with the nodes: its integers as it has committed to them, and words that say
// how the nodes scale them (scale.ts). Each row is divided by a power of two, so that its largest
// coefficient is in [1/2, 1), or less in a row of small columns (row-exponents.ts); with 72
// fractional bits every integer below 2^72 stays exact. Words are checked on shares before they are
// used (check-inputs.ts): wrong ones that pass scale the same integers otherwise.
import type { Input, InputCounts } from "../../../crypto/sharing/input.ts";
import { InputError } from "../../../errors.ts";
import type { PartyRows } from "../../../lp/model/normal.ts";
import { bitLength, largestBits } from "../../../math/bits.ts";
import type { PublicRound } from "../../../round/public-round.ts";
import { MAX_COLUMN_EXPONENT, MAX_ROW_EXPONENT, rowExponents } from "./row-exponents.ts";

/** Fractional bits of the data. */
export const DATA_BITS = 72;
/** Sums of the data over random subsets have at most 2 to this terms (ranges.ts). */
export const GROUP_BITS = 14;
/** Magnitudes of such sums are below 2 to this. */
export const SUM_BITS = DATA_BITS + GROUP_BITS;
/**
 * A right-hand side is below 2^48 times the power of two that divides its row. So it may be 2^48
 * times the row's largest coefficient; and never 2^49 times, unless the row is divided by more.
 */
export const MAX_RHS_EXPONENT = 48;
/**
 * A row's exponent is the sum of two halves of at most this, so that a multiplier is converted to
 * the row's own unit in two steps.
 */
export const HALF_EXPONENT = MAX_ROW_EXPONENT / 2;

/** How many numbers there are of each part of a party's input, in the order of `inputWords`. */
export interface InputLayout {
  /** Row by row, inequalities first. */
  readonly coefficients: number;
  readonly rhs: number;
  /** None unless the party owns the objective. */
  readonly costs: number;
  /** All of these: what is committed to. The rest are words. */
  readonly integers: number;
  /**
   * Unary digits. For each t = 1..48: 1 if some right-hand side of the party is 2^(t−1) or more
   * once scaled; then for each t = 1..32 and each column: 1 if some scaled coefficient of the party
   * is 2^−t or more. The digit-wise OR over all parties gives the digits of the whole program.
   */
  readonly magnitudes: number;
  /** Unary digits of the owner: for each t = 1..72, 1 if some cost is 2^(t−1) or more, or t = 1. */
  readonly costDigits: number;
  /**
   * 2^(36 − h) for both halves h of each row's exponent: all first halves, then all second halves.
   */
  readonly units: number;
  readonly total: number;
}

export function inputLayout(round: PublicRound, party: number): InputLayout {
  const rows = round.inequalities[party]! + round.equalities[party]!;
  const ownsCosts = party === round.objectiveOwner;
  const bound = { coefficients: rows * round.columns, rhs: rows, costs: ownsCosts ? round.columns : 0 };
  const words = {
    magnitudes: MAX_RHS_EXPONENT + MAX_COLUMN_EXPONENT * round.columns,
    costDigits: ownsCosts ? DATA_BITS : 0,
    units: 2 * rows,
  };
  const sum = (sizes: object): number => Object.values(sizes).reduce((total, size) => total + size, 0);
  return { ...bound, integers: sum(bound), ...words, total: sum(bound) + sum(words) };
}

/** What a party with `blindings` deals (client/crypto/sharing/input.ts). */
export function inputOf(round: PublicRound, party: number, rows: PartyRows, blindings: readonly bigint[]): Input {
  const numbers = inputWords(rows);
  const { integers } = inputLayout(round, party);
  return { integers: numbers.slice(0, integers), words: numbers.slice(integers), blindings };
}

/** How many numbers there are of each part of that. */
export function inputCounts(round: PublicRound, party: number, blindings: number): InputCounts {
  const { integers, total } = inputLayout(round, party);
  return { integers, words: total - integers, blindings };
}

/**
 * The numbers of a party's input (`inputLayout`); client/engines/input.ts has checked the rows.
 * `nameOf` names a row in an error. Throws InputError `NumberTooLarge` for a right-hand side that
 * is too large for its row (`MAX_RHS_EXPONENT`).
 */
export function inputWords(rows: PartyRows, nameOf = (row: number): string => `row ${row}`): bigint[] {
  const coefficients = [...rows.inequalities.coefficients, ...rows.equalities.coefficients];
  const rhs = [...rows.inequalities.rhs, ...rows.equalities.rhs];
  const costs = rows.objective ?? [];
  const exponents = rowExponents(coefficients, rhs);
  const most = rhs.reduce((top, value, i) => Math.max(top, bitLength(value) - exponents[i]!), 0);
  if (most > MAX_RHS_EXPONENT)
    throw new InputError(
      "NumberTooLarge",
      `${nameOf(rhs.findIndex((value, i) => bitLength(value) - exponents[i]! === most))}: its right-hand side is more than 2^${MAX_RHS_EXPONENT} times the row's largest coefficient, too far for mpc: leave out a bound that ` +
        "never binds, measure the variables in a larger unit, or choose another engine",
    );
  const first = exponents.map((exponent) => Math.min(HALF_EXPONENT, exponent));
  const unit = (half: number): bigint => 1n << BigInt(HALF_EXPONENT - half);
  const costExponent = Math.max(1, largestBits(costs));
  /** Bits before the point of the largest scaled coefficient of each column; 0 and less. */
  const largest = Array.from({ length: rows.columns }, (_, j) =>
    coefficients.reduce(
      (top, row, i) => (row[j] === 0n ? top : Math.max(top, bitLength(row[j]!) - exponents[i]!)),
      -DATA_BITS,
    ),
  );
  return [
    ...coefficients.flat(),
    ...rhs,
    ...costs,
    ...Array.from({ length: MAX_RHS_EXPONENT }, (_, t) => (most > t ? 1n : 0n)),
    ...Array.from({ length: MAX_COLUMN_EXPONENT }, (_, t) => largest.map((bits) => (bits >= -t ? 1n : 0n))).flat(),
    ...(rows.objective === null ? [] : Array.from({ length: DATA_BITS }, (_, t) => (costExponent > t ? 1n : 0n))),
    ...first.map(unit),
    ...first.map((half, i) => unit(exponents[i]! - half)),
  ];
}
