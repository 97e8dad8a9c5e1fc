// How what parties deal to an engine's nodes is compared with what they committed to on chain,
// without anybody seeing either: commitments are linear in the numbers and in the blindings that
// they hide, so the same combination of shares, committed to, is a share of the combination of the
// points.
import { type Affine, type G1, GROUP_ORDER, pointFromAffine } from "../../crypto/curve/bn254.ts";
import { msm } from "../../crypto/curve/msm.ts";
import type { Component } from "../../crypto/sharing/input.ts";
import { powers } from "../../math/field.ts";

/** How many a party has. */
export interface CommitmentCounts {
  readonly blindings: number;
  readonly points: number;
}

/**
 * Where all rows of a party are in one point, and costs in another: of the owner of the objective,
 * and of others.
 */
export const FEW_POINTS = {
  owner: { blindings: 14, points: 2 },
  others: { blindings: 12, points: 1 },
} as const satisfies Readonly<Record<string, CommitmentCounts>>;

export interface Commitments {
  /** 32 bytes that name the round on chain and what every party committed to. */
  readonly digest: Uint8Array;
  /** This party's points. */
  readonly points: readonly Affine[];
  /** Secret: what blinds this party's points, below the order of the group. */
  readonly blindings: readonly bigint[];
  counts(party: number): CommitmentCounts;
  /** Whether these are the points that a party committed to. */
  isCommitted(party: number, points: readonly Affine[]): boolean;
  /**
   * The sum over the points, as `combinePoints` makes it, that the numbers of one component give:
   * its integers are a party's coefficients, row by row and inequalities first, its right-hand
   * sides, and its costs.
   */
  combine(party: number, component: Component, alpha: bigint): G1;
}

/** Σ_i α^(i+1)·P_i over finite points. Throws CryptoError `PointInvalid`. */
export function combinePoints(points: readonly Affine[], alpha: bigint): G1 {
  return msm(points.map(pointFromAffine), powers(alpha, points.length, GROUP_ORDER));
}
