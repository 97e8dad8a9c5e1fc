// Widths and tolerances of the statement that an answer is an optimum (optimum.ts), from what is
// public.
import { GROUP_ORDER } from "../../../crypto/curve/bn254.ts";
import { ProtocolError } from "../../../errors.ts";
import { INTEGER_LIMIT } from "../../../lp/model/normal.ts";
import { bitLength } from "../../../math/bits.ts";
import type { PublicRound } from "../../../round/public-round.ts";
import { multiplierLimit } from "../outcome/answer.ts";
import { UNIT_BITS } from "../outcome/grid.ts";
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

/** A tolerance is a part of the round's, 2^−this of it: what rounding to the grid takes is spared. */
const FINER_BITS = 16;

/** Throws ProtocolError `RoundUnsuitable` for numbers that do not fit into the field. */
export function limitsOf(round: PublicRound): Limits {
  const { rows, columns } = jointShape(round);
  const { solution, multiplier } = round.decimals;
  const power = (decimals: number): bigint => 10n ** BigInt(decimals);
  const least = Math.min(solution, multiplier);
  const bound = bitLength(round.bounds.reduce((most, own) => (own > most ? own : most), 0n));
  const [x, w] = [bound + UNIT_BITS, bitLength(multiplierLimit(multiplier) * power(multiplier)) + UNIT_BITS];
  const [xUnit, wUnit] = [power(solution) << BigInt(UNIT_BITS), power(multiplier) << BigInt(UNIT_BITS)];
  const [xFactor, wFactor] = [power(multiplier - least), power(solution - least)];
  const tolerance = (own: bigint): number => Math.max(1, bitLength(own) - 1 + UNIT_BITS - FINER_BITS);
  const { residual, dual, gap } = round.tolerances;
  const most = (unit: bigint, count: number, width: number): bigint =>
    INTEGER_LIMIT * (unit + (BigInt(count) << BigInt(width)));
  const mostSlack = most(xUnit, columns, x);
  const mostReduced = most(wUnit, rows, w + 1);
  const mostGap =
    INTEGER_LIMIT * ((xFactor * BigInt(columns)) << BigInt(x)) +
    INTEGER_LIMIT * ((wFactor * BigInt(rows)) << BigInt(w + 1));
  const [slack, reduced] = [bitLength(mostSlack) + 1, bitLength(mostReduced) + 1];
  const tolerances = { residual: tolerance(residual), dual: tolerance(dual), gap: tolerance(gap) };
  const largest =
    [mostSlack, mostReduced, mostGap].reduce((all, one) => all + one, 0n) +
    (2n << BigInt(Math.max(slack, reduced, tolerances.gap)));
  if (2n * largest >= GROUP_ORDER)
    throw new ProtocolError(
      "RoundUnsuitable",
      "the round's bounds and decimals need more digits than a proof among three nodes has: choose fewer",
    );
  return { x, w, bound, slack, reduced, ...tolerances, xUnit, wUnit, xFactor, wFactor };
}
