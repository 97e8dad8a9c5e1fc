// What every chain call needs: clients passed in, where the coordinator is, and who carries
// transactions to the chain.
import type { Address, Hex, LocalAccount, PublicClient, TransactionReceipt } from "viem";
import type { Fees } from "./outbox/fees.ts";

/** A transaction that has passed its trial. */
export interface Call extends Fees {
  readonly to: Address;
  readonly data: Hex;
  /** Wei. */
  readonly value: bigint;
  readonly gas: bigint;
}

/** Carries one account's transactions to the chain and waits until they are mined. */
export interface Outbox {
  /**
   * The receipt of the transaction that was sent before for `purpose`, waiting for it if need be;
   * null when there was none, or when it reverted or can no longer be mined, so that it must be
   * sent again.
   */
  resume(purpose: string): Promise<TransactionReceipt | null>;
  send(call: Call, purpose: string): Promise<TransactionReceipt>;
}

export interface ChainSession {
  readonly publicClient: PublicClient;
  readonly account: LocalAccount;
  readonly coordinator: Address;
  readonly outbox: Outbox;
  /** Blocks on top of a block before its state is acted upon; 0 where blocks are final at once. */
  readonly confirmations: number;
  /** The newest final block instead, where the node says which that is. */
  readonly preferFinalized?: boolean;
}

/** A mined transaction. */
export interface Mined {
  readonly hash: Hex;
  readonly gasUsed: bigint;
}
