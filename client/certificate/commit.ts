// Row commitments (docs/certificate.md, "Commitments"). R_i = Σ_j M_ij·G_j + b_i·G_0 + ρ_i·H is a
// Pedersen vector commitment, perfectly hiding, and binding under the discrete logarithm assumption
// in bn254 G1. The computation is variable-time in the private rows.
import { G1, GROUP_ORDER, pointsToAffine } from "../crypto/curve/bn254.ts";
import { fixedBaseMsm } from "../crypto/curve/fixed-base.ts";
import { type GeneratorSet, generators } from "../crypto/curve/generators.ts";
import { CertificateError } from "../errors.ts";
import { allRows, INTEGER_LIMIT, type PartyRows } from "../lp/model/normal.ts";
import { magnitude } from "../math/field.ts";
import { type Random, randomBelow } from "../math/random.ts";
import type { RowBlindings, RowPoints } from "./types.ts";

/** Points (public once the round settles) and blindings (secret forever) of a party's rows. */
export interface CommittedRows {
  readonly points: RowPoints;
  readonly blindings: RowBlindings;
}

/**
 * Commits to every row of a party under fresh blindings.
 * @throws CertificateError NumberOutOfRange for an integer of magnitude 2^72 or more, ShapeMismatch
 *   for rows of a wrong length; both before anything is computed.
 */
export function commitRows(rows: PartyRows, random: Random): CommittedRows {
  checkRows(rows);
  const set = generators(rows.columns);
  const linear = fixedBaseMsm([set.rhs.point, ...set.columns.map(({ point }) => point)]);
  const commit = (rhs: bigint, coefficients: readonly bigint[], blinding: bigint) =>
    linear([rhs, ...coefficients]).add(blind(set, blinding));

  const { coefficients, rhs } = allRows(rows);
  const blindings = rhs.map(() => randomBelow(random, GROUP_ORDER));
  const objectiveBlinding = rows.objective === null ? null : randomBelow(random, GROUP_ORDER);
  const points = coefficients.map((row, i) => commit(rhs[i]!, row, blindings[i]!));
  if (rows.objective !== null) points.push(commit(0n, rows.objective, objectiveBlinding!));
  const affine = pointsToAffine(points);
  return {
    points: { rows: affine.slice(0, rhs.length), objective: rows.objective === null ? null : affine.at(-1)! },
    blindings: { rows: blindings, objective: objectiveBlinding },
  };
}

function blind(set: GeneratorSet, blinding: bigint): G1 {
  return blinding === 0n ? G1.ZERO : set.blinding.point.multiply(blinding);
}

/**
 * @throws CertificateError ShapeMismatch, NumberOutOfRange; the text names the row by its position.
 */
function checkRows(rows: PartyRows): void {
  const check = (values: readonly bigint[], what: string) => {
    if (values.some((value) => magnitude(value) >= INTEGER_LIMIT)) {
      throw new CertificateError(
        "NumberOutOfRange",
        `${what} has an integer of 2^72 or more: use fewer decimals or smaller units`,
      );
    }
  };
  const checkLength = (length: number, expected: number, what: string) => {
    if (length !== expected)
      throw new CertificateError("ShapeMismatch", `${what} has ${length} entries, not ${expected}`);
  };
  for (const [part, name] of [
    [rows.inequalities, "inequality"],
    [rows.equalities, "equality"],
  ] as const) {
    checkLength(part.rhs.length, part.coefficients.length, `right-hand side of ${name} rows`);
    check(part.rhs, `right-hand side of ${name} rows`);
    for (const [i, row] of part.coefficients.entries()) {
      checkLength(row.length, rows.columns, `${name} row ${i}`);
      check(row, `${name} row ${i}`);
    }
  }
  if (rows.objective !== null) {
    checkLength(rows.objective.length, rows.columns, "objective");
    check(rows.objective, "objective");
  }
}
