// An outbox that survives restarts: every transaction is signed and stored before it is broadcast,
// so that a restarted client broadcasts the same bytes again instead of a second transaction. A
// transaction that the chain nodes lose is broadcast again; one that stays unmined is replaced
// under the same nonce at a higher price; one that a reorganisation removes is sent again by the
// caller that still needs it.
import { formatTransactionReceipt, type TransactionReceipt } from "viem";
import { ChainError } from "../../errors.ts";
import { asChainError } from "../chain-error.ts";
import type { Outbox } from "../session.ts";
import { sleep } from "../watch/watch.ts";
import { type SignedTransaction, type Signer, signNext, signNonceFiller, signReplacement } from "./sign-transaction.ts";

export interface DurableOutboxInput extends Signer {
  /** Poll interval for a transaction that is not mined yet, in milliseconds. */
  readonly pollMs: number;
  /** Stops waiting; its reason is thrown. */
  readonly signal: AbortSignal;
}

/** Polls of an unmined transaction before it is broadcast again. */
const POLLS_BEFORE_RESENDING = 20;
/**
 * Consecutive polls that must find the nonce used by another transaction: nodes behind one RPC
 * address may differ for a moment.
 */
const LOOKS_BEFORE_GIVING_UP = 5;
/**
 * Blocks for which the account's next nonce may stay unmined before the outbox replaces or fills
 * it.
 */
const PATIENCE_BLOCKS = 12n;
/**
 * Errors of a broadcast that must not be ignored. For all others the receipt shows what became of
 * the transaction.
 */
const REFUSALS = new Set(["FundsInsufficient", "PriceTooLow", "TransactionRefused"]);

/** All rounds of an account share one outbox: it assigns the nonces. */
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

  /** Runs `work` after all earlier work, so that nonces are assigned one at a time. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  }

  const countMined = () => publicClient.getTransactionCount({ address: account.address, blockTag: "latest" });

  /**
   * Waits for a receipt of any of the purpose's transactions; null when another transaction used
   * their nonce. Throws ChainError "FundsInsufficient" or "TransactionRefused" when the node
   * rejects it.
   */
  async function follow(purpose: string): Promise<TransactionReceipt | null> {
    let startBlock: bigint | null = null;
    let gone = 0;
    for (let poll = 0; ; poll++) {
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
      if (gone === 0 && poll % POLLS_BEFORE_RESENDING === 0) {
        await resend(mined, purpose);
        // On a chain that makes a block for each transaction, it is mined already.
        if (poll === 0) continue;
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
   * Broadcasts every stored transaction that is not mined: that of `purpose` may be waiting for
   * those with lower nonces.
   */
  async function resend(mined: number, purpose: string): Promise<void> {
    const newest = new Map(store.since(mined).map((transaction) => [transaction.nonce, transaction]));
    for (const transaction of newest.values()) {
      const refusal = await broadcast(transaction);
      if (refusal === null) continue;
      if (refusal.code === "TransactionRefused") {
        // The node accepted a cheaper one with this nonce before.
        if (store.find(transaction.purpose).length > 1) continue;
        store.drop(transaction.purpose);
      }
      if (refusal.code === "PriceTooLow") await inTurn(() => raise(transaction, true));
      else if (transaction.purpose === purpose) throw refusal;
    }
  }

  /** The node's reason if it is one of REFUSALS, else null. */
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
   * All transactions wait for the account's next nonce: replaces its transaction at a higher price,
   * or fills the nonce if no transaction uses it.
   */
  async function unblock(next: number): Promise<void> {
    const waiting = store.since(next).findLast(({ nonce }) => nonce === next);
    if (waiting !== undefined) return raise(waiting, false);
    const pending = await publicClient.getTransactionCount({ address: account.address, blockTag: "pending" });
    if (pending === next) await broadcast(await signNonceFiller(next, input));
  }

  return { inTurn, follow };
}
