// What one look at the chain shows of a round: everything as of one block. Plain data, from which a
// party decides what to do.
import type { Hex } from "viem";
import type { BlockName, Phase } from "./phase.ts";

/** What stands on chain for a step. */
export interface Posted {
  readonly digest: Hex;
  /** Its sender refuses to go on. */
  readonly isRefusal: boolean;
}

export interface Observed {
  readonly block: BlockName;
  /** The chain's time in that block, Unix seconds. */
  readonly now: number;
  readonly phase: Phase;
  /** Last second of the current phase or step, Unix time; 0 once closed. */
  readonly deadline: number;
  /** Messages posted, which is also the next step. */
  readonly stepsPosted: number;
  /** The round has the parameters that were agreed on; true while there is no round. */
  readonly agreed: boolean;
  /** Per party, whether it has committed; empty where that was not looked up. */
  readonly committed: readonly boolean[];
  /**
   * By step, for those looked up; a step without an entry has nothing posted, as far as this look
   * shows.
   */
  readonly posted: ReadonlyMap<number, Posted>;
  /** Digest of the statement that the round has settled as; null unless it is settled. */
  readonly settled: Hex | null;
}
