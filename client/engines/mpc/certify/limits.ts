// Widths and tolerances of the statement that an answer is an optimum (optimum.ts), from what is
// public.
import { GROUP_ORDER } from "../../../crypto/curve/bn254.ts";
import { ProtocolError } from "../../../errors.ts";
import { INTEGER_LIMIT } from "../../../lp/model/normal.ts";
import { bitLength } from "../../../math/bits.ts";
import type { PublicRound } from "../../../round/public-round.ts";
import { SUM_BITS } from "../input/words.ts";
import { multiplierLimit, X_LIMIT } from "../outcome/largest.ts";
import { LIMB_BITS } from "../outcome/limbs.ts";
import { jointShape } from "../shape.ts";

/** Widths of the statement's integers, in binary digits, and its tolerances as powers of two. */
export interface Limits {
  readonly x: number;
  readonly w: number;
  readonly bound: number;
  readonly slack: number;
  readonly reduced: number;
  /** t, t′ and t″. */
  readonly residual: number;
  readonly dual: number;
  readonly gap: number;
  /** 10^δ·2^40 and 10^ω·2^40. */
  readonly xUnit: bigint;
  readonly wUnit: bigint;
  /** 10^(ω−μ) and 10^(δ−μ). */
  readonly xFactor: bigint;
  readonly wFactor: bigint;
}

/**
 * Tolerances are so many powers of two below the round's, or half of that; a tolerance below a unit
 * of the last place counts as half a unit. Where the round's follow from the data, they hold what
 * rounding to the grids by a unit of the last place takes, with multipliers up to an assumed size
 * (lp/joint/scales.ts). The answer has `LIMB_BITS` more digits, so an eighth of these is enough for
 * it. Narrower ones an answer meets by chance, as far as its rounding errors cancel.
 */
const FINER_BITS = 36;

/** `largest`: of both sides of an equation. Throws ProtocolError `RoundUnsuitable`. */
export function requireFits(largest: bigint): void {
  if (4n * largest >= GROUP_ORDER)
    throw new ProtocolError(
      "RoundUnsuitable",
      "the round's bounds and decimals need more digits than a proof among three nodes has: choose smaller ones",
    );
}

/**
 * Numbers of an answer may be below 0 by 2 to this, in units of 2^−40 of the grid's: what rounding
 * down and refinement can leave of a 0. In examples/lp they leave nothing.
 */
export const SIGN_BITS = 1;

/** Throws ProtocolError `RoundUnsuitable` for numbers that do not fit into the field. */
export function limitsOf(round: PublicRound): Limits {
  const { bounds, decimals, tolerances } = round;
  const { rows, columns } = jointShape(round);
  const power = (exponent: number): bigint => 10n ** BigInt(exponent);
  const two = (exponent: number): bigint => 1n << BigInt(exponent);
  const { solution, multiplier } = decimals;
  const least = Math.min(solution, multiplier);
  const [xFactor, wFactor] = [power(multiplier - least), power(solution - least)];
  const [xUnit, wUnit] = [power(solution) * two(LIMB_BITS), power(multiplier) * two(LIMB_BITS)];
  const bound = bitLength(bounds.reduce((most, own) => (own > most ? own : most)));
  // No answer is larger than a closing can hold.
  const x = Math.min(bound, bitLength(X_LIMIT - 1n)) + LIMB_BITS;
  const w = bitLength(multiplierLimit(multiplier) * power(multiplier)) + LIMB_BITS;
  const tolerance = (which: keyof PublicRound["tolerances"], unit: bigint): number =>
    bitLength(tolerances[which] / unit) - 1 + LIMB_BITS - FINER_BITS;
  const [residual, dual] = [tolerance("residual", 1n), tolerance("dual", 1n)];
  // At 10^(κ+δ+ω), and the statement's is at 10^(κ+δ+ω−μ).
  const gap = tolerance("gap", power(least));
  const [sumOfX, sumOfW] = [BigInt(columns) * two(x), BigInt(rows) * two(w + 1)];
  const slack = bitLength(INTEGER_LIMIT * (xUnit + sumOfX)) + 1;
  const reduced = bitLength(INTEGER_LIMIT * (wUnit + sumOfW)) + 1;
  // Both sides of each equation, whatever the digits are and whatever inputs sums allow.
  const largest =
    two(SUM_BITS + 1) * (xUnit + wUnit + xFactor * sumOfX + wFactor * sumOfW) +
    two(slack) +
    two(residual + 1) +
    two(reduced) +
    two(dual + 1) +
    two(gap + 1);
  requireFits(largest);
  return { x, w, bound, slack, reduced, residual, dual, gap, xUnit, wUnit, xFactor, wFactor };
}
