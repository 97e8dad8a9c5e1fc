// Reads the proof that settled a round for a sealed outcome, as its settler sent it: from the
// calldata of the transaction, or, where a contract made the call, from the event that contains the
// whole call.
import { type Address, type Hex, parseEventLogs } from "viem";
import { KINDS, type Kind } from "../../round/verdict.ts";
import type { ContractKey } from "../../sealed/contract-key.ts";
import { asChainError } from "../chain-error.ts";
import type { ChainSession } from "../session.ts";
import { coordinatorAbi } from "./abi.ts";
import { searchRound } from "./round-logs.ts";
import { readSettlingCall, settlingCall } from "./settling-call.ts";

type Reader = Pick<ChainSession, "publicClient" | "coordinator">;

const EVENTS = ["SettlementCalled", "SettledSealed"] as const;

/** What settled a round, as it was sent. */
export interface ReadSealedSettlement {
  readonly settler: Address;
  readonly kind: Kind;
  readonly key: ContractKey;
  readonly proof: Hex;
}

/**
 * A search for the proof of a round that was settled as sealed. The returned function gives it, or
 * null when the round is not settled so or the node lacks the log or transaction that settled it;
 * called again after a failure, it resumes where it was. It throws ChainError "ChainUnreachable"
 * and others. The caller must compare the key's digest with the round's, and verify the proof.
 */
export function sealedSettlementReader(reader: Reader, round: bigint): () => Promise<ReadSealedSettlement | null> {
  const search = searchRound(reader, round, EVENTS);
  return async () => {
    try {
      const logs = await search();
      const events = parseEventLogs({ abi: coordinatorAbi, eventName: [...EVENTS], logs: [...logs] });
      const end = events.findIndex(({ eventName }) => eventName === "SettledSealed");
      if (end < 0) return null;
      const call = settlingCall(events[end]!, events[end - 1]);
      const args = await readSettlingCall(reader, "settleSealed", call);
      if (args === null) return null;
      const [, kind, key, proof] = args as [unknown, number, ContractKey, Hex];
      const name = KINDS[kind];
      return name === undefined ? null : { settler: call.settler, kind: name, key, proof };
    } catch (error) {
      throw asChainError(error, "the sealed settlement");
    }
  };
}
