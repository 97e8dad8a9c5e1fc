// Every event of one round, in order.
import type { Log, LogDescription, Result } from "ethers";
import { AuditError } from "../errors.ts";
import { coordinatorInterface, type RoundEvent } from "./abi.ts";
import { readLogs } from "./logs.ts";
import type { BlockRef, ChainView } from "./view.ts";

export interface EventRecord {
  readonly name: RoundEvent;
  readonly args: Result;
  readonly block: BlockRef;
  readonly transaction: string;
  /** As the node gave it. */
  readonly raw: Pick<Log, "address" | "topics" | "data">;
}

/**
 * Events of `round` in blocks [fromBlock, head]. Throws AuditError `LogsUnavailable`, `LogsInvalid`
 * or `ChainUnreachable`.
 */
export async function readEvents(view: ChainView, round: bigint, fromBlock: number): Promise<EventRecord[]> {
  const query = { coordinator: view.coordinator, round, first: fromBlock, last: view.head.number };
  const logs = await view.ask("the round's events", (node) => readLogs(node, query), identity);
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
    const { name, args } = parsed;
    records.push({ name: name as RoundEvent, args, block, transaction: log.transactionHash, raw: log });
  }
  return records;
}

function identity(logs: readonly Log[]): string {
  return JSON.stringify(
    logs.map(({ blockHash, transactionHash, topics, data }) => [blockHash, transactionHash, topics, data]),
  );
}

function parseLog(view: ChainView, log: Log): LogDescription {
  let parsed: LogDescription | null = null;
  try {
    parsed = coordinatorInterface.parseLog(log);
  } catch (error) {
    throw new AuditError("LogsInvalid", `a log in block ${log.blockNumber} is malformed`, { cause: error });
  }
  if (parsed === null || log.removed || log.address.toLowerCase() !== view.coordinator.toLowerCase()) {
    throw new AuditError("LogsInvalid", `the node returned a log in block ${log.blockNumber} that was not requested`);
  }
  return parsed;
}
