// A company's commitment for a sealed round (docs/sealed.md, "Commitments").
import { SealedError } from "../../errors.ts";
import { INTEGER_LIMIT, type PartyRows } from "../../lp/model/normal.ts";
import { magnitude } from "../../math/field.ts";
import type { Random } from "../../math/random.ts";
import type { Committer } from "../committer.ts";
import type { CommittedPoints } from "../digests.ts";
import { domainOf, onColumns } from "../domain.ts";
import { randomScalars, reduce } from "../field.ts";
import { type Bivariate, drawMatrixMasks, maskedMatrix, matrixMasks } from "../matrix.ts";
import { matrixEntries } from "../numbers.ts";
import { interpolate, type Polynomial, withMasks } from "../polynomial.ts";
import { MASKS } from "./masks.ts";

/** A company's masked rows and costs, secret, and the points that commit to them. */
export interface CommittedMatrix {
  readonly matrix: Bivariate;
  readonly costs: Polynomial | null;
  /** The masks of the matrix, then those of the costs. */
  readonly masks: readonly bigint[];
  readonly points: CommittedPoints;
}

/**
 * Commits to a company's rows, and to its costs if it owns the objective. `random` determines the
 * masks: take another one for each commitment, since two under the same masks show how their rows
 * differ. Use a commitment for one proof only.
 * @throws SealedError NumberOutOfRange for an integer of magnitude 2^72 or more, MatrixTooLarge.
 */
export function commitMatrix(committer: Committer, size: number, rows: PartyRows, random: Random): CommittedMatrix {
  const entries = matrixEntries(size, rows);
  const costEntriesOnH = rows.objective === null ? [] : onColumns(size, 0n, rows.objective);
  for (const [i, row] of [...entries, costEntriesOnH].entries()) {
    if (row.some((value) => magnitude(value) >= INTEGER_LIMIT)) {
      const where = i === size ? "the objective" : `row ${i} of the matrix`;
      throw new SealedError(
        "NumberOutOfRange",
        `${where} has an integer of 2^72 or more: use fewer decimals or smaller units`,
      );
    }
  }
  const masks = drawMatrixMasks(random.fork("masks of the matrix"));
  const costMasks = rows.objective === null ? [] : randomScalars(random.fork("masks of the costs"), MASKS.costs);
  const matrix = maskedRows(size, rows, masks);
  const costs = rows.objective === null ? null : maskedCosts(size, rows.objective, costMasks);
  return {
    ...{ matrix, costs, masks: [...masks, ...costMasks] },
    points: { matrix: committer.matrix(matrix), costs: costs === null ? null : committer.line(costs) },
  };
}

/** A_k for rows of any integers and `MATRIX_MASKS` masks. */
export function maskedRows(size: number, rows: PartyRows, masks: readonly bigint[]): Bivariate {
  return maskedMatrix(domainOf(size), matrixEntries(size, rows), matrixMasks(masks));
}

/** c for costs of any integers. */
export function maskedCosts(size: number, costs: readonly bigint[], masks: readonly bigint[]): Polynomial {
  return withMasks(interpolate(onColumns(size, 0n, costs).map(reduce)), size, masks);
}
