// A client's session on a chain in the same process. Does nothing on import.
import { createPublicClient, createWalletClient, custom } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { walletOutbox } from "../../client/chain/outbox/outbox.ts";
import type { ChainSession } from "../../client/chain/session.ts";
import { fundedKey } from "../../lab/chain/node-process.ts";
import type { Chain } from "./chain.ts";

/** The session of account 7 of the chain. */
export async function sessionOn(chain: Chain): Promise<ChainSession> {
  const request = ({ method, params }: { method: string; params?: unknown[] }) =>
    chain.ethers.provider.send(method, params ?? []);
  const transport = custom({ request: request as never });
  const publicClient = createPublicClient({ chain: hardhat, transport, cacheTime: 0, pollingInterval: 10 });
  const account = privateKeyToAccount(fundedKey(7));
  const wallet = createWalletClient({ account, chain: hardhat, transport });
  const coordinator = (await chain.coordinator.getAddress()) as `0x${string}`;
  return { publicClient, account, coordinator, outbox: walletOutbox(publicClient, wallet), confirmations: 0 };
}
