// Every event of one round, in order. Asks for as many blocks at once as the node allows.
import { type Log, type LogDescription, type Result, toBeHex } from "ethers";
import { AuditError } from "../errors.ts";
import { coordinatorInterface, ROUND_EVENTS, type RoundEvent } from "./abi.ts";
import type { BlockRef, ChainView } from "./view.ts";

export interface EventRecord {
  readonly name: RoundEvent;
  readonly args: Result;
  readonly block: BlockRef;
  readonly transaction: string;
}

/** Events of `round` in blocks [fromBlock, head]. Throws AuditError `LogsUnavailable`, `LogsInvalid` or `ChainUnreachable`. */
export async function readEvents(view: ChainView, round: bigint, fromBlock: number): Promise<EventRecord[]> {
  const logs = await readLogs(view, round, fromBlock);
  const records: EventRecord[] = [];
  for (const log of logs) {
    const parsed = parseLog(view, log);
    const block = await view.block(log.blockNumber);
    if (block.hash !== log.blockHash) {
      throw new AuditError(
        "LogsInvalid",
        `the chain changed at block ${log.blockNumber} during the audit: audit again`,
      );
    }
    records.push({ name: parsed.name as RoundEvent, args: parsed.args, block, transaction: log.transactionHash });
  }
  return records;
}

/** Ranges grow while the node answers and are halved when it does not, since nodes limit blocks or logs per request. */
async function readLogs(view: ChainView, round: bigint, fromBlock: number): Promise<Log[]> {
  const signatures = ROUND_EVENTS.map((name) => coordinatorInterface.getEvent(name)!.topicHash);
  const topics = [signatures, toBeHex(round, 32)];
  const found: Log[] = [];
  let span = view.head.number - fromBlock + 1;
  for (let from = fromBlock; from <= view.head.number; ) {
    const to = Math.min(from + span - 1, view.head.number);
    try {
      found.push(...(await view.provider.getLogs({ address: view.coordinator, topics, fromBlock: from, toBlock: to })));
      from = to + 1;
      span *= 2;
    } catch (error) {
      if (span === 1)
        throw new AuditError("LogsUnavailable", `no logs of block ${from} from the node`, { cause: error });
      span = Math.ceil(Math.min(span, to - from + 1) / 2);
    }
  }
  return found.sort((a, b) => a.blockNumber - b.blockNumber || a.index - b.index);
}

function parseLog(view: ChainView, log: Log): LogDescription {
  let parsed: LogDescription | null = null;
  try {
    parsed = coordinatorInterface.parseLog(log);
  } catch (error) {
    throw new AuditError("LogsInvalid", `a log in block ${log.blockNumber} is malformed`, { cause: error });
  }
  if (parsed === null || log.removed || log.address.toLowerCase() !== view.coordinator.toLowerCase()) {
    throw new AuditError("LogsInvalid", `the node gave a log in block ${log.blockNumber} that was not asked for`);
  }
  return parsed;
}
