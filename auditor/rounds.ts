// The rounds of a coordinator as its storage has them, the newest first, and what happened in one:
// for lists and timelines. Nothing here is checked; an audit checks it.
import { getAddress, isAddress, type JsonRpcApiProvider, type Result } from "ethers";
import { wrongAddress } from "./audit.ts";
import type { RoundEvent } from "./chain/abi.ts";
import { readEvents } from "./chain/events.ts";
import { PHASES } from "./chain/history.ts";
import { type Params, readParams } from "./chain/params.ts";
import { isSealed } from "./chain/sealed-params.ts";
import { type BlockRef, ChainView } from "./chain/view.ts";
import { AuditError } from "./errors.ts";

export interface RoundSummary {
  readonly round: bigint;
  readonly phase: (typeof PHASES)[number];
  /** Last second of the phase or exchange; null when closed. */
  readonly deadline: number | null;
  readonly parties: number;
  readonly sealed: boolean;
}

export interface RoundList {
  readonly chainId: bigint;
  readonly coordinator: string;
  /** Rounds that were ever opened. */
  readonly count: bigint;
  readonly head: BlockRef;
  readonly rounds: readonly RoundSummary[];
}

interface Coordinator {
  readonly provider: JsonRpcApiProvider;
  readonly coordinator: string;
}

/**
 * At most `most` rounds, of which the newest is `newest`, or the last one opened. Throws AuditError
 * `RoundInvalid`, `NotCoordinator` or `ChainUnreachable`.
 */
export async function listRounds(
  { provider, coordinator: named }: Coordinator,
  { newest, most }: { readonly newest: bigint | null; readonly most: number },
): Promise<RoundList> {
  if (!isAddress(named)) throw wrongAddress(named);
  const coordinator = getAddress(named);
  const view = await ChainView.open(provider, coordinator);
  const [count] = (await view.call("roundCount")) as unknown as [bigint];
  const first = newest !== null && newest < count ? newest : count;
  const shown = Number(first < BigInt(most) ? first : BigInt(most));
  const rounds = await Promise.all(Array.from({ length: shown }, (_, i) => summaryOf(view, first - BigInt(i))));
  return { chainId: view.chainId, coordinator, count, head: view.head, rounds };
}

async function summaryOf(view: ChainView, round: bigint): Promise<RoundSummary> {
  const [[state], [encoded]] = (await Promise.all([view.call("stateOf", round), view.call("paramsOf", round)])) as [
    Result,
    Result,
  ];
  const params = readParams(encoded);
  const phase = PHASES[Number(state[0])];
  if (phase === undefined)
    throw new AuditError("NotCoordinator", `${view.coordinator} gives round ${round} a phase that there is not`);
  const deadline = Number(state[1]);
  return {
    round,
    phase,
    deadline: deadline === 0 ? null : deadline,
    parties: params.parties.length,
    sealed: isSealed(params),
  };
}

export interface Happening {
  readonly name: RoundEvent;
  readonly block: BlockRef;
  readonly transaction: string;
  /** The account that the event names; null where it names none. */
  readonly account: string | null;
  /** Of a post. */
  readonly exchange: number | null;
  /** Of a change of phase: the phase and its deadline. */
  readonly phase: { readonly name: string; readonly deadline: number } | null;
  /** That the transaction used, with its first event; null where the node does not say. */
  readonly gas: bigint | null;
}

export interface Timeline {
  readonly params: Params;
  readonly happenings: readonly Happening[];
}

/** Throws AuditError as `auditRound` does when there are no events, or the node does not answer. */
export async function timelineOf({ provider, coordinator }: Coordinator, round: bigint): Promise<Timeline> {
  if (!isAddress(coordinator)) throw wrongAddress(coordinator);
  const view = await ChainView.open(provider, getAddress(coordinator));
  const events = await readEvents(view, round, 0);
  if (events[0]?.name !== "Opened")
    throw new AuditError("EventsMissing", `the node shows no opening of round ${round}`);
  const params = readParams(events[0].args.getValue("params") as Result);
  const transactions = [...new Set(events.map(({ transaction }) => transaction))];
  const used = new Map(
    await Promise.all(
      transactions.map(async (hash): Promise<[string, bigint | null]> => {
        const receipt = await provider.getTransactionReceipt(hash).catch(() => null);
        return [hash, receipt?.gasUsed ?? null];
      }),
    ),
  );
  const happenings = events.map(({ name, args, block, transaction }): Happening => {
    const gas = used.get(transaction) ?? null;
    used.delete(transaction);
    const party = name === "Posted" ? Number(args[2]) : null;
    return {
      ...{ name, block, transaction, gas },
      account: party === null ? accountOf(name, args) : (params.parties[party] ?? null),
      exchange: party === null ? null : Number(args[1]),
      phase: name === "PhaseChanged" ? { name: PHASES[Number(args[1])] ?? "none", deadline: Number(args[2]) } : null,
    };
  });
  return { params, happenings };
}

/** The argument of an event that is its account. */
const ACCOUNT_AT: Readonly<Partial<Record<RoundEvent, number>>> = {
  Opened: 1,
  Committed: 2,
  SettlementCalled: 1,
  SettlementAdvanced: 1,
  Settled: 1,
  SettledSealed: 1,
  BondCredited: 1,
};

function accountOf(name: RoundEvent, args: Result): string | null {
  const at = ACCOUNT_AT[name];
  return at === undefined ? null : (args[at] as string);
}
