// The states of a round on chain.
import type { Hex } from "viem";

/**
 * Phases in the only order in which they can follow each other; their position is the contract's
 * number.
 */
export const PHASES = ["none", "committing", "running", "settling", "settled", "expired"] as const;
export type Phase = (typeof PHASES)[number];

export interface RoundState {
  readonly phase: Phase;
  /** Last second of the current phase or step, Unix time; 0 once closed. */
  readonly deadline: number;
  /** Messages posted, which is also the next step. */
  readonly stepsPosted: number;
  /** Digest of the parameters that the round was opened with. */
  readonly paramsDigest: Hex;
}

/** One block, whatever a reorganisation does. */
export interface BlockName {
  readonly number: bigint;
  readonly hash: Hex;
}
