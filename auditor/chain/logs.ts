// Reads the logs of one round from a node that may limit a request, and whose refusals are worded
// in many ways: any refused request is repeated with half as many blocks. The newest blocks come
// first, back to the round's opening; where the node still has the state of old blocks, bisection
// first finds the blocks of the opening and the end.
import { isError, type JsonRpcApiProvider, type Log, toBeHex } from "ethers";
import { AuditError } from "../errors.ts";
import { coordinatorInterface, ROUND_EVENTS } from "./abi.ts";
import { isBeyondLimits } from "./rpc.ts";

export interface LogQuery {
  readonly coordinator: string;
  readonly round: bigint;
  /** First and last block to look in. */
  readonly first: number;
  readonly last: number;
}

const OPENED = coordinatorInterface.getEvent("Opened")!.topicHash;
const SIGNATURES = ROUND_EVENTS.map((name) => coordinatorInterface.getEvent(name)!.topicHash);
const CLOSED = [4n, 5n];
/** After so many answers in a row, the node is asked for more blocks than it refused before. */
const PATIENCE = 8;

/**
 * Logs in order. Throws AuditError `LogsUnavailable` when the node refuses the logs of a single
 * block.
 */
export async function readLogs(node: JsonRpcApiProvider, query: LogQuery): Promise<Log[]> {
  const { coordinator: address, round } = query;
  const topics = [SIGNATURES, toBeHex(round, 32)];
  const found: Log[] = [];
  let { first, last } = query;
  let span = last - first + 1;
  let tooMany = Number.POSITIVE_INFINITY;
  let answered = 0;
  while (last >= first) {
    const from = Math.max(first, last - span + 1);
    let logs: Log[];
    try {
      logs = await node.getLogs({ address, topics, fromBlock: from, toBlock: last });
    } catch (cause) {
      if (isBeyondLimits(cause)) throw cause;
      if (from === last) throw new AuditError("LogsUnavailable", `the node has no logs of block ${from}`, { cause });
      const isFirst = tooMany === Number.POSITIVE_INFINITY;
      tooMany = last - from + 1;
      answered = 0;
      if (isFirst) ({ first, last } = await lifetime(node, query));
      span = Math.min(last - first + 1, Math.ceil(tooMany / 2));
      continue;
    }
    found.push(...logs);
    if (logs.some((log) => log.topics[0] === OPENED)) break;
    last = from - 1;
    answered++;
    if (2 * span >= tooMany && answered <= PATIENCE) continue;
    span *= 2;
    answered = 0;
  }
  return found.sort((a, b) => a.blockNumber - b.blockNumber || a.index - b.index);
}

/**
 * The blocks from the round's opening to its end; those of the query where the node does not say.
 */
async function lifetime(node: JsonRpcApiProvider, query: LogQuery): Promise<{ first: number; last: number }> {
  const data = coordinatorInterface.encodeFunctionData("stateOf", [query.round]);
  /** Phase at a block; 0 before there was a coordinator. */
  const phase = async (blockTag: number): Promise<bigint> => {
    const answer = await node.call({ to: query.coordinator, data, blockTag }).catch((error: unknown) => {
      if (isError(error, "CALL_EXCEPTION") && error.data === "0x") return "0x";
      throw error;
    });
    return answer === "0x" ? 0n : coordinatorInterface.decodeFunctionResult("stateOf", answer)[0][0];
  };
  const bisect = async (low: number, high: number, isReached: (phase: bigint) => boolean): Promise<number> => {
    let [from, to] = [low, high];
    while (from < to) {
      const middle = Math.floor((from + to) / 2);
      if (isReached(await phase(middle))) to = middle;
      else from = middle + 1;
    }
    return to;
  };
  try {
    const first = await bisect(query.first, query.last, (at) => at > 0n);
    const last = await bisect(first, query.last, (at) => CLOSED.includes(at));
    return { first, last };
  } catch (error) {
    if (isBeyondLimits(error)) throw error;
    return query;
  }
}
