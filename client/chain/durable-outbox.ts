// An outbox that remembers: every transaction is stored, signed, before it is sent, so that a restarted client sends the same bytes
// again instead of a second transaction. What the chain's nodes lose is sent again; what stays unmined is replaced under its own nonce
// at a higher price; what a reorganisation takes back is sent again by whoever still needs it.
import {
  type Chain,
  type Hex,
  keccak256,
  type LocalAccount,
  type PublicClient,
  parseTransaction,
  type TransactionReceipt,
  type TransactionSerializable,
} from "viem";
import type { Fees } from "./fees.ts";
import { asChainError } from "./send.ts";
import type { Call, Outbox } from "./session.ts";

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
  /** Highest nonce ever signed and not dropped; −1 when there is none. */
  highestNonce(): number;
  /** Those with a nonce of at least `from`, in order of nonce. */
  since(from: number): readonly SignedTransaction[];
  add(transaction: SignedTransaction): void;
  /** Forgets all of `purpose`: they reverted, or their nonce was used otherwise. */
  drop(purpose: string): void;
}

export interface DurableOutboxInput {
  readonly publicClient: PublicClient;
  readonly chain: Chain;
  readonly account: LocalAccount;
  readonly store: TransactionStore;
  /** Milliseconds between two looks at a transaction that is not mined yet. */
  readonly pollMs: number;
  /** Stops waiting; its reason is thrown. */
  readonly signal: AbortSignal;
}

/** Looks at an unmined transaction before it is sent again. */
const LOOKS_BEFORE_RESENDING = 20;
/** Blocks without the transaction before its price is raised. */
const PATIENCE_BLOCKS = 12n;

/** One for all rounds of an account: it hands out the nonces. */
export function durableOutbox(input: DurableOutboxInput): Outbox {
  const { store } = input;
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };
  return {
    resume: async (purpose) => {
      if (store.find(purpose).length === 0) return null;
      const receipt = await follow(purpose, input);
      if (receipt !== null && receipt.status === "success") return receipt;
      store.drop(purpose);
      return null;
    },
    send: async (call, purpose) => {
      const signed = await inTurn(() => signNext(call, purpose, input));
      await broadcast(signed, input);
      const receipt = await follow(purpose, input);
      if (receipt !== null) return receipt;
      store.drop(purpose);
      throw asChainError(new Error("another transaction of this account took the nonce"), purpose);
    },
  };
}

/** Signs under the next nonce and stores; nothing is sent yet. */
async function signNext(call: Call, purpose: string, input: DurableOutboxInput): Promise<SignedTransaction> {
  const { publicClient, account, chain, store } = input;
  const pending = await publicClient.getTransactionCount({ address: account.address, blockTag: "pending" });
  const latest = await publicClient.getTransactionCount({ address: account.address, blockTag: "latest" });
  // Signed ones that the chain's nodes have lost still count: they are sent again below.
  const own = store.highestNonce() + 1;
  const nonce = own > latest ? Math.max(pending, own) : pending;
  const request = await publicClient.prepareTransactionRequest({
    ...call,
    account,
    chain,
    nonce,
    parameters: ["type", "fees", "chainId"],
  });
  return signAndStore({ ...call, ...feesOf(request), chainId: chain.id, nonce }, purpose, input);
}

/** Either the first or the two others. */
interface Prices {
  readonly gasPrice?: bigint | undefined;
  readonly maxFeePerGas?: bigint | undefined;
  readonly maxPriorityFeePerGas?: bigint | undefined;
}

function feesOf({ gasPrice, maxFeePerGas, maxPriorityFeePerGas }: Prices): Prices {
  return maxFeePerGas === undefined ? { gasPrice } : { maxFeePerGas, maxPriorityFeePerGas };
}

async function signAndStore(
  transaction: Omit<Call, keyof Fees> & Prices & { readonly nonce: number; readonly chainId: number },
  purpose: string,
  { account, store }: DurableOutboxInput,
): Promise<SignedTransaction> {
  const type = transaction.maxFeePerGas === undefined ? "legacy" : "eip1559";
  const raw = await account.signTransaction({ ...transaction, type } as TransactionSerializable);
  const signed = { purpose, nonce: transaction.nonce, hash: keccak256(raw), raw };
  store.add(signed);
  return signed;
}

/** Errors do not matter here: whether it arrived is seen by its receipt. */
async function broadcast({ raw }: SignedTransaction, { publicClient }: DurableOutboxInput): Promise<void> {
  await publicClient.sendRawTransaction({ serializedTransaction: raw }).catch(() => undefined);
}

/** Waits for a receipt of any of the purpose's transactions; null when their nonce was used by a transaction of another purpose. */
async function follow(purpose: string, input: DurableOutboxInput): Promise<TransactionReceipt | null> {
  const { publicClient, account, store, signal, pollMs } = input;
  let startBlock: bigint | null = null;
  for (let look = 1; ; look++) {
    signal.throwIfAborted();
    const [receipt, mined, block] = await Promise.all([
      firstReceipt(store.find(purpose), input),
      publicClient.getTransactionCount({ address: account.address, blockTag: "latest" }),
      publicClient.getBlockNumber({ cacheTime: 0 }),
    ]);
    if (receipt !== null) return receipt;
    const newest = store.find(purpose).at(-1)!;
    // Mined between the two questions above, or never to be.
    if (mined > newest.nonce) return firstReceipt(store.find(purpose), input);
    startBlock ??= block;
    if (look % LOOKS_BEFORE_RESENDING === 0) for (const lost of store.since(mined)) await broadcast(lost, input);
    if (block - startBlock >= PATIENCE_BLOCKS) {
      startBlock = block;
      await raisePrice(newest, input);
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

async function firstReceipt(
  transactions: readonly SignedTransaction[],
  { publicClient }: DurableOutboxInput,
): Promise<TransactionReceipt | null> {
  for (const { hash } of transactions) {
    const receipt = await publicClient.request({ method: "eth_getTransactionReceipt", params: [hash] });
    if (receipt !== null) return publicClient.getTransactionReceipt({ hash });
  }
  return null;
}

/** Signs the same call under the same nonce, a quarter dearer: more than the tenth that nodes ask of a replacement. */
async function raisePrice(signed: SignedTransaction, input: DurableOutboxInput): Promise<void> {
  const old = parseTransaction(signed.raw);
  const dearer = (price: bigint | undefined) => (price === undefined || price === 0n ? price : price + price / 4n + 1n);
  const fees = feesOf({
    gasPrice: dearer(old.gasPrice),
    maxFeePerGas: dearer(old.maxFeePerGas),
    maxPriorityFeePerGas: dearer(old.maxPriorityFeePerGas),
  } as Prices);
  const call = { to: old.to!, data: old.data!, value: old.value ?? 0n, gas: old.gas! };
  const raised = await signAndStore(
    { ...call, ...fees, nonce: signed.nonce, chainId: input.chain.id },
    signed.purpose,
    input,
  );
  await broadcast(raised, input);
}
