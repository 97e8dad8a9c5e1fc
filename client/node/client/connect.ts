// This company's access to the chain: one public client, and one outbox for all that its account sends.
import {
  type Address,
  type Chain,
  createPublicClient,
  createWalletClient,
  defineChain,
  http,
  type LocalAccount,
  type PublicClient,
} from "viem";
import { asChainError } from "../../chain/chain-error.ts";
import { durableOutbox } from "../../chain/durable-outbox.ts";
import { walletOutbox } from "../../chain/outbox.ts";
import type { ChainSession, Outbox } from "../../chain/session.ts";
import type { TransactionStore } from "../../chain/sign-transaction.ts";
import { ChainError } from "../../errors.ts";
import type { Config } from "../home/config.ts";

const POLL_MS = 200;

/** A chain that is not in any list, as most consortia's are. */
export function describeChain({ chainId, rpc }: Pick<Config, "chainId" | "rpc">): Chain {
  return defineChain({
    id: chainId,
    name: `chain ${chainId}`,
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [rpc] } },
  });
}

export function connectPublic(config: Pick<Config, "chainId" | "rpc">): PublicClient {
  return createPublicClient({
    chain: describeChain(config),
    transport: http(config.rpc, { retryCount: 1, timeout: 20_000 }),
    pollingInterval: POLL_MS,
    cacheTime: 0,
  });
}

/** Throws ChainError "ChainDiffers" when the node is of another chain than the settings say. */
export async function checkChain(publicClient: PublicClient, { chainId }: Config): Promise<void> {
  const actual = await publicClient.getChainId().catch((error: unknown) => {
    throw asChainError(error, "the chain's id");
  });
  if (actual !== chainId)
    throw new ChainError("ChainDiffers", `the node of the settings is on chain ${actual}, the settings say ${chainId}`);
}

/** For single commands: what is sent is waited for here and now. */
export function commandOutbox(publicClient: PublicClient, config: Config, account: LocalAccount): Outbox {
  const wallet = createWalletClient({ account, chain: describeChain(config), transport: http(config.rpc) });
  return walletOutbox(publicClient, wallet);
}

/** For the client that runs: what is sent is remembered. */
export function clientOutbox(
  publicClient: PublicClient,
  config: Config,
  account: LocalAccount,
  store: TransactionStore,
  signal: AbortSignal,
): Outbox {
  return durableOutbox({ publicClient, chain: describeChain(config), account, store, pollMs: config.pollMs, signal });
}

export function sessionOf(
  publicClient: PublicClient,
  { confirmations, preferFinalized = false }: Config,
  account: LocalAccount,
  outbox: Outbox,
  coordinator: Address,
): ChainSession {
  return { publicClient, account, coordinator, outbox, confirmations, preferFinalized };
}
