// Numbers that a party computes exactly from the public answer and its private rows: slacks,
// residuals, slacks along a ray (docs/certificate.md, "Numbers"). Publishing them reveals the
// party's slack in every row, which is part of the outcome.
import { CertificateError } from "../errors.ts";
import type { Decimals, IntegerRows, PartyRows } from "../lp/model/normal.ts";
import { dot } from "../math/field.ts";
import { powerOfTen, requireMagnitude, TOTAL_BITS, WIDE_BITS } from "../round/numbers.ts";

/** ŝ and r̂ of one party's rows, inequality rows first. */
export interface PrimalPart {
  readonly slacks: readonly bigint[];
  readonly residuals: readonly bigint[];
}

/**
 * ŝ = max(0, 10^δ b − M x̂) on inequality rows, 0 on equality rows; r̂ = M x̂ + ŝ − 10^δ b. x̂ is
 * at scale 10^δ, the results are at scale 10^(κ+δ).
 * @throws CertificateError ResidualTooLarge when some |r̂| exceeds `tolerance`, NumberOutOfRange
 *   for ŝ ≥ 2^143.
 */
export function primalPart(
  rows: PartyRows,
  decimals: Pick<Decimals, "solution">,
  x: readonly bigint[],
  tolerance: bigint,
): PrimalPart {
  const scale = powerOfTen(decimals.solution);
  const slacks: bigint[] = [];
  const residuals: bigint[] = [];
  const visit = (part: IntegerRows, isInequality: boolean) => {
    for (const [i, row] of part.coefficients.entries()) {
      const excess = dot(row, x) - scale * part.rhs[i]!;
      const slack = isInequality && excess < 0n ? -excess : 0n;
      requireMagnitude(slack, WIDE_BITS, `slack of ${isInequality ? "inequality" : "equality"} row ${i}`);
      const residual = excess + slack;
      if (residual > tolerance || residual < -tolerance) {
        throw new CertificateError(
          "ResidualTooLarge",
          `${isInequality ? "inequality" : "equality"} row ${i} is not met within the round's tolerance: refuse this answer`,
        );
      }
      slacks.push(slack);
      residuals.push(residual);
    }
  };
  visit(rows.inequalities, true);
  visit(rows.equalities, false);
  return { slacks, residuals };
}

/**
 * s′ = −M·ray, at scale 10^κ times that of the ray.
 * @throws CertificateError SlackInvalid when the ray violates one of the party's rows (s′ < 0, or
 *   s′ ≠ 0 on an equality row), NumberOutOfRange for s′ ≥ 2^143.
 */
export function raySlacks(rows: PartyRows, ray: readonly bigint[]): bigint[] {
  const visit = (part: IntegerRows, isInequality: boolean) =>
    part.coefficients.map((row, i) => {
      const slack = -dot(row, ray);
      if (slack < 0n || (!isInequality && slack !== 0n)) {
        throw new CertificateError(
          "SlackInvalid",
          `the ray violates ${isInequality ? "inequality" : "equality"} row ${i}: refuse this answer`,
        );
      }
      requireMagnitude(slack, WIDE_BITS, `slack of row ${i} along the ray`);
      return slack;
    });
  return [...visit(rows.inequalities, true), ...visit(rows.equalities, false)];
}

/**
 * cᵀx, for the objective's owner: f̂ for x̂ (at scale 10^(κ+δ)), d for a ray.
 * @throws CertificateError NumberOutOfRange for a magnitude of 2^160 or more.
 */
export function objectiveValue(costs: readonly bigint[], x: readonly bigint[]): bigint {
  const value = dot(costs, x);
  requireMagnitude(value, TOTAL_BITS, "the objective");
  return value;
}
