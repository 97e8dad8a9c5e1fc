// The state of a round on chain as of one block: plain data from which a party decides what to do.
import type { Hex } from "viem";
import type { BlockName, Phase } from "./phase.ts";

/** What is posted on chain for a turn. */
export interface Posted {
  readonly digest: Hex;
  /** Whether the sender refused to continue. */
  readonly isRefusal: boolean;
}

export interface Observed {
  readonly block: BlockName;
  /** The chain's time in that block, Unix seconds. */
  readonly now: number;
  /** The chain's time in the newest block, confirmed or not: deadlines are near by this one. */
  readonly clock: number;
  readonly phase: Phase;
  /** Last second of the current phase or exchange, in Unix time; 0 once the round is closed. */
  readonly deadline: number;
  /** The current exchange; after the last one, the number of exchanges. */
  readonly exchange: number;
  /** Whether the round has the parameters that were agreed on; true while there is no round. */
  readonly agreed: boolean;
  /** Per party, whether it has committed; empty if that was not looked up. */
  readonly committed: readonly boolean[];
  /** All that is posted, by step. */
  readonly posted: ReadonlyMap<number, Posted>;
  /** Digest of the settled statement; null unless the round is settled. */
  readonly settled: Hex | null;
}
