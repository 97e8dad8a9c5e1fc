// Commitments row by row (docs/certificate.md, "Commitments").
import type { Hex } from "viem";
import { encodeAbiParameters, hexToBytes, parseAbiParameters } from "viem/utils";
import type { CommittedRows } from "../../certificate/commit.ts";
import { commitmentsDigest, partyCommitment } from "../../certificate/commitment.ts";
import { type Affine, type G1, GROUP_ORDER } from "../../crypto/curve/bn254.ts";
import { fixedBaseMsm } from "../../crypto/curve/fixed-base.ts";
import { generators } from "../../crypto/curve/generators.ts";
import { fromLittleEndian, NUMBER_BYTES } from "../../crypto/curve/little-endian.ts";
import { Vector } from "../../crypto/curve/vector.ts";
import type { Component } from "../../crypto/sharing/input.ts";
import { COMPONENT_BITS, DIFFERENCE_BYTES } from "../../crypto/sharing/integers.ts";
import { taggedHash } from "../../crypto/transcript.ts";
import { dot, mod, powers, sum } from "../../math/field.ts";
import type { RoundId } from "../../round/id.ts";
import { rowCount, type Shape } from "../../round/shape.ts";
import type { CommitmentCounts, Commitments } from "./commitments.ts";

/** What is on chain of a round's commitments. */
export interface CommittedRound extends RoundId, Shape {
  /** commitment_k per party. */
  readonly commitments: readonly Hex[];
}

const ROUND = parseAbiParameters("uint256, address, uint256, bytes32");

/** Names the round and its commitments, of whichever kind. */
export function roundDigest({ chainId, coordinator, round, commitments }: Omit<CommittedRound, keyof Shape>) {
  const words = encodeAbiParameters(ROUND, [chainId, coordinator, round, commitmentsDigest(commitments)]);
  return hexToBytes(taggedHash("concordat/inputs/v1", words));
}

export class RowCommitments implements Commitments {
  readonly digest: Uint8Array;
  readonly points: readonly Affine[];
  readonly blindings: readonly bigint[];
  readonly #round: CommittedRound;
  /** Made when first used. */
  #sum: ((scalars: readonly bigint[]) => G1) | undefined;

  constructor(round: CommittedRound, { points, blindings }: CommittedRows) {
    this.digest = roundDigest(round);
    this.points = points.objective === null ? points.rows : [...points.rows, points.objective];
    this.blindings = blindings.objective === null ? blindings.rows : [...blindings.rows, blindings.objective];
    this.#round = round;
  }

  counts(party: number): CommitmentCounts {
    const count = rowCount(this.#round, party) + (party === this.#round.objectiveOwner ? 1 : 0);
    return { blindings: count, points: count };
  }

  isCommitted(party: number, points: readonly Affine[]): boolean {
    const { columns, commitments } = this.#round;
    const rows = rowCount(this.#round, party);
    const split = { rows: points.slice(0, rows), objective: points[rows] ?? null };
    return partyCommitment(this.#round, columns, party, split) === commitments[party];
  }

  combine(party: number, { integers, blindings }: Component, alpha: bigint): G1 {
    const { columns } = this.#round;
    const [rows, { points: count }] = [rowCount(this.#round, party), this.counts(party)];
    const weights = powers(alpha, count, GROUP_ORDER);
    const shifted = raised(integers);
    /** Σ of the shifts of as many numbers as there are weights. */
    const shift = (used: readonly bigint[]) => sum(used) << BigInt(COMPONENT_BITS);
    const part = (from: number, length: number) =>
      new Vector(shifted.subarray(NUMBER_BYTES * from, NUMBER_BYTES * (from + length)));
    // After the coefficients come the right-hand sides; the costs are the last row.
    const rowAt = (i: number) => part(i < rows ? columns * i : rows * (columns + 1), columns);
    const sums = weights.reduce((total, weight, i) => total.plusMultiple(rowAt(i), weight), Vector.zero(columns));
    const ofRows = weights.slice(0, rows);
    const ofAll = shift(weights);
    this.#sum ??= sumOver(columns);
    return this.#sum(
      [
        dot(ofRows, part(rows * columns, rows).toNumbers()) - shift(ofRows),
        ...sums.toNumbers().map((number) => number - ofAll),
        dot(weights, fromLittleEndian(blindings)),
      ].map((scalar) => mod(scalar, GROUP_ORDER)),
    );
  }
}

/** Σ of multiples of G_0, G_1, …, G_n and H. */
function sumOver(columns: number): (scalars: readonly bigint[]) => G1 {
  const set = generators(columns);
  return fixedBaseMsm([set.rhs, ...set.columns, set.blinding].map(({ point }) => point));
}

/** Components of integers plus 2^`COMPONENT_BITS`, so that none is negative. */
function raised(integers: Uint8Array): Uint8Array {
  const out = integers.slice();
  for (let at = 0; at < out.length; at += NUMBER_BYTES) {
    out[at + DIFFERENCE_BYTES - 1]! ^= 0x80;
    out.fill(0, at + DIFFERENCE_BYTES, at + NUMBER_BYTES);
  }
  return out;
}
