// Which round of which contract on which chain.
import type { Hex } from "viem";

/** Which round of which contract on which chain. */
export interface RoundId {
  readonly chainId: bigint;
  readonly coordinator: Hex;
  readonly round: bigint;
}
