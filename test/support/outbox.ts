// An account with a durable outbox on an in-process chain, with the test between the two. Does
// nothing on import.
import { createPublicClient, custom, type Hex, numberToHex, type PublicClient } from "viem";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { isTransient } from "../../client/chain/chain-error.ts";
import { durableOutbox } from "../../client/chain/outbox/durable-outbox.ts";
import type { TransactionStore } from "../../client/chain/outbox/sign-transaction.ts";
import type { Call, Outbox } from "../../client/chain/session.ts";
import { transactionStore } from "../../client/journal/transactions.ts";
import { memoryJournal } from "./journal.ts";

interface Request {
  readonly method: string;
  readonly params?: readonly unknown[];
}
/** Passes a request on with `pass`, or does something else to it. */
export type Line = (request: Request, pass: () => Promise<unknown>) => Promise<unknown>;

/** A call that can be found in the test's blocks, as its data name it. */
export function callNamed(name: number, changes: Partial<Call> = {}): Call {
  return { to: `0x${"c0".repeat(20)}`, data: numberToHex(name, { size: 4 }), value: 0n, gas: 60_000n, ...changes };
}

export class OutboxRig {
  readonly account: PrivateKeyAccount = privateKeyToAccount(generatePrivateKey());
  readonly store: TransactionStore = transactionStore(memoryJournal());
  /** Raw transactions that reached the chain's node, in order. */
  readonly sent: Hex[] = [];
  line: Line = (_, pass) => pass();
  readonly #chain: PublicClient;
  readonly #firstBlock: bigint;

  private constructor(chain: PublicClient, firstBlock: bigint) {
    this.#chain = chain;
    this.#firstBlock = firstBlock;
  }

  /** A fresh account with `wei`. */
  static async create(chain: PublicClient, wei = 10n ** 18n): Promise<OutboxRig> {
    const rig = new OutboxRig(chain, await chain.getBlockNumber({ cacheTime: 0 }));
    await rig.fund(wei);
    return rig;
  }

  async fund(wei: bigint): Promise<void> {
    await this.control("hardhat_setBalance", this.account.address, numberToHex(wei));
  }

  /** A request that bypasses the connection under test. */
  control<T>(method: string, ...params: readonly unknown[]): Promise<T> {
    return this.#chain.request({ method, params } as never) as Promise<T>;
  }

  async mine(blocks = 1): Promise<void> {
    await this.control("hardhat_mine", numberToHex(blocks));
  }

  /** A client's life: a new outbox on the same store. */
  start(signal: AbortSignal = new AbortController().signal): Outbox {
    const request = (wanted: Request) =>
      this.line(wanted, async () => {
        const answer = await this.control(wanted.method, ...(wanted.params ?? []));
        if (wanted.method === "eth_sendRawTransaction") this.sent.push(wanted.params![0] as Hex);
        return answer;
      });
    const transport = custom({ request: request as never }, { retryCount: 0 });
    const publicClient = createPublicClient({ chain: hardhat, transport, cacheTime: 0 });
    const { account, store } = this;
    return durableOutbox({ publicClient, chain: hardhat, account, store, pollMs: 1, signal });
  }

  /**
   * How often each name was mined for this account, and whether it succeeded, in the order of
   * nonces.
   */
  async mined(): Promise<readonly { readonly nonce: number; readonly name: number; readonly success: boolean }[]> {
    const found: { nonce: number; name: number; success: boolean }[] = [];
    const last = await this.#chain.getBlockNumber({ cacheTime: 0 });
    for (let number = this.#firstBlock; number <= last; number++) {
      const { transactions } = await this.#chain.getBlock({ blockNumber: number, includeTransactions: true });
      for (const { from, nonce, input, hash } of transactions) {
        if (from.toLowerCase() !== this.account.address.toLowerCase()) continue;
        const { status } = await this.#chain.getTransactionReceipt({ hash });
        found.push({ nonce, name: Number(input), success: status === "success" });
      }
    }
    return found.sort((a, b) => a.nonce - b.nonce);
  }
}

/**
 * Uses an outbox as every sender of a transaction does: it picks up what was sent before, and waits
 * for passing troubles to end.
 */
export async function ask(outbox: Outbox, call: Call, purpose: string, tries = 10_000): Promise<void> {
  for (let left = tries; ; left--) {
    try {
      if ((await outbox.resume(purpose)) === null) await outbox.send(call, purpose);
      return;
    } catch (error) {
      if (left === 1 || !isTransient(error)) throw error;
    }
  }
}
