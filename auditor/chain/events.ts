// Every event of one round, in order.
import type { Log, Result } from "ethers";
import { phrase } from "../words/english.ts";
import { coordinatorInterface, type RoundEvent } from "./abi.ts";
import { readLogs } from "./logs.ts";
import { identityOf, readRequested } from "./requested-log.ts";
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
  const logs = await view.ask(phrase("asked/events"), (node) => readLogs(node, query), identityOf);
  const records: EventRecord[] = [];
  const source = { contract: coordinatorInterface, address: view.coordinator, round };
  for (const log of logs) {
    const { parsed, block } = await readRequested(view, source, log);
    const { name, args } = parsed;
    records.push({ name: name as RoundEvent, args, block, transaction: log.transactionHash, raw: log });
  }
  return records;
}
