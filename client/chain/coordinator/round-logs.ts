// Reads the logs of one round, from its opening on, from a node that may limit the blocks or logs
// of one request. Each node refuses in its own way (-32005, -32602, -32000, HTTP 413, a time-out),
// so after any refusal of a request for more than one block the search asks for fewer blocks. It
// runs backwards from the newest block, since the rounds that are asked about are recent; the logs
// found so far are kept when the node fails.
import {
  BaseError,
  ContractFunctionZeroDataError,
  formatLog,
  HttpRequestError,
  type Log,
  numberToHex,
  type PublicClient,
  type RpcLog,
  toEventSelector,
} from "viem";
import type { ChainSession } from "../session.ts";
import { coordinatorAbi } from "./abi.ts";

type Reader = Pick<ChainSession, "publicClient" | "coordinator">;
type EventName = Extract<(typeof coordinatorAbi)[number], { readonly type: "event" }>["name"];

/** An event's signature, by its name. */
function selectorOf(name: EventName): string {
  const event = coordinatorAbi.find((item) => item.type === "event" && item.name === name);
  return toEventSelector(event as Parameters<typeof toEventSelector>[0]);
}

const SETTLED_PHASE = 4;
/**
 * Consecutive answers after which a node is asked for more blocks than it once refused: it may have
 * been busy, or those blocks may have had more logs.
 */
const ANSWERS_BEFORE_MORE = 8;

/**
 * A search for the logs of the events `names` of a round in `blocks`, by default from block 0 to
 * the newest. The function returned runs it and gives the logs in order; called again after it
 * failed, it goes on where it was. Throws what the node answers to a request for a single block.
 */
export function searchRound(
  reader: Reader,
  round: bigint,
  names: readonly EventName[],
  blocks: Partial<BlockRange> = {},
): () => Promise<readonly Log[]> {
  const { publicClient, coordinator } = reader;
  const opened = selectorOf("Opened");
  const topics = [[opened, ...names.map(selectorOf)], numberToHex(round, { size: 32 })] as const;
  let found: readonly Log[] = [];
  let range: BlockRange | null = null;
  /** Blocks per request, and the number of blocks that the node refused last. */
  let span = 0n;
  let refused: bigint | null = null;
  let answers = 0;
  let isNarrow = false;
  let isDone = false;

  const ask = async (from: bigint, to: bigint): Promise<readonly Log[]> => {
    const filter = {
      address: coordinator,
      topics: topics as never,
      fromBlock: numberToHex(from),
      toBlock: numberToHex(to),
    };
    const logs: readonly RpcLog[] = await publicClient.request({ method: "eth_getLogs", params: [filter] });
    return logs
      .map((log) => formatLog(log))
      .filter(({ address }) => address.toLowerCase() === coordinator.toLowerCase());
  };

  return async () => {
    range ??= {
      first: blocks.first ?? 0n,
      last: blocks.last ?? (await publicClient.getBlockNumber({ cacheTime: 0 })),
    };
    span = span === 0n ? range.last - range.first + 1n : span;
    while (!isDone) {
      const from: bigint = range.last - span + 1n > range.first ? range.last - span + 1n : range.first;
      try {
        const logs = await ask(from, range.last);
        found = [...logs, ...found];
        isDone = from === range.first || logs.some((log) => log.topics[0] === opened);
        range = { first: range.first, last: from - 1n };
        answers++;
        if (refused === null || 2n * span < refused || answers > ANSWERS_BEFORE_MORE) {
          span *= 2n;
          answers = 0;
        }
      } catch (error) {
        answers = 0;
        if (from === range.last || isUnreachable(error)) throw error;
        refused = range.last - from + 1n;
        if (!isNarrow) range = await narrow(reader, round, range);
        const whole: bigint = range.last - range.first + 1n;
        span = whole < refused ? whole : (refused + 1n) / 2n;
        isNarrow = true;
      }
    }
    return found
      .filter((log) => log.topics[0] !== opened || names.includes("Opened"))
      .toSorted((a, b) => Number(a.blockNumber! - b.blockNumber!) || a.logIndex! - b.logIndex!);
  };
}

/** From block `first` to block `last`, both included. */
export interface BlockRange {
  readonly first: bigint;
  readonly last: bigint;
}

/** There was no answer, so asking for fewer blocks would not help. */
function isUnreachable(error: unknown): boolean {
  if (!(error instanceof BaseError)) return false;
  const request = error.walk((cause) => cause instanceof HttpRequestError);
  return request instanceof HttpRequestError && request.status === undefined;
}

/**
 * The blocks from the round's opening to its end, as far as the node still knows the state of old
 * blocks.
 */
async function narrow(reader: Reader, round: bigint, { first, last }: BlockRange): Promise<BlockRange> {
  try {
    const opening = await firstBlock(first, last, async (block) => (await phaseAt(reader, round, block)) > 0);
    const closing = await firstBlock(
      opening,
      last,
      async (block) => (await phaseAt(reader, round, block)) >= SETTLED_PHASE,
    );
    return { first: opening, last: closing };
  } catch (error) {
    if (isUnreachable(error)) throw error;
    return { first, last };
  }
}

/**
 * The first block of [low, high] for which `holds` is true, given that it stays true from there on;
 * `high` if there is none.
 */
async function firstBlock(low: bigint, high: bigint, holds: (block: bigint) => Promise<boolean>): Promise<bigint> {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = (from + to) / 2n;
    if (await holds(middle)) to = middle;
    else from = middle + 1n;
  }
  return to;
}

/** A round's phase in a block, as the contract numbers it; 0 before the coordinator existed. */
async function phaseAt({ publicClient, coordinator }: Reader, round: bigint, blockNumber: bigint): Promise<number> {
  const call = {
    address: coordinator,
    abi: coordinatorAbi,
    functionName: "stateOf",
    args: [round],
    blockNumber,
  } as const;
  try {
    return (await (publicClient as PublicClient).readContract(call)).phase;
  } catch (error) {
    const isAbsent =
      error instanceof BaseError && error.walk((c) => c instanceof ContractFunctionZeroDataError) !== null;
    if (isAbsent) return 0;
    throw error;
  }
}
