// What a session can end with, and the limits of its numbers. Within them nothing on the way to the
// outcome's integers passes 2^127, whatever the data (limbs.ts, grid.ts, own-units.ts, verify.ts);
// a round beyond them is refused before anybody commits.
import { ProtocolError } from "../../../errors.ts";
import type { AnswerGrid } from "../../../lp/joint/scales.ts";
import type { PublicRound } from "../../../round/public-round.ts";
import { MOST_MULTIPLIER, solutionLimit, W_LIMIT, X_LIMIT } from "./largest.ts";

/** Why a run has no answer. */
export const CAUSES = [
  /** No tableau that was reached holds against the data. */
  "precision",
  /** The multipliers of the optimum are out of range. */
  "multipliers",
  /** The program is infeasible, but the integers of its Farkas vector could not be told. */
  "farkas",
  /** The program is unbounded, but the integers of its ray could not be told. */
  "ray",
  /** It is infeasible or unbounded, which own parts of a proof cannot show. */
  "infeasible",
  "unbounded",
  /** The last basis gives nothing that is proven of the inputs (../certify). */
  "unproven",
  /** All bits that may open have opened (opened-bits.ts). */
  "bits",
  /** The points of inputs do not fit together (input/points.ts): nothing was computed. */
  "inputs",
  /** It is proven to be infeasible or unbounded, and nothing but that opens (../certify). */
  "proven-infeasible",
  "proven-unbounded",
] as const;
export type Cause = (typeof CAUSES)[number];

/**
 * Integers at the round's scales; the multipliers are those of all rows, in the order of shape.ts.
 */
export type Answer =
  | { readonly kind: "optimal"; readonly x: readonly bigint[]; readonly multipliers: readonly bigint[] }
  | { readonly kind: "infeasible"; readonly multipliers: readonly bigint[] }
  | { readonly kind: "unbounded"; readonly x: readonly bigint[]; readonly ray: readonly bigint[] }
  /**
   * The optimum, or the point of an unbounded program, is above upper bounds. For each column: 0 if
   * it is within its bound, else the exponent of the least power of ten, above the bound, that it
   * does not exceed, at 10^δ; null if each opens to the parties that name its column.
   */
  | { readonly kind: "above"; readonly exponents: readonly bigint[] | null }
  /** An optimum of which each party learns its own part. `value`: f̂ where all learn it. */
  | { readonly kind: "own part"; readonly value: bigint | null }
  /** The round ends without an outcome. */
  | { readonly kind: "none"; readonly cause: Cause };

/** The grids that the nodes can round to. */
export const GRID: AnswerGrid = {
  valueLimit: X_LIMIT,
  weightLimit: W_LIMIT,
  decimals: 15,
  precision: 21,
  multiplierLimit: MOST_MULTIPLIER,
};

/** Throws ProtocolError `RoundUnsuitable` for more decimals or larger bounds than `GRID` has. */
export function requireGrid({ decimals, bounds }: PublicRound): void {
  for (const [what, count] of [
    ["solution", decimals.solution],
    ["multipliers", decimals.multiplier],
  ] as const)
    if (count > GRID.decimals)
      throw new ProtocolError(
        "RoundUnsuitable",
        `mpc gives at most ${GRID.decimals} decimals of the ${what}, and this round has ${count}: choose fewer, or another engine`,
      );
  const most = solutionLimit(decimals.solution);
  const column = bounds.findIndex((bound) => bound > most * 10n ** BigInt(decimals.solution));
  if (column < 0) return;
  throw new ProtocolError(
    "RoundUnsuitable",
    `variable ${column + 1} has an upper bound that mpc cannot hold with ${decimals.solution} decimals, ${most} at most: choose fewer decimals of the ` +
      "solution, a smaller bound, or another engine",
  );
}
