// The chain as one audit sees it: reads all state at one block, and records each block that the
// audit relied on and every answer, so that other nodes can be asked the same.
import { isError, type JsonRpcApiProvider, keccak256, type Result, toQuantity } from "ethers";
import { AuditError } from "../errors.ts";
import { distinct, inEnglish, phrase } from "../words/english.ts";
import type { Phrase } from "../words/phrase.ts";
import { coordinatorInterface } from "./abi.ts";
import { isBeyondLimits } from "./rpc.ts";
import type { RawTransaction } from "./transactions.ts";

export interface BlockRef {
  readonly number: number;
  readonly hash: string;
  /** Seconds since 1970. */
  readonly time: number;
}

/** One question that the audit asked, and the essence of the answer. */
interface Answered {
  readonly what: Phrase;
  readonly answer: string;
  /** Asks another node the same. */
  readonly again: (node: JsonRpcApiProvider) => Promise<string>;
}

/** Up to so many receipts are requested one by one. */
const FEW_RECEIPTS = 16;

export class ChainView {
  readonly coordinator: string;
  readonly chainId: bigint;
  /** The block at which state is read. */
  readonly head: BlockRef;
  readonly #provider: JsonRpcApiProvider;
  readonly #blocks = new Map<number, BlockRef>();
  readonly #answered: Answered[] = [];

  private constructor(provider: JsonRpcApiProvider, coordinator: string, chainId: bigint, head: BlockRef) {
    this.#provider = provider;
    this.coordinator = coordinator;
    this.chainId = chainId;
    this.head = head;
    this.#blocks.set(head.number, head);
  }

  /** Looks at the newest block. Throws AuditError `ChainUnreachable`. */
  static async open(provider: JsonRpcApiProvider, coordinator: string): Promise<ChainView> {
    const chainId = await chainIdOf(provider);
    const number = await reach(phrase("asked/newest"), () => provider.getBlockNumber());
    return new ChainView(provider, coordinator, chainId, await readBlock(provider, number));
  }

  /**
   * Asks the node, and records the `essence` of the answer. Throws AuditError `ChainUnreachable`.
   */
  async ask<T>(
    what: Phrase,
    question: (node: JsonRpcApiProvider) => Promise<T>,
    essence: (answer: T) => string = (answer) => JSON.stringify(answer),
  ): Promise<T> {
    const answer = await reach(what, () => question(this.#provider));
    const again = async (node: JsonRpcApiProvider) => essence(await question(node));
    this.#answered.push({ what, answer: essence(answer), again });
    return answer;
  }

  /**
   * What another node answers differently from this one; empty when there is nothing. Throws when
   * that node does not answer, or beyond the limits.
   */
  async differencesFrom(node: JsonRpcApiProvider): Promise<Phrase[]> {
    if ((await node.getNetwork()).chainId !== this.chainId) return [phrase("asked/chain")];
    const differences: Phrase[] = [];
    for (const { number, hash } of this.reliedOn) {
      const other = await readBlock(node, number).catch(unlessBeyondLimits);
      if (other?.hash !== hash) differences.push(phrase("asked/block", { block: number }));
    }
    for (const { what, answer, again } of this.#answered) {
      const other = await again(node).catch(unlessBeyondLimits);
      if (other !== answer) differences.push(what);
    }
    return distinct(differences);
  }

  /**
   * The result of a view function of the coordinator. Throws AuditError `NotCoordinator` where it
   * answers nothing sensible.
   */
  async call(name: string, ...args: readonly unknown[]): Promise<Result> {
    const data = coordinatorInterface.encodeFunctionData(name, [...args]);
    const request = { to: this.coordinator, data, blockTag: this.head.number };
    const question = async (node: JsonRpcApiProvider): Promise<string | null> => {
      try {
        return await node.call(request);
      } catch (error) {
        if (isError(error, "CALL_EXCEPTION")) return null;
        throw error;
      }
    };
    const answer = await this.ask(phrase("asked/call", { call: `${name}(${args.join(", ")})` }), question);
    try {
      return coordinatorInterface.decodeFunctionResult(name, answer ?? "0x");
    } catch (cause) {
      throw new AuditError("NotCoordinator", `${this.coordinator} does not answer ${name} as a coordinator would`, {
        cause,
      });
    }
  }

  /** Runtime code at the head, in lower case. */
  async code(address: string): Promise<string> {
    const ask = (node: JsonRpcApiProvider) => node.getCode(address, this.head.number);
    return (await this.ask(phrase("asked/code", { address }), ask, (code) => keccak256(code))).toLowerCase();
  }

  /** A storage slot at the head. */
  storage(address: string, slot: string): Promise<string> {
    return this.ask(phrase("asked/slot", { address }), (node) => node.getStorage(address, slot, this.head.number));
  }

  /** A transaction as the node gives it, or null. */
  transaction(hash: string): Promise<RawTransaction | null> {
    const ask = (node: JsonRpcApiProvider): Promise<RawTransaction | null> =>
      node.send("eth_getTransactionByHash", [hash]);
    return this.ask(phrase("asked/transaction", { transaction: hash }), ask, (raw) =>
      JSON.stringify([raw?.["input"], raw?.["r"], raw?.["s"]]),
    );
  }

  /** A block with its transactions, as the node gives it. */
  rawBlock(number: number): Promise<RawTransaction | null> {
    const ask = (node: JsonRpcApiProvider): Promise<RawTransaction | null> =>
      node.send("eth_getBlockByNumber", [toQuantity(number), true]);
    return this.ask(phrase("asked/block", { block: number }), ask, (raw) => String(raw?.["hash"]));
  }

  /**
   * The receipts of a block's transactions, in order; null where the node has none to give. Their
   * root is in the block.
   */
  async receipts(number: number, transactions: readonly string[]): Promise<readonly RawTransaction[] | null> {
    const send = (method: string, of: string) => this.#provider.send(method, [of]);
    try {
      // Not every node gives all receipts of a block at once.
      const receipts: unknown[] =
        transactions.length > FEW_RECEIPTS
          ? await send("eth_getBlockReceipts", toQuantity(number))
          : await Promise.all(transactions.map((hash) => send("eth_getTransactionReceipt", hash)));
      return Array.isArray(receipts) && !receipts.includes(null) ? (receipts as RawTransaction[]) : null;
    } catch (error) {
      return unlessBeyondLimits(error);
    }
  }

  /** Number of the newest final block; null where the node does not say. */
  async finalized(): Promise<number | null> {
    try {
      const block = await this.#provider.send("eth_getBlockByNumber", ["finalized", false]);
      return block === null ? null : Number(block.number);
    } catch (error) {
      return unlessBeyondLimits(error);
    }
  }

  /** A block, recorded as one that the audit relied on. */
  async block(number: number): Promise<BlockRef> {
    const known = this.#blocks.get(number);
    if (known !== undefined) return known;
    const block = await readBlock(this.#provider, number);
    this.#blocks.set(number, block);
    return block;
  }

  /** Blocks relied on so far, in order. */
  get reliedOn(): BlockRef[] {
    return [...this.#blocks.values()].sort((a, b) => a.number - b.number);
  }

  /** Whether every block relied on is still part of the chain. */
  async isStable(): Promise<boolean> {
    for (const { number, hash } of this.reliedOn) {
      if ((await readBlock(this.#provider, number)).hash !== hash) return false;
    }
    return true;
  }
}

/** What a node refuses may be left out; where it answers beyond the limits, the audit ends. */
function unlessBeyondLimits(error: unknown): null {
  if (isBeyondLimits(error)) throw error;
  return null;
}

/** Of the node's chain. Throws AuditError `ChainUnreachable`. */
export async function chainIdOf(provider: JsonRpcApiProvider): Promise<bigint> {
  return (await reach(phrase("asked/chain"), () => provider.getNetwork())).chainId;
}

async function readBlock(provider: JsonRpcApiProvider, number: number): Promise<BlockRef> {
  const block = await reach(phrase("asked/block", { block: number }), () => provider.getBlock(number));
  if (block === null || block.hash === null) {
    throw new AuditError("ChainUnreachable", `the node does not have block ${number}`);
  }
  return { number: block.number, hash: block.hash, time: block.timestamp };
}

function unreachable(what: Phrase, cause: unknown): AuditError {
  const text = `the node did not answer when asked for ${inEnglish(what)}`;
  return new AuditError("ChainUnreachable", text, { cause });
}

/** Runs one request. Throws AuditError `ChainUnreachable` when it fails. */
async function reach<T>(what: Phrase, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof AuditError ? error : unreachable(what, error);
  }
}
