// Commitments of a sealed round: all rows of a party in one point, its costs in another
// (docs/sealed.md, "Commitments"). Both are linear in the numbers and in the masks, which blind
// them.
import { type Affine, type G1, GROUP_ORDER, pointFromAffine, pointsToAffine } from "../../crypto/curve/bn254.ts";
import { fromLittleEndian } from "../../crypto/curve/little-endian.ts";
import type { Component } from "../../crypto/sharing/input.ts";
import { decodeIntegers } from "../../crypto/sharing/integers.ts";
import { type CommitmentCounts, type Commitments, FEW_POINTS } from "../../engines/commitments/commitments.ts";
import { type CommittedRound, roundDigest } from "../../engines/commitments/rows.ts";
import type { PartyRows } from "../../lp/model/normal.ts";
import { powers } from "../../math/field.ts";
import { rowCount } from "../../round/shape.ts";
import { sealedCommitment } from "../../sealed/digests.ts";
import { MATRIX_MASKS } from "../../sealed/matrix.ts";
import type { SealedParameters } from "../../sealed/parameters.ts";
import { type CommittedMatrix, maskedCosts, maskedRows } from "../../sealed/prover/commit.ts";

export class MatrixCommitments implements Commitments {
  readonly digest: Uint8Array;
  readonly points: readonly Affine[];
  readonly blindings: readonly bigint[];
  readonly #round: CommittedRound;
  readonly #parameters: SealedParameters;

  constructor(round: CommittedRound, parameters: SealedParameters, { points, masks }: CommittedMatrix) {
    this.digest = roundDigest(round);
    this.points = pointsToAffine(points.costs === null ? [points.matrix] : [points.matrix, points.costs]);
    this.blindings = masks;
    this.#round = round;
    this.#parameters = parameters;
  }

  counts(party: number): CommitmentCounts {
    return FEW_POINTS[this.#owns(party) ? "owner" : "others"];
  }

  isCommitted(party: number, points: readonly Affine[]): boolean {
    const [matrix, costs] = points.map(pointFromAffine);
    const { srsDigest } = this.#parameters.key;
    const commitment = sealedCommitment(this.#round, party, srsDigest, { matrix: matrix!, costs: costs ?? null });
    return commitment === this.#round.commitments[party]!.toLowerCase();
  }

  combine(party: number, { integers, blindings }: Component, alpha: bigint): G1 {
    const { committer, key } = this.#parameters;
    const rows = this.#rowsOf(party, decodeIntegers(integers));
    const masks = fromLittleEndian(blindings);
    const [first, second] = powers(alpha, 2, GROUP_ORDER) as [bigint, bigint];
    const matrix = committer.matrix(maskedRows(key.size, rows, masks.slice(0, MATRIX_MASKS))).multiply(first);
    if (rows.objective === null) return matrix;
    const costs = committer.line(maskedCosts(key.size, rows.objective, masks.slice(MATRIX_MASKS)));
    return matrix.add(costs.multiply(second));
  }

  #owns(party: number): boolean {
    return party === this.#round.objectiveOwner;
  }

  #rowsOf(party: number, numbers: readonly bigint[]): PartyRows {
    const { columns, inequalities } = this.#round;
    const [count, signed] = [rowCount(this.#round, party), inequalities[party]!];
    const rhs = numbers.slice(count * columns, count * (columns + 1));
    const row = (i: number) => numbers.slice(i * columns, (i + 1) * columns);
    const part = (from: number, to: number) => ({
      coefficients: rhs.slice(from, to).map((_, i) => row(from + i)),
      rhs: rhs.slice(from, to),
    });
    return {
      columns,
      inequalities: part(0, signed),
      equalities: part(signed, count),
      objective: this.#owns(party) ? numbers.slice(count * (columns + 1)) : null,
    };
  }
}
