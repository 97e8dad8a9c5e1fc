// Where a round is.
import type { Hex } from "viem";

/** A round, by its contract and number. */
export interface ChainRound {
  /** HTTP URL of a chain node; it is believed about what is on chain. */
  readonly rpc: string;
  readonly coordinator: Hex;
  /** Number of the round. */
  readonly round: bigint | number;
}
