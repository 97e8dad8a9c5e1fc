// Tolerances of a round, and the exact check of rounded answers against them (docs/certificate.md,
// "Public conditions").
import { magnitude } from "../../math/field.ts";
import type { Decimals, IntegerProgram, IntegerRows } from "../model/normal.ts";

/** Public tolerances of a round. */
export interface Tolerances {
  /** Largest |Mx + s − b|, at scale 10^(κ+δ); below 2^95. */
  readonly residual: bigint;
  /** Reduced costs are at least minus this, at scale 10^(κ+ω); below 2^143. */
  readonly dual: bigint;
  /** Largest gap and largest violation, at scale 10^(κ+δ+ω); below 2^160. */
  readonly gap: bigint;
}

/**
 * Errors of an answer on the grid, at the scales of `Tolerances` (docs/certificate.md, "Numbers").
 */
export interface Errors {
  readonly residual: bigint;
  readonly dual: bigint;
  readonly gap: bigint;
  /** Σ_i |w_i r_i|. */
  readonly violation: bigint;
}

/** An optimum on the grids of a round (docs/certificate.md, "Numbers"). */
export interface RoundedOptimum {
  readonly x: readonly bigint[];
  /** Inequalities first, then equalities. */
  readonly multipliers: readonly bigint[];
  readonly slacks: readonly bigint[];
  readonly residuals: readonly bigint[];
  readonly reducedCosts: readonly bigint[];
  readonly objective: bigint;
  readonly errors: Errors;
}

function products(rows: IntegerRows, x: readonly bigint[]): bigint[] {
  return rows.coefficients.map((row) => row.reduce((sum, value, j) => sum + value * x[j]!, 0n));
}

function largest(values: readonly bigint[]): bigint {
  return values.reduce((most, value) => (value > most ? value : most), 0n);
}

/** The grids of a round, and the upper bounds of its columns at 10^δ. */
export interface Grid {
  readonly decimals: Decimals;
  readonly bounds: readonly bigint[];
}

/**
 * Exact slacks, residuals, reduced costs and errors of x̂ (at scale 10^δ, ≥ 0) and ŵ (at scale
 * 10^ω, ≥ 0 on inequalities).
 */
export function measure(
  program: IntegerProgram,
  { decimals, bounds }: Grid,
  x: readonly bigint[],
  multipliers: readonly bigint[],
): RoundedOptimum {
  const { inequalities, equalities, objective: costs } = program;
  const rhs = [...inequalities.rhs, ...equalities.rhs];
  const over = [...products(inequalities, x), ...products(equalities, x)].map(
    (value, i) => value - 10n ** BigInt(decimals.solution) * rhs[i]!,
  );
  const slacks = over.map((value, i) => (i < inequalities.rhs.length && value < 0n ? -value : 0n));
  const residuals = over.map((value, i) => value + slacks[i]!);
  const reducedCosts = costs.map((cost) => cost * 10n ** BigInt(decimals.multiplier));
  [...inequalities.coefficients, ...equalities.coefficients].forEach((row, i) => {
    const multiplier = multipliers[i] ?? 0n;
    if (multiplier === 0n) return;
    row.forEach((value, j) => {
      reducedCosts[j]! += value * multiplier;
    });
  });
  const complements = [
    ...reducedCosts.map((value, j) => value * (value > 0n ? x[j]! : x[j]! - bounds[j]!)),
    ...multipliers.map((w, i) => w * (slacks[i]! - residuals[i]!)),
  ];
  return {
    x,
    multipliers,
    slacks,
    residuals,
    reducedCosts,
    objective: costs.reduce((sum, cost, j) => sum + cost * x[j]!, 0n),
    errors: {
      residual: largest(residuals.map(magnitude)),
      dual: largest(reducedCosts.map((value) => -value)),
      gap: complements.reduce((sum, term) => (term > 0n ? sum + term : sum), 0n),
      violation: multipliers.reduce((sum, w, i) => sum + magnitude(w * residuals[i]!), 0n),
    },
  };
}

/** Name of the first tolerance that the errors exceed, or null. */
export function exceeded(errors: Errors, tolerances: Tolerances): keyof Errors | null {
  if (errors.residual > tolerances.residual) return "residual";
  if (errors.dual > tolerances.dual) return "dual";
  if (errors.gap > tolerances.gap) return "gap";
  return errors.violation > tolerances.gap ? "violation" : null;
}

/**
 * Wide tolerances for studies that choose their own decimals; those of a round follow from its data
 * (client/lp/joint/scales.ts). Residuals and reduced costs may be off by 10^−5 in the user's units
 * (and by at least one unit of the last place of the data), the gap by 10^−6 per row and column
 * (`items`). With δ = ω = 9 this allows rows and columns whose coefficients add up to 20,000, and
 * 25 times the largest gap of examples/lp (docs/decisions/0007-absolute-gap.md).
 */
export function defaultTolerances(decimals: Decimals, items: number): Tolerances {
  const { coefficient, solution, multiplier } = decimals;
  const power = (exponent: number): bigint => 10n ** BigInt(Math.max(0, exponent));
  return {
    residual: power(coefficient) * power(solution - 5),
    dual: power(coefficient) * power(multiplier - 5),
    gap: BigInt(items) * power(coefficient + solution + multiplier - 6),
  };
}

/**
 * Upper bounds to go with `defaultTolerances`: for every column a million of the user's units, or
 * 10^26 at scale 10^δ if that is less.
 */
export function defaultBounds(columns: number, { solution }: Decimals): bigint[] {
  return new Array<bigint>(columns).fill(10n ** BigInt(Math.min(26, solution + 6)));
}
