// What a party shares with the nodes: its rows and costs as fixed-point numbers. Each row is
// divided by a power of two that only the party knows, so that its largest coefficient is in [1/2,
// 1), or less for a bound (`rowExponents`). With 72 fractional bits every integer below 2^72 is
// exact.
import { InputError } from "../../../errors.ts";
import type { PartyRows } from "../../../lp/model/normal.ts";
import { bitLength } from "../../../math/bits.ts";
import type { PublicRound } from "../../../round/public-round.ts";

/** Fractional bits of the data. */
export const DATA_BITS = 72;
/**
 * A right-hand side is below 2^48 times the power of two above its row's largest coefficient, so it
 * may be 2^48 times that coefficient, and never 2^49 times.
 */
export const MAX_RHS_EXPONENT = 48;
/** A column is scaled up by less than 2^32. */
export const MAX_COLUMN_EXPONENT = 32;
/**
 * A bound on one column is scaled down with that column's other coefficients, by 2^−16 at most,
 * where it can still be a pivot.
 */
const MAX_BOUND_SHIFT = 16;
/**
 * A row's exponent is the sum of two halves of at most this, so that a multiplier is converted to
 * the row's own unit in two steps.
 */
export const HALF_EXPONENT = 36;

/** Number of words of each part of a party's input, in the order of `inputWords`. */
export interface InputLayout {
  readonly coefficients: number;
  readonly rhs: number;
  /**
   * Unary digits. For each t = 1..48: 1 if some right-hand side of the party is 2^(t−1) or more;
   * then for each t = 1..32 and each column: 1 if some coefficient of the party is 2^−t or more.
   * The digit-wise OR over all parties gives the digits of the whole program.
   */
  readonly magnitudes: number;
  /**
   * 2^(36 − h) for both halves h of each row's exponent: all first halves, then all second halves.
   */
  readonly units: number;
  /** Costs, then 2^exponent of the costs; none unless the party owns the objective. */
  readonly costs: number;
  readonly total: number;
}

export function inputLayout(round: PublicRound, party: number): InputLayout {
  const rows = round.inequalities[party]! + round.equalities[party]!;
  const costs = party === round.objectiveOwner ? round.columns + 1 : 0;
  const sizes = {
    coefficients: rows * round.columns,
    rhs: rows,
    magnitudes: MAX_RHS_EXPONENT + MAX_COLUMN_EXPONENT * round.columns,
    units: 2 * rows,
    costs,
  };
  return { ...sizes, total: Object.values(sizes).reduce((sum, size) => sum + size, 0) };
}

function exponentOf(values: readonly bigint[]): number {
  return values.reduce((most, value) => Math.max(most, bitLength(value)), 0);
}

/**
 * For each row, the exponent of the power of two that divides it: just above its largest
 * coefficient, which is then in [1/2, 1). A bound on a single column is divided by more where that
 * column's coefficients in the party's other rows are small; otherwise the bound alone would keep
 * the nodes from scaling the column up.
 */
function rowExponents(coefficients: readonly (readonly bigint[])[], rhs: readonly bigint[]): number[] {
  // A row of zeros says 0 ≤ b or 0 = b in any unit, so its unit comes from its own right-hand side.
  const exponents = coefficients.map((row, i) => exponentOf(row) || Math.max(1, bitLength(rhs[i]!)));
  const isBound = coefficients.map((row) => row.filter((value) => value !== 0n).length === 1);
  return exponents.map((exponent, i) => {
    if (!isBound[i]) return exponent;
    const column = coefficients[i]!.findIndex((value) => value !== 0n);
    const below = coefficients
      .map((row, k) => ({ value: row[column]!, exponent: exponents[k]!, other: !isBound[k] }))
      .filter(({ value, other }) => other && value !== 0n)
      .map(({ value, exponent: theirs }) => theirs - bitLength(value));
    const shift = below.length === 0 ? 0 : Math.min(MAX_BOUND_SHIFT, ...below);
    return Math.min(2 * HALF_EXPONENT, exponent + shift);
  });
}

/**
 * The words of a party's input (`inputLayout`), integers mod 2^128; client/engines/input.ts has
 * checked the rows. `nameOf` names a row in an error. Throws InputError `NumberTooLarge` for a
 * right-hand side that is too large for its row (`MAX_RHS_EXPONENT`).
 */
export function inputWords(rows: PartyRows, nameOf = (row: number): string => `row ${row}`): bigint[] {
  const coefficients = [...rows.inequalities.coefficients, ...rows.equalities.coefficients];
  const rhs = [...rows.inequalities.rhs, ...rows.equalities.rhs];
  const exponents = rowExponents(coefficients, rhs);
  const shifted = (value: bigint, exponent: number): bigint => value << BigInt(DATA_BITS - exponent);
  const most = rhs.reduce((top, value, i) => Math.max(top, bitLength(value) - exponents[i]!), 0);
  if (most > MAX_RHS_EXPONENT)
    throw new InputError(
      "NumberTooLarge",
      `${nameOf(rhs.findIndex((value, i) => bitLength(value) - exponents[i]! === most))}: its right-hand side is more than 2^${MAX_RHS_EXPONENT} times the row's largest coefficient, too far for mpc: leave out a bound that ` +
        "never binds, measure the variables in a larger unit, or choose another engine",
    );
  const first = exponents.map((exponent) => Math.min(HALF_EXPONENT, exponent));
  const power = (exponent: number): bigint => 1n << BigInt(exponent);
  const costs = rows.objective ?? [];
  const costExponent = Math.max(1, exponentOf(costs));
  const scaled = coefficients.map((row, i) => row.map((value) => shifted(value, exponents[i]!)));
  const scaledCosts = costs.map((value) => shifted(value, costExponent));
  const largest = Array.from({ length: rows.columns }, (_, j) =>
    scaled.reduce((top, row) => Math.max(top, bitLength(row[j]!)), 0),
  );
  return [
    ...scaled.flat(),
    ...rhs.map((value, i) => shifted(value, exponents[i]!)),
    ...Array.from({ length: MAX_RHS_EXPONENT }, (_, t) => (most > t ? 1n : 0n)),
    ...Array.from({ length: MAX_COLUMN_EXPONENT }, (_, t) =>
      largest.map((bits) => (bits >= DATA_BITS - t ? 1n : 0n)),
    ).flat(),
    ...first.map((half) => power(HALF_EXPONENT - half)),
    ...first.map((half, i) => power(HALF_EXPONENT - (exponents[i]! - half))),
    ...scaledCosts,
    ...(rows.objective === null ? [] : [power(costExponent)]),
  ];
}
