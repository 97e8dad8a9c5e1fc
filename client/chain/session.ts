// What every chain call needs: the chain client, the account, the coordinator's address, and the
// outbox that sends transactions.
import type { Address, Hex, LocalAccount, PublicClient, TransactionReceipt } from "viem";
import type { Fees } from "./outbox/fees.ts";

/** A transaction whose simulation succeeded. */
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
   * The receipt of the transaction that was sent before for `purpose`, for which it waits if
   * necessary; null when there was none, or when it reverted or can no longer be mined, so that it
   * must be sent again.
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
  /** Act upon the newest final block instead, if the node knows it. */
  readonly preferFinalized?: boolean;
}

/** A mined transaction. */
export interface Mined {
  readonly hash: Hex;
  readonly gasUsed: bigint;
}
