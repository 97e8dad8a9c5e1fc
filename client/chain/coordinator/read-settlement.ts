// Reads the certificate that settled a round, as its settler sent it: from the calldata of the
// transactions, or, where a contract made the call, from the event that contains the whole call.
import { type Address, type Hex, type Log, parseEventLogs, toFunctionSelector } from "viem";
import type { Certificate } from "../../certificate/types.ts";
import { asChainError } from "../chain-error.ts";
import type { ChainSession } from "../session.ts";
import { coordinatorAbi } from "./abi.ts";
import { CalldataInvalid, readArguments } from "./calldata.ts";
import { searchRound } from "./round-logs.ts";

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
interface Part {
  readonly settler: Address;
  readonly transaction: Hex;
  /** The progress that the next call must pass on; null for the call that closed the round. */
  readonly next: Hex | null;
  /** The call's data, if an event contains it. */
  readonly data: Hex | null;
}

/**
 * The parts of all settlers, in order. An event with a call comes right before the event of that
 * call's effect.
 */
function partsOf(logs: readonly Log[]): readonly Part[] {
  const events = parseEventLogs({ abi: coordinatorAbi, eventName: [...EVENTS], logs: [...logs] });
  return events.flatMap((event, i) => {
    if (event.eventName === "SettlementCalled") return [];
    const before = events[i - 1];
    const { settler } = event.args;
    const isCalled =
      before?.eventName === "SettlementCalled" &&
      before.args.settler === settler &&
      before.transactionHash === event.transactionHash;
    return [
      {
        settler,
        transaction: event.transactionHash,
        next: event.eventName === "Settled" ? null : event.args.progress,
        data: isCalled ? before.args.data : null,
      },
    ];
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

const SETTLE = coordinatorAbi.find((item) => item.type === "function" && item.name === "settle")!;
type Settle = Extract<typeof SETTLE, { readonly name: "settle" }>;

async function settleCall({ publicClient, coordinator }: Reader, part: Part): Promise<SettleCall | null> {
  let { data } = part;
  if (data === null) {
    const { to, from, input } = await publicClient.getTransaction({ hash: part.transaction });
    if (to?.toLowerCase() !== coordinator.toLowerCase() || from.toLowerCase() !== part.settler.toLowerCase())
      return null;
    data = input;
  }
  if (!data.startsWith(toFunctionSelector(SETTLE as Settle))) return null;
  try {
    const [, header, progress, blocks] = readArguments((SETTLE as Settle).inputs, data);
    return { header, progress, blocks } as SettleCall;
  } catch (error) {
    if (error instanceof CalldataInvalid) return null;
    throw error;
  }
}
