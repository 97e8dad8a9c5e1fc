// The largest numbers that the nodes can answer with.
import { INTEGER_LIMIT, VALUE_LIMIT } from "../../../lp/model/normal.ts";

/** Strict bounds on the magnitudes of x̂ and ŵ on their grids: below what a closing can carry. */
export const X_LIMIT = INTEGER_LIMIT / 2n;
export const W_LIMIT = VALUE_LIMIT / 4n;

/** The largest value of a variable, with so many decimals. */
export function solutionLimit(decimals: number): bigint {
  return X_LIMIT / 10n ** BigInt(decimals);
}

/** A factor is below this power of two, and so is a multiplier in own units that fits. */
export const MULTIPLIER_EXPONENT = 53;
export const MOST_MULTIPLIER = 1n << BigInt(MULTIPLIER_EXPONENT);

/** The largest multiplier in own units, with so many decimals. */
export function multiplierLimit(decimals: number): bigint {
  const largest = W_LIMIT / 10n ** BigInt(decimals);
  return largest < MOST_MULTIPLIER ? largest : MOST_MULTIPLIER;
}
