// An outbox that stores nothing, for single commands, tests and the demo.
// client/chain/outbox/durable-outbox.ts is the one that survives restarts.
import type { Account, Chain, PublicClient, Transport, WalletClient } from "viem";
import type { Outbox } from "../session.ts";

/** Sends at once, with the wallet's own nonces. */
export function walletOutbox(publicClient: PublicClient, wallet: WalletClient<Transport, Chain, Account>): Outbox {
  return {
    resume: async () => null,
    send: async (call) => publicClient.waitForTransactionReceipt({ hash: await wallet.sendTransaction(call) }),
  };
}
