// The chain as one audit sees it: every read at one block, and a record of each block that the audit relied on.
import { isError, type Provider, type Result } from "ethers";
import { AuditError } from "../errors.ts";
import { coordinatorInterface } from "./abi.ts";

export interface BlockRef {
  readonly number: number;
  readonly hash: string;
  /** Seconds since 1970. */
  readonly time: number;
}

export class ChainView {
  readonly provider: Provider;
  readonly coordinator: string;
  readonly chainId: bigint;
  /** The block at which state is read. */
  readonly head: BlockRef;
  readonly #blocks = new Map<number, BlockRef>();

  private constructor(provider: Provider, coordinator: string, chainId: bigint, head: BlockRef) {
    this.provider = provider;
    this.coordinator = coordinator;
    this.chainId = chainId;
    this.head = head;
    this.#blocks.set(head.number, head);
  }

  /** Looks at the newest block. Throws AuditError `ChainUnreachable`. */
  static async open(provider: Provider, coordinator: string): Promise<ChainView> {
    const { chainId } = await reach("the chain's id", () => provider.getNetwork());
    const number = await reach("the newest block", () => provider.getBlockNumber());
    return new ChainView(provider, coordinator, chainId, await readBlock(provider, number));
  }

  /** The result of a view function of the coordinator. Throws AuditError `NotCoordinator` where it answers nothing sensible. */
  async call(name: string, ...args: readonly unknown[]): Promise<Result> {
    const data = coordinatorInterface.encodeFunctionData(name, [...args]);
    try {
      const request = { to: this.coordinator, data, blockTag: this.head.number };
      return coordinatorInterface.decodeFunctionResult(name, await this.provider.call(request));
    } catch (error) {
      if (isError(error, "CALL_EXCEPTION") || isError(error, "BAD_DATA") || isError(error, "BUFFER_OVERRUN")) {
        throw new AuditError("NotCoordinator", `${this.coordinator} does not answer ${name} as a coordinator does`, {
          cause: error,
        });
      }
      throw unreachable(name, error);
    }
  }

  /** A block, remembered as one that the audit relied on. */
  async block(number: number): Promise<BlockRef> {
    const known = this.#blocks.get(number);
    if (known !== undefined) return known;
    const block = await readBlock(this.provider, number);
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
      if ((await readBlock(this.provider, number)).hash !== hash) return false;
    }
    return true;
  }
}

async function readBlock(provider: Provider, number: number): Promise<BlockRef> {
  const block = await reach(`block ${number}`, () => provider.getBlock(number));
  if (block === null || block.hash === null) {
    throw new AuditError("ChainUnreachable", `the node does not have block ${number}`);
  }
  return { number: block.number, hash: block.hash, time: block.timestamp };
}

function unreachable(what: string, cause: unknown): AuditError {
  return new AuditError("ChainUnreachable", `the node did not answer when asked for ${what}`, { cause });
}

/** Runs one request. Throws AuditError `ChainUnreachable` when it fails. */
export async function reach<T>(what: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw unreachable(what, error);
  }
}
