// A log as a node gave it: that it is one of those that were asked for, and on the audited chain.
import { type Interface, type Log, type LogDescription, toBeHex } from "ethers";
import { AuditError } from "../errors.ts";
import type { BlockRef, ChainView } from "./view.ts";

/** Events of a round, whose number is their first topic, by one contract. */
export interface LogSource {
  readonly contract: Interface;
  readonly address: string;
  readonly round: bigint;
}

/** Throws AuditError `LogsInvalid` or `ChainUnreachable`. */
export async function readRequested(
  view: ChainView,
  { contract, address, round }: LogSource,
  log: Log,
): Promise<{ readonly parsed: LogDescription; readonly block: BlockRef }> {
  const invalid = (text: string, cause?: unknown) => new AuditError("LogsInvalid", text, { cause });
  let parsed: LogDescription | null = null;
  try {
    parsed = contract.parseLog(log);
  } catch (error) {
    throw invalid(`a log in block ${log.blockNumber} is malformed`, error);
  }
  const isRequested = log.address.toLowerCase() === address.toLowerCase() && log.topics[1] === toBeHex(round, 32);
  if (parsed === null || log.removed || !isRequested)
    throw invalid(`the node returned a log in block ${log.blockNumber} that was not requested`);
  const block = await view.block(log.blockNumber);
  if (block.hash !== log.blockHash)
    throw invalid(`the chain changed at block ${log.blockNumber} during the audit: audit again`);
  return { parsed, block };
}

/** By which answers of several nodes are compared. */
export function identityOf(logs: readonly Log[]): string {
  return JSON.stringify(
    logs.map(({ blockHash, transactionHash, topics, data }) => [blockHash, transactionHash, topics, data]),
  );
}
