// Where a round is.
import type { Hex } from "viem";

/** A round, by its contract and number. */
export interface ChainRound {
  /** HTTP address of a node of the chain; it is believed about what is on chain. */
  readonly rpc: string;
  readonly coordinator: Hex;
  /** Number of the round. */
  readonly round: bigint | number;
}
