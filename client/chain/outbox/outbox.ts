// An outbox that stores nothing, for single commands, tests and the demo.
// client/chain/outbox/durable-outbox.ts is the one that survives restarts.
import type { Account, Chain, Hex, PublicClient, Transport, WalletClient } from "viem";
import { ChainError } from "../../errors.ts";
import { asChainError } from "../chain-error.ts";
import type { Outbox } from "../session.ts";

type Wallet = WalletClient<Transport, Chain, Account>;

/** The account's running client may take the nonce that a command was about to use. */
const ATTEMPTS = 4;

/** Sends at once, with the wallet's own nonces. */
export function walletOutbox(publicClient: PublicClient, wallet: Wallet): Outbox {
  return {
    resume: async () => null,
    send: async (call) => publicClient.waitForTransactionReceipt({ hash: await sendWith(wallet, call) }),
  };
}

/** A transaction whose nonce was taken was not accepted by any node, so it can be sent anew. */
async function sendWith(wallet: Wallet, call: Parameters<Outbox["send"]>[0]): Promise<Hex> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await wallet.sendTransaction(call);
    } catch (error) {
      const reason = asChainError(error, "sending");
      if (attempt === ATTEMPTS || !(reason instanceof ChainError) || reason.code !== "NonceTaken") throw error;
    }
  }
}
