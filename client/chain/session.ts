// What every chain call needs: clients passed in, and where the coordinator is.
import type { Account, Address, Chain, Hex, PublicClient, Transport, WalletClient } from "viem";

export interface ChainSession {
  readonly publicClient: PublicClient;
  readonly walletClient: WalletClient<Transport, Chain, Account>;
  readonly coordinator: Address;
}

/** A mined transaction. */
export interface Mined {
  readonly hash: Hex;
  readonly gasUsed: bigint;
}
