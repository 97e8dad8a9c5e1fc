// How a round ends, and what a valid certificate proves of it.

/** An optimum, a proof that there is no feasible point, or a direction without end. */
export type Kind = "optimal" | "infeasible" | "unbounded";

/** `kind` as it stands in the header: its position in this list. */
export const KINDS: readonly Kind[] = ["optimal", "infeasible", "unbounded"];

/** What a valid certificate proves. */
export interface Verdict {
  readonly kind: Kind;
  /** f̂; 0 when infeasible. */
  readonly objective: bigint;
  /**
   * Σ_j x̂_j max(0, ẑ_j) + Σ_j (U_j − x̂_j) max(0, −ẑ_j) + Σ_i max(0, ŵ_i(ŝ_i − r̂_i)) when
   * optimal, else 0.
   */
  readonly gap: bigint;
  /** Σ_i |ŵ_i r̂_i| when optimal, else 0. */
  readonly violation: bigint;
  /** Largest |r̂|; 0 when infeasible. */
  readonly maxResidual: bigint;
}
