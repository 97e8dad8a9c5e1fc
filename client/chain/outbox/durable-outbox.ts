// An outbox that remembers: every transaction is stored, signed, before it is sent, so that a
// restarted client sends the same bytes again instead of a second transaction. What the chain's
// nodes lose is sent again; what stays unmined is replaced under its own nonce at a higher price;
// what a reorganisation takes back is sent again by whoever still needs it.
import { formatTransactionReceipt, type TransactionReceipt } from "viem";
import { ChainError } from "../../errors.ts";
import { asChainError } from "../chain-error.ts";
import type { Outbox } from "../session.ts";
import { sleep } from "../watch/watch.ts";
import { type SignedTransaction, type Signer, signNext, signNonceFiller, signReplacement } from "./sign-transaction.ts";

export interface DurableOutboxInput extends Signer {
  /** Milliseconds between two looks at a transaction that is not mined yet. */
  readonly pollMs: number;
  /** Stops waiting; its reason is thrown. */
  readonly signal: AbortSignal;
}

/** Looks at an unmined transaction before it is sent again. */
const LOOKS_BEFORE_RESENDING = 20;
/**
 * Looks in a row that find the nonce used by something else: nodes behind one address may differ
 * for a moment.
 */
const LOOKS_BEFORE_GIVING_UP = 5;
/**
 * Blocks in which the account's next transaction is not mined before something is done about it.
 */
const PATIENCE_BLOCKS = 12n;
/**
 * What a node says of a transaction that must not be passed over. Of everything else the receipt
 * tells.
 */
const REFUSALS = new Set(["FundsInsufficient", "PriceTooLow", "TransactionRefused"]);

/** One for all rounds of an account: it hands out the nonces. */
export function durableOutbox(input: DurableOutboxInput): Outbox {
  const { store } = input;
  const sender = createSender(input);
  return {
    resume: async (purpose) => {
      if (store.find(purpose).length === 0) return null;
      const receipt = await sender.follow(purpose);
      if (receipt?.status === "success") return receipt;
      store.drop(purpose);
      return null;
    },
    send: async (call, purpose) => {
      await sender.inTurn(async () => {
        if (store.find(purpose).length === 0) await signNext(call, purpose, input);
      });
      const receipt = await sender.follow(purpose);
      if (receipt !== null) return receipt;
      store.drop(purpose);
      throw new ChainError("NonceTaken", `${purpose}: another transaction of this account used the nonce`);
    },
  };
}

function createSender(input: DurableOutboxInput) {
  const { publicClient, account, store, signal, pollMs } = input;
  let turn: Promise<unknown> = Promise.resolve();
  /** Block in which the account's next transaction was last replaced, or its nonce filled. */
  let unblockedAt = 0n;

  /** Nonces are handed out by one at a time. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  }

  const countMined = () => publicClient.getTransactionCount({ address: account.address, blockTag: "latest" });

  /**
   * Waits for a receipt of any of the purpose's transactions; null when their nonce was used by a
   * transaction of another purpose. Throws ChainError "FundsInsufficient" or "TransactionRefused"
   * when the node will not take it.
   */
  async function follow(purpose: string): Promise<TransactionReceipt | null> {
    let startBlock: bigint | null = null;
    let gone = 0;
    for (let look = 0; ; look++) {
      signal.throwIfAborted();
      const [receipt, mined, block] = await Promise.all([
        firstReceipt(store.find(purpose)),
        countMined(),
        publicClient.getBlockNumber({ cacheTime: 0 }),
      ]);
      if (receipt !== null) return receipt;
      const newest = store.find(purpose).at(-1);
      if (newest === undefined)
        throw new ChainError("TransactionRefused", `${purpose}: the node rejected the transaction`);
      gone = mined > newest.nonce ? gone + 1 : 0;
      if (gone === LOOKS_BEFORE_GIVING_UP) return null;
      startBlock ??= block;
      if (gone === 0 && look % LOOKS_BEFORE_RESENDING === 0) {
        await resend(mined, purpose);
        // Where a block is made for each transaction, it is mined already.
        if (look === 0) continue;
      }
      const since = startBlock > unblockedAt ? startBlock : unblockedAt;
      if (gone === 0 && block - since >= PATIENCE_BLOCKS) {
        unblockedAt = block;
        await inTurn(() => unblock(mined));
      }
      await sleep(pollMs, signal);
    }
  }

  async function firstReceipt(transactions: readonly SignedTransaction[]): Promise<TransactionReceipt | null> {
    for (const { hash } of transactions) {
      const receipt = await publicClient.request({ method: "eth_getTransactionReceipt", params: [hash] });
      if (receipt !== null) return formatTransactionReceipt(receipt);
    }
    return null;
  }

  /**
   * Sends every stored transaction that is not mined again: `purpose` may be waiting for those
   * before it.
   */
  async function resend(mined: number, purpose: string): Promise<void> {
    const newest = new Map(store.since(mined).map((transaction) => [transaction.nonce, transaction]));
    for (const transaction of newest.values()) {
      const refusal = await broadcast(transaction);
      if (refusal === null) continue;
      if (refusal.code === "TransactionRefused") {
        // A cheaper one with this nonce was taken before.
        if (store.find(transaction.purpose).length > 1) continue;
        store.drop(transaction.purpose);
      }
      if (refusal.code === "PriceTooLow") await inTurn(() => raise(transaction, true));
      else if (transaction.purpose === purpose) throw refusal;
    }
  }

  /** Null unless the node says why it does not take it. */
  async function broadcast({ raw, purpose }: SignedTransaction): Promise<ChainError | null> {
    try {
      await publicClient.sendRawTransaction({ serializedTransaction: raw });
    } catch (error) {
      const reason = asChainError(error, purpose);
      if (reason instanceof ChainError && REFUSALS.has(reason.code)) return reason;
    }
    return null;
  }

  async function raise(transaction: SignedTransaction, refused: boolean): Promise<void> {
    const raised = await signReplacement(transaction, refused, input);
    if (raised !== null) await broadcast(raised);
  }

  /**
   * All wait for the account's next nonce: its transaction is replaced at a higher price, or the
   * nonce filled if nobody uses it.
   */
  async function unblock(next: number): Promise<void> {
    const waiting = store.since(next).findLast(({ nonce }) => nonce === next);
    if (waiting !== undefined) return raise(waiting, false);
    const pending = await publicClient.getTransactionCount({ address: account.address, blockTag: "pending" });
    if (pending === next) await broadcast(await signNonceFiller(next, input));
  }

  return { inTurn, follow };
}
