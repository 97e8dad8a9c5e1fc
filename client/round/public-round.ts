// The public part of a round that engines need.
import type { Decimals } from "../lp/model/normal.ts";

/** The public part of a round that engines need. */
export interface PublicRound {
  readonly parties: number;
  readonly columns: number;
  /** Per party. */
  readonly inequalities: readonly number[];
  readonly equalities: readonly number[];
  /** Index of the party that owns the objective. */
  readonly objectiveOwner: number;
  readonly decimals: Decimals;
  /** Public upper bounds of the columns at scale 10^δ, each m·10^e below 2^87 (docs/certificate.md). */
  readonly bounds: readonly bigint[];
  /** Largest residual |Mx + s − b| that the round accepts, at scale 10^(κ+δ). */
  readonly residualTolerance: bigint;
}
