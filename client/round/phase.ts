// The states of a round on chain.
import type { Hex } from "viem";

/**
 * Phases in the only order in which they can follow one another. The position of a phase is its
 * number in the contract.
 */
export const PHASES = ["none", "committing", "running", "settling", "settled", "expired"] as const;
export type Phase = (typeof PHASES)[number];

export interface RoundState {
  readonly phase: Phase;
  /** Last second of the current phase or exchange, in Unix time; 0 once the round is closed. */
  readonly deadline: number;
  /** The current exchange; after the last one, the number of exchanges. */
  readonly exchange: number;
  /** Parties that still owe their post of it. */
  readonly remaining: number;
  /** Digest of the parameters that the round was opened with. */
  readonly paramsDigest: Hex;
}

/** A block by number and hash, which stays the same block after a reorganisation. */
export interface BlockName {
  readonly number: bigint;
  readonly hash: Hex;
}
