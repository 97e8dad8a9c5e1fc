// An outcome above the round's upper bounds: no certificate can hold it, so the error says which
// variables need larger bounds, who can state them, and how large they must be.
import { SolverError } from "../../errors.ts";
import { SolutionTooLarge } from "../../lp/exact/fits.ts";
import type { BoundAdvice } from "../../lp/joint/scales.ts";
import { fromScaled } from "../../math/decimal.ts";
import type { PublicRound } from "../../round/public-round.ts";

/** Maximum number of columns that the error names. */
const NAMED = 3;

const withoutNames: BoundAdvice = (column) => `column ${column + 1} needs a larger one`;

/**
 * @param x - n values at scale 10^δ.
 * @throws SolverError BoundExceeded when a value is above its upper bound.
 */
export function requireBounds(
  x: readonly bigint[],
  { bounds, decimals }: PublicRound,
  advise: BoundAdvice = withoutNames,
): void {
  const over = x.flatMap((value, j) => (value > bounds[j]! ? [{ value, j }] : []));
  if (over.length === 0) return;
  const advice = over.slice(0, NAMED).map(({ value, j }) => advise(j, fromScaled(value, decimals.solution)));
  const more = over.length > NAMED ? `; and ${over.length - NAMED} more` : "";
  throw new SolverError(
    "BoundExceeded",
    `the outcome needs more than an upper bound allows. ${advice.join("; ")}${more}. Then open a new round`,
  );
}

/**
 * Does an engine's work. Throws what the work throws, but SolverError BoundExceeded instead of
 * SolutionTooLarge, which an engine throws for a solution too large to be returned.
 */
export async function namingBounds<T>(work: () => Promise<T>, round: PublicRound, advise?: BoundAdvice): Promise<T> {
  return work().catch((error: unknown) => {
    if (error instanceof SolutionTooLarge) requireBounds(error.x, round, advise);
    throw error;
  });
}
