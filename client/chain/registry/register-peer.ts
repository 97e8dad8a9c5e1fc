// Registers on chain this account's network key and the addresses at which it is reached.
import { type Address, encodeFunctionData, type Hex, type PublicClient, type TransactionReceipt } from "viem";
import { ChainError } from "../../errors.ts";
import { asChainError } from "../chain-error.ts";
import { feesOn } from "../outbox/fees.ts";
import { requireEffect } from "../outbox/send.ts";
import type { Call } from "../session.ts";
import { registryAbi } from "./registry-abi.ts";

export interface Registrant {
  readonly publicClient: PublicClient;
  readonly registry: Address;
  /** The account that registers. */
  readonly account: Address;
  /** Sends a transaction of the account and waits until it is mined. */
  readonly send: (call: Call) => Promise<TransactionReceipt>;
}

/**
 * Registers `key` (Ed25519, 32 bytes) and `addresses` (multiaddrs separated by one space each, at
 * most 1,024 bytes) in place of what the account registered before. Throws ChainError with the
 * contract's custom error ("PeerRegistryKeyZero", "PeerRegistryAddressesTooLong"),
 * "TransactionReverted", "TransactionIneffective" as sendToCoordinator does, or "ChainUnreachable".
 */
export async function registerPeer(
  { publicClient, registry, account, send }: Registrant,
  key: Hex,
  addresses: string,
): Promise<TransactionReceipt> {
  const args = [key, addresses] as const;
  const receipt = await (async () => {
    try {
      await publicClient.simulateContract({
        address: registry,
        abi: registryAbi,
        functionName: "register",
        args,
        account,
      });
      const data = encodeFunctionData({ abi: registryAbi, functionName: "register", args });
      const transaction = { to: registry, data, value: 0n, ...(await feesOn(publicClient)) };
      return await send({ ...transaction, gas: await publicClient.estimateGas({ account, ...transaction }) });
    } catch (error) {
      throw asChainError(error, "register");
    }
  })();
  if (receipt.status !== "success") {
    throw new ChainError("TransactionReverted", `transaction ${receipt.transactionHash} (register) reverted`);
  }
  requireEffect(receipt, registry, "register");
  return receipt;
}
