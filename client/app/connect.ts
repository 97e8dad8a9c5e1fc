// This company's access to the chain: one public client, and one outbox for all that its account
// sends.
import { type Chain, createPublicClient, createWalletClient, defineChain, http, type PublicClient } from "viem";
import { asChainError } from "../chain/chain-error.ts";
import { checkContractAccount } from "../chain/contract-account.ts";
import { checkRegistry } from "../chain/coordinator/check-contract.ts";
import { contractOutbox } from "../chain/outbox/contract-outbox.ts";
import { durableOutbox } from "../chain/outbox/durable-outbox.ts";
import { walletOutbox } from "../chain/outbox/outbox.ts";
import type { TransactionStore } from "../chain/outbox/sign-transaction.ts";
import type { ChainSession, Outbox } from "../chain/session.ts";
import { ChainError, HomeError } from "../errors.ts";
import type { Config } from "../home/config.ts";
import type { Keys } from "../home/keys.ts";

const POLL_MS = 200;

/** Describes a chain that is in no list, as most consortia's chains are. */
function describeChain({ chainId, rpc }: Pick<Config, "chainId" | "rpc">): Chain {
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

/** Throws ChainError "ChainDiffers" when the node is on a chain other than that of the settings. */
export async function checkChain(publicClient: PublicClient, { chainId }: Config): Promise<void> {
  const actual = await publicClient.getChainId().catch((error: unknown) => {
    throw asChainError(error, "the chain's id");
  });
  if (actual !== chainId)
    throw new ChainError(
      "ChainDiffers",
      `the RPC node is on chain ${actual}, but the settings say ${chainId}: set "rpc" in config.json to a node of that chain`,
    );
}

/** For single commands: waits for each transaction, and stores none. */
export function commandOutbox(publicClient: PublicClient, config: Config, keys: SigningKeys): Outbox {
  const wallet = createWalletClient({
    account: keys.sender,
    chain: describeChain(config),
    transport: http(config.rpc),
  });
  return throughAccount(walletOutbox(publicClient, wallet), keys, publicClient);
}

/** For the running client: stores every transaction. */
export function clientOutbox(
  publicClient: PublicClient,
  config: Config,
  keys: SigningKeys,
  { store, signal }: { readonly store: TransactionStore; readonly signal: AbortSignal },
): Outbox {
  const { sender: account } = keys;
  const common = { publicClient, chain: describeChain(config), pollMs: config.pollMs };
  return throughAccount(durableOutbox({ ...common, account, store, signal }), keys, publicClient);
}

type SigningKeys = Pick<Keys, "account" | "sender">;

/** If the company's account is a contract, sends through it from the outbox of its owner. */
function throughAccount(outbox: Outbox, { account, sender }: SigningKeys, publicClient: PublicClient): Outbox {
  if (account.address === sender.address) return outbox;
  return contractOutbox(outbox, account.address, sender.address, publicClient);
}

/** If the company's account is a contract, throws as checkContractAccount does. */
export async function checkAccount(
  publicClient: PublicClient,
  { chainId, contractAccount }: Pick<Config, "chainId" | "contractAccount">,
  { sender }: Pick<Keys, "sender">,
): Promise<void> {
  if (contractAccount === null) return;
  await checkContractAccount(publicClient, { contract: contractAccount, owner: sender, chainId });
}

/** The account of a session, the outbox that sends for it, and the coordinator. */
type Acting = Pick<ChainSession, "account" | "outbox" | "coordinator">;

export function sessionOf(
  publicClient: PublicClient,
  { confirmations, preferFinalized = false }: Config,
  acting: Acting,
): ChainSession {
  return { publicClient, ...acting, confirmations, preferFinalized };
}

/** A read-only chain client. */
export async function connect(config: Config): Promise<PublicClient> {
  const publicClient = connectPublic(config);
  await checkChain(publicClient, config);
  return publicClient;
}

/**
 * Checks, before a round is opened or joined, the peer registry's code, and the account if it is a
 * contract. The coordinator's code is checked before each payment into it. Throws as checkRegistry
 * and checkContractAccount do.
 */
export async function checkSettings(publicClient: PublicClient, config: Config, keys: Keys): Promise<void> {
  if (config.registry !== null) await checkRegistry(publicClient, config.registry);
  await checkAccount(publicClient, config, keys);
}

/**
 * For commands that send a transaction and wait for it. Throws HomeError "CoordinatorMissing", and
 * as checkSettings does.
 */
export async function openSession(config: Config, keys: Keys): Promise<ChainSession> {
  const publicClient = await connect(config);
  await checkSettings(publicClient, config, keys);
  const outbox = commandOutbox(publicClient, config, keys);
  return sessionOf(publicClient, config, { account: keys.account, outbox, coordinator: coordinatorOf(config) });
}

export function coordinatorOf({ coordinator }: Config): NonNullable<Config["coordinator"]> {
  if (coordinator === null) {
    throw new HomeError(
      "CoordinatorMissing",
      "config.json names no coordinator: run `concordat deploy`, or `concordat init --consortium` with the file of the company that deployed",
    );
  }
  return coordinator;
}
