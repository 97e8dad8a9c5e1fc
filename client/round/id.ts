// Identifies a round.
import type { Hex } from "viem";

/** A round: its chain, its contract, and its number there. */
export interface RoundId {
  readonly chainId: bigint;
  readonly coordinator: Hex;
  readonly round: bigint;
}
