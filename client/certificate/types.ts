// The certificate as plain data (docs/certificate.md). Integers are at the scales that page gives.
import type { Hex } from "viem";
import type { Affine } from "../crypto/curve/bn254.ts";
import type { Statement } from "../round/statement.ts";

interface FeasiblePoint {
  /** x̂, one per column. */
  readonly x: readonly bigint[];
  /** ŝ[k][i] per party and row, inequality rows first. */
  readonly slacks: readonly (readonly bigint[])[];
  /** r̂[k][i] = M x̂ + ŝ − 10^δ b. */
  readonly residuals: readonly (readonly bigint[])[];
  /** f̂ = cᵀx̂. */
  readonly objective: bigint;
}

interface DualPoint {
  /** ŵ[k][i], ≥ 0 on inequality rows. */
  readonly multipliers: readonly (readonly bigint[])[];
  /** ẑ per column: 10^ω c + Σ Mᵀŵ (without c when infeasible). */
  readonly reducedCosts: readonly bigint[];
  /** d = bᵀŵ. */
  readonly dual: bigint;
  /** Opening of the dual equation, in Z_r: Σ ŵ_iρ_i + 10^ω ρ_c (without ρ_c when infeasible). */
  readonly rho: bigint;
}

export interface OptimalOutcome extends FeasiblePoint, DualPoint {
  readonly kind: "optimal";
}

export interface InfeasibleOutcome extends DualPoint {
  readonly kind: "infeasible";
}

export interface UnboundedOutcome extends FeasiblePoint {
  readonly kind: "unbounded";
  readonly ray: readonly bigint[];
  /** s′[k][i] = −M·ray. */
  readonly raySlacks: readonly (readonly bigint[])[];
  /** d = cᵀray < 0. */
  readonly dual: bigint;
}

/**
 * The numbers that the parties publish together: the answer, and all that is needed to check it.
 */
export type PublicOutcome = OptimalOutcome | InfeasibleOutcome | UnboundedOutcome;

/**
 * Row points of a party, inequality rows first, and R_c if it owns the objective. Public once the
 * round settles.
 */
export interface RowPoints {
  readonly rows: readonly Affine[];
  readonly objective: Affine | null;
}

/** Secret blindings of a party's commitments: ρ_i per row, and ρ_c if it owns the objective. */
export interface RowBlindings {
  readonly rows: readonly bigint[];
  readonly objective: bigint | null;
}

/** The data that the parties have disclosed by the time they prove. */
export interface Disclosed {
  readonly statement: Statement;
  /** U per column, at scale 10^δ. `statement.bounds` is their digest. */
  readonly bounds: readonly bigint[];
  readonly outcome: PublicOutcome;
  /** Per party. */
  readonly points: readonly RowPoints[];
}

/** The part of a party's proof that the header carries: first message, z_0 and z_h. */
export interface Proof {
  readonly ax: bigint;
  readonly ay: bigint;
  readonly a: bigint;
  readonly aRay: bigint;
  readonly z0: bigint;
  readonly zh: bigint;
}

/** A party's proof. The column blocks carry `responses`, z_1..z_n. */
export interface PartyProof {
  readonly proof: Proof;
  readonly responses: readonly bigint[];
}

/** The header, as the contract takes it. */
export interface Header {
  readonly kind: number;
  readonly counters: Hex;
  /** Upper bounds of the columns, one byte each. */
  readonly bounds: Hex;
  readonly y0: bigint;
  readonly yh: bigint;
  readonly cx: bigint;
  readonly cy: bigint;
  readonly objective: bigint;
  readonly dual: bigint;
  readonly rho: bigint;
  readonly statementDigest: Hex;
  readonly responseDigest: Hex;
  readonly proofs: readonly Proof[];
}

export interface Certificate {
  readonly header: Header;
  /** Column blocks, then the row blocks of each party. */
  readonly blocks: readonly Hex[];
}
