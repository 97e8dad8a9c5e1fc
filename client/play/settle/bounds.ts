// An outcome that no certificate of the round can hold. Above the upper bounds, the error says
// which variables need larger ones, who can state them, and how large they must be; for a
// multiplier that does not fit, it says whose row it is, and what would have made room for it.
import { CertificateError, SolverError } from "../../errors.ts";
import { MultiplierTooLarge, SolutionTooLarge } from "../../lp/exact/fits.ts";
import type { BoundAdvice, KnownOptimum, OutcomeAdvice } from "../../lp/joint/advice.ts";
import { absolute, exponentAbove } from "../../lp/joint/sizes.ts";
import { fromScaled } from "../../math/decimal.ts";
import type { PublicRound } from "../../round/public-round.ts";

/** Maximum number of columns that the error names. */
const NAMED = 3;

const withoutNames: BoundAdvice = (column) => `column ${column + 1} needs a larger one`;

/**
 * @param x - n values at scale 10^δ; null where this company does not know one.
 * @throws SolverError BoundExceeded when a value is above its upper bound.
 */
export function requireBounds(
  x: readonly (bigint | null)[],
  { bounds, decimals }: PublicRound,
  advise: BoundAdvice = withoutNames,
): void {
  const over = x.flatMap((value, j) => (value !== null && value > bounds[j]! ? [{ value, j }] : []));
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
 * SolutionTooLarge, which an engine throws for a solution too large to be returned, and
 * MultiplierTooLarge with advice: on the whole program where it is known, or else on the rows that
 * the error names.
 */
export async function namingLimits<T>(work: () => Promise<T>, round: PublicRound, advice?: OutcomeAdvice): Promise<T> {
  return work().catch(async (error: unknown) => {
    if (error instanceof SolutionTooLarge) requireBounds(error.x, round, advice?.bound);
    if (advice !== undefined && error instanceof SolverError && error.code === "MultiplierTooLarge") {
      const known = (await advice.whole()) ?? (error instanceof MultiplierTooLarge ? inUserUnits(error, round) : null);
      const text = known === null ? null : advice.multipliers(known);
      if (text !== null) throw new SolverError(error.code, text);
    }
    throw error;
  });
}

/**
 * Does a step of the settlement. Throws what it throws; where the certificate's reason is a
 * column's reduced cost, the error begins with the name of its variable.
 */
export function namingColumn<T>(work: () => T, advice?: OutcomeAdvice): T {
  try {
    return work();
  } catch (error) {
    if (advice === undefined || !(error instanceof CertificateError) || error.code !== "ReducedCostNegative")
      throw error;
    const { code, index, message } = error;
    throw new CertificateError(code, `${advice.variable(index! - 1)}: ${message}`, index);
  }
}

function inUserUnits({ multipliers, x }: MultiplierTooLarge, { decimals }: PublicRound): KnownOptimum {
  return {
    multipliers: multipliers.map(({ company, row, value }) => ({
      ...{ company, row },
      size: exponentAbove(absolute(fromScaled(value, decimals.multiplier)))!,
    })),
    isWhole: false,
    x: x?.map((value) => fromScaled(value, decimals.solution)) ?? null,
  };
}
