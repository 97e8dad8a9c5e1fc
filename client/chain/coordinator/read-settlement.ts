// Reads the certificate that settled a round, as its settler sent it: from the calldata of the
// transactions, or, where a contract made the call, from the event that contains the whole call.
import { type Hex, type Log, parseEventLogs } from "viem";
import type { Certificate } from "../../certificate/types.ts";
import { asChainError } from "../chain-error.ts";
import type { ChainSession } from "../session.ts";
import { coordinatorAbi } from "./abi.ts";
import { searchRound } from "./round-logs.ts";
import { readSettlingCall, type SettlingCall, settlingCall } from "./settling-call.ts";

type Reader = Pick<ChainSession, "publicClient" | "coordinator">;

const EVENTS = ["SettlementCalled", "SettlementAdvanced", "Settled"] as const;

/**
 * A search for the certificate of a settled round. The returned function gives the certificate, or
 * null when the round is not settled or the node lacks the logs or transactions that settled it;
 * called again after a failure, it resumes where it was. It throws ChainError "ChainUnreachable"
 * and others. The caller must verify the certificate.
 */
export function settlementReader(reader: Reader, round: bigint): () => Promise<Certificate | null> {
  const search = searchRound(reader, round, EVENTS);
  return async () => {
    try {
      return await putTogether(reader, partsOf(await search()));
    } catch (error) {
      throw asChainError(error, "the settlement");
    }
  };
}

/** One call of `settle` that was accepted. */
interface Part extends SettlingCall {
  /** The progress that the next call must pass on; null for the call that closed the round. */
  readonly next: Hex | null;
}

/** The parts of all settlers, in order. */
function partsOf(logs: readonly Log[]): readonly Part[] {
  const events = parseEventLogs({ abi: coordinatorAbi, eventName: [...EVENTS], logs: [...logs] });
  return events.flatMap((event, i) => {
    if (event.eventName === "SettlementCalled") return [];
    const next = event.eventName === "Settled" ? null : event.args.progress;
    return [{ ...settlingCall(event, events[i - 1]), next }];
  });
}

/** Goes from the part that closed the round back to the first part of its settler. */
async function putTogether(reader: Reader, parts: readonly Part[]): Promise<Certificate | null> {
  const end = parts.findIndex(({ next }) => next === null);
  const own = parts.slice(0, end + 1).filter(({ settler }) => settler === parts[end]?.settler);
  const blocks: Hex[] = [];
  let wanted: Hex | null = null;
  for (const part of own.toReversed()) {
    const call: SettleCall | null = part.next === wanted ? await settleCall(reader, part) : null;
    if (call === null) return null;
    blocks.unshift(...call.blocks);
    if (call.progress === "0x") return { header: call.header, blocks };
    wanted = call.progress;
  }
  return null;
}

interface SettleCall extends Certificate {
  readonly progress: Hex;
}

async function settleCall(reader: Reader, part: Part): Promise<SettleCall | null> {
  const args = await readSettlingCall(reader, "settle", part);
  if (args === null) return null;
  const [, header, progress, blocks] = args;
  return { header, progress, blocks } as SettleCall;
}
