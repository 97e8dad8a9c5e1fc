// What a sealed proof is checked against. Written from docs/sealed.md.
import type { Affine } from "../certificate/group.ts";

/** The public side of a sealed round; `kind` is one of OPTIMAL, INFEASIBLE and UNBOUNDED. */
export interface SealedStatement {
  readonly chainId: bigint;
  readonly coordinator: string;
  readonly round: bigint;
  readonly kind: number;
  /** P. */
  readonly parties: number;
  /** o. */
  readonly objectiveOwner: number;
  /** R. */
  readonly size: number;
  /** n. */
  readonly columns: number;
  /** δ and ω, 0..24. */
  readonly solutionDecimals: number;
  readonly multiplierDecimals: number;
  readonly residualTolerance: bigint;
  readonly dualTolerance: bigint;
  readonly gapTolerance: bigint;
  /** U per column from the round's terms, at scale 10^δ; null where the terms are not known. */
  readonly bounds: readonly bigint[] | null;
  /** 32 bytes per party, as 0x-hex. */
  readonly commitments: readonly string[];
}

/** A point of G2, in the order in which it is hashed. */
export type AffineG2 = readonly [xIm: bigint, xRe: bigint, yIm: bigint, yRe: bigint];

/** SRS(R), as coordinates. */
export interface ReferenceString {
  /** R. */
  readonly size: number;
  /** [τ^i]₁ for i = 0..2D+63. */
  readonly line: readonly Affine[];
  /** [σ^i τ^j]₁ for i, j = 0..R+2. */
  readonly matrix: readonly (readonly Affine[])[];
  /** [σ]₂ and [τ]₂. */
  readonly sigma: AffineG2;
  readonly tau: AffineG2;
}

/** What a verifier needs of the reference string, and the commitments to the public vectors. */
export interface VerifyingKey {
  /** R. */
  readonly size: number;
  /** 32 bytes as 0x-hex. */
  readonly srsDigest: string;
  readonly sigma: AffineG2;
  readonly tau: AffineG2;
  /** [N]. */
  readonly limbs: Affine;
  /** [U]. */
  readonly bounds: Affine;
  /** [J]. */
  readonly columns: Affine;
}

/** Limbs of an index. */
export const LIMBS = 32;
/** Largest R, and largest P·R. */
export const LARGEST_SIZE: number = 2 ** 13;

/** x_0 = 10^δ. */
export const solutionScale = (statement: SealedStatement): bigint => 10n ** BigInt(statement.solutionDecimals);
/** u = 10^ω. */
export const multiplierScale = (statement: SealedStatement): bigint => 10n ** BigInt(statement.multiplierDecimals);
