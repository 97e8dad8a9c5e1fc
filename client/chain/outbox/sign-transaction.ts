// Signs for the durable outbox: chooses nonce and price, and stores each transaction before it is
// sent.
import {
  type Chain,
  type Hex,
  keccak256,
  type LocalAccount,
  type PublicClient,
  parseTransaction,
  type TransactionSerializable,
} from "viem";
import type { Call } from "../session.ts";
import { type Fees, feesOn } from "./fees.ts";

/** A signed transaction of this account. */
export interface SignedTransaction {
  readonly purpose: string;
  readonly nonce: number;
  readonly hash: Hex;
  readonly raw: Hex;
}

/** Where signed transactions are kept. */
export interface TransactionStore {
  /** All that were signed for `purpose` and not dropped, oldest first. */
  find(purpose: string): readonly SignedTransaction[];
  /** All that were not dropped and have a nonce of at least `from`, by nonce, then oldest first. */
  since(from: number): readonly SignedTransaction[];
  /** Stores it; restores it if it was dropped before. */
  add(transaction: SignedTransaction): void;
  /**
   * Drops all of `purpose`: they reverted, were refused, or another transaction used their nonce.
   */
  drop(purpose: string): void;
}

export interface Signer {
  readonly publicClient: PublicClient;
  readonly chain: Chain;
  readonly account: LocalAccount;
  readonly store: TransactionStore;
}

/** A price is never raised above this multiple of what the network asks at the time. */
const MAX_PRICE_MULTIPLE = 10n;
/** Gas of a transfer without data. */
const TRANSFER_GAS = 21_000n;

/** Either `gasPrice` or the two others; wei per gas. */
interface Prices {
  readonly gasPrice?: bigint | undefined;
  readonly maxFeePerGas?: bigint | undefined;
  readonly maxPriorityFeePerGas?: bigint | undefined;
}

type Unsigned = Omit<Call, keyof Fees> & { readonly nonce: number };

/**
 * Signs under the lowest nonce that neither the chain, nor its nodes' pools, nor the store have
 * used.
 */
export async function signNext(call: Call, purpose: string, signer: Signer): Promise<SignedTransaction> {
  const { publicClient, account, store } = signer;
  const pending = await publicClient.getTransactionCount({ address: account.address, blockTag: "pending" });
  const latest = await publicClient.getTransactionCount({ address: account.address, blockTag: "latest" });
  const used = new Set(store.since(latest).map(({ nonce }) => nonce));
  let nonce = Math.max(pending, latest);
  while (used.has(nonce)) nonce++;
  return signAndStore({ ...call, nonce }, await pricesFor(call, signer), purpose, signer);
}

/**
 * Signs the same call under the same nonce, at a price a quarter higher (nodes demand a tenth more
 * for a replacement), or at the network's current price if that is higher. On a network without
 * fees, only if its nodes `refused` the old price. Null when the old transaction offers far more
 * than the network asks, or the account could not pay.
 */
export async function signReplacement(
  signed: SignedTransaction,
  refused: boolean,
  signer: Signer,
): Promise<SignedTransaction | null> {
  const { publicClient, account } = signer;
  const old = parseTransaction(signed.raw);
  const asked = await pricesFor(refused ? {} : await feesOn(publicClient), signer);
  const prices =
    old.gasPrice === undefined
      ? {
          maxFeePerGas: repriced(old.maxFeePerGas, asked.maxFeePerGas ?? asked.gasPrice),
          maxPriorityFeePerGas: repriced(old.maxPriorityFeePerGas, asked.maxPriorityFeePerGas ?? asked.gasPrice),
        }
      : { gasPrice: repriced(old.gasPrice, asked.gasPrice ?? asked.maxFeePerGas) };
  const raised = prices.gasPrice ?? prices.maxFeePerGas ?? 0n;
  if (raised <= (old.gasPrice ?? old.maxFeePerGas ?? 0n)) return null;
  const call = {
    to: old.to!,
    data: old.data ?? "0x",
    value: old.value ?? 0n,
    gas: old.gas!,
    nonce: signed.nonce,
  } as const;
  if ((await publicClient.getBalance({ address: account.address })) < call.gas * raised + call.value) return null;
  return signAndStore(call, prices, signed.purpose, signer);
}

function repriced(old: bigint = 0n, present: bigint = 0n): bigint {
  const quarter = old + old / 4n + 1n;
  const wanted = present > quarter ? present : quarter;
  const most = present * MAX_PRICE_MULTIPLE;
  return wanted < most ? wanted : most;
}

/**
 * Signs a transfer of 0 wei to the account itself, for an unused nonce that holds up later ones.
 */
export async function signNonceFiller(nonce: number, signer: Signer): Promise<SignedTransaction> {
  const call = { to: signer.account.address, data: "0x", value: 0n, gas: TRANSFER_GAS, nonce } as const;
  return signAndStore(call, await pricesFor({}, signer), `nonce/${nonce}`, signer);
}

/** The prices that the call states, or else those that the network asks. */
async function pricesFor(fees: Fees, { publicClient, account, chain }: Signer): Promise<Prices> {
  const parameters = ["type", "fees", "chainId"] as const;
  const { maxFeePerGas, maxPriorityFeePerGas } = fees;
  const given = maxFeePerGas === undefined ? {} : { maxFeePerGas, maxPriorityFeePerGas };
  const request: Prices = await publicClient.prepareTransactionRequest({
    ...given,
    account,
    chain,
    parameters,
  } as never);
  if (request.maxFeePerGas === undefined) return { gasPrice: request.gasPrice };
  return { maxFeePerGas: request.maxFeePerGas, maxPriorityFeePerGas: request.maxPriorityFeePerGas };
}

async function signAndStore(
  call: Unsigned,
  prices: Prices,
  purpose: string,
  { account, chain, store }: Signer,
): Promise<SignedTransaction> {
  const type = prices.maxFeePerGas === undefined ? "legacy" : "eip1559";
  const { to, data, value, gas, nonce } = call;
  const transaction = { to, data, value, gas, nonce, ...prices, chainId: chain.id, type };
  const raw = await account.signTransaction(transaction as TransactionSerializable);
  const signed = { purpose, nonce, hash: keccak256(raw), raw };
  store.add(signed);
  return signed;
}
