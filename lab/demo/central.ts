// The outcome that a trusted third party with all the data would find: of the files as they were
// read, without the decimals, the rounding and the upper bounds of a round.
import type { Problem } from "../../client/library/problem.ts";
import { exactOutcome } from "../../client/lp/exact/outcome.ts";
import { fromIntegerProgram } from "../../client/lp/exact/standard.ts";
import { combinePrograms, toExactRows, withZeroCosts } from "../../client/lp/model/normalise.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import { type Decimal, formatDecimal, fromScaled, negate, ZERO } from "../../client/math/decimal.ts";
import { dot, magnitude } from "../../client/math/field.ts";
import { divideRounded } from "../../client/math/rational.ts";

export type CentralOutcome =
  /** `objective` is in the units and the sense of the owner's file, with its constant. */
  | { readonly kind: "optimal"; readonly objective: Fraction }
  | { readonly kind: "infeasible" }
  | { readonly kind: "unbounded" };

/** `numerator / denominator`; the denominator is positive. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/**
 * Solves the companies' files exactly. In a round without costs, an optimum is 0.
 * @throws SolverError as `exactOutcome` does.
 */
export async function solveCentrally({ members, program }: Problem): Promise<CentralOutcome> {
  const rows = members.map(({ model }, party) => withZeroCosts(toExactRows(model, program), program, party));
  const whole = combinePrograms(rows);
  const outcome = await exactOutcome(fromIntegerProgram(whole), highsSolver);
  if (outcome.kind !== "optimal") return { kind: outcome.kind };
  const { numerators, denominator } = outcome.x;
  const costs = dot(whole.objective, numerators);
  const value = {
    numerator: program.sense === "max" ? -costs : costs,
    denominator: denominator * 10n ** BigInt(program.decimals),
  };
  const constant = members[program.objectiveOwner]!.model.objective?.constant ?? ZERO;
  return { kind: "optimal", objective: plus(value, constant) };
}

/** The sum of a fraction and a decimal. */
function plus({ numerator, denominator }: Fraction, value: Decimal): Fraction {
  const power = 10n ** BigInt(Math.abs(value.exponent));
  return value.exponent < 0
    ? { numerator: numerator * power + value.mantissa * denominator, denominator: denominator * power }
    : { numerator: numerator + value.mantissa * power * denominator, denominator };
}

/** |fraction − value|. */
export function distance(fraction: Fraction, value: Decimal): Fraction {
  const { numerator, denominator } = plus(fraction, negate(value));
  return { numerator: magnitude(numerator), denominator };
}

export function isAbove(fraction: Fraction, limit: Decimal): boolean {
  return plus(fraction, negate(limit)).numerator > 0n;
}

/** Places of a fraction that has no decimal, and the significant digits that it shows at least. */
const PLACES = 12;
const DIGITS = 6;
/** Decimals up to which a fraction is looked at for an exact one. */
const MAX_PLACES = 40;

/** The exact decimal if there is a short one; otherwise a rounded one, which ends with "…". */
export function fractionInWords({ numerator, denominator }: Fraction): string {
  const scaled = numerator * 10n ** BigInt(MAX_PLACES);
  if (scaled % denominator === 0n) return formatDecimal(fromScaled(scaled / denominator, MAX_PLACES));
  let places = PLACES;
  let rounded = 0n;
  do {
    rounded = divideRounded(numerator * 10n ** BigInt(places), denominator);
    places += DIGITS;
  } while (magnitude(rounded) < 10n ** BigInt(DIGITS));
  return `${formatDecimal(fromScaled(rounded, places - DIGITS))}…`;
}
