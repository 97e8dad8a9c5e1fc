// One company's side of a round, from commitment to settlement: the wiring of engine, certificate, channel and chain.
import type { Hex } from "viem";
import { isSearchable } from "../attacks/leakage.ts";
import { splitForTransactions } from "../certificate/assemble.ts";
import { type CommittedRows, commitRows, partyCommitment } from "../certificate/commit.ts";
import { paramsDigest } from "../certificate/params.ts";
import type { RoundId, Statement } from "../certificate/types.ts";
import { type Agreement, roundParams } from "../chain/params.ts";
import { type RoundState, readParams, readState, readStatement, type Waiting, waitForState } from "../chain/read.ts";
import type { ChainSession, Mined } from "../chain/session.ts";
import { commitRound, settleRound } from "../chain/transact.ts";
import { ProtocolError } from "../errors.ts";
import type { PartyRows } from "../lp/normal.ts";
import type { Random } from "../math/random.ts";
import type { Engine, EngineOutcome } from "../protocol/engine.ts";
import {
  receiveSettlement,
  type Settlement,
  settlementSchedule,
  startSettlement,
} from "../protocol/settlement/settlement.ts";
import type { Channel } from "./channel.ts";
import {
  type Advance,
  type Exchange,
  type ExchangeContext,
  type PostedMessage,
  refuseRemaining,
  runExchange,
} from "./exchange.ts";

/** Parts of a round, in order, as progress and timings name them. */
export const STAGES = ["commit", "engine", "prove", "settle"] as const;
export type Stage = (typeof STAGES)[number];

/** What a run tells as it goes; holds nothing secret. */
export type PartyEvent =
  | { readonly type: "stage"; readonly stage: Stage }
  | { readonly type: "committed"; readonly digest: Hex; readonly transaction: Mined }
  | { readonly type: "message"; readonly message: PostedMessage }
  | { readonly type: "settled"; readonly transactions: readonly Mined[] }
  /** The run has failed, and its refusals could not all be posted in time: the bond may be lost. */
  | { readonly type: "refusal-failed" };

export interface PartyInput {
  readonly party: number;
  readonly rows: PartyRows;
  readonly engine: Engine<unknown>;
  /** What this company agreed to off chain; the round on chain must be exactly this. */
  readonly agreement: Agreement;
  readonly round: bigint;
  readonly session: ChainSession;
  readonly channel: Channel;
  readonly random: Random;
  readonly waiting: Waiting;
  /** Goes on although a search of seconds undoes the engine's disguise at this size. */
  readonly insist: boolean;
  readonly onEvent: (event: PartyEvent) => void;
}

export interface PartyResult extends Settlement {
  readonly statement: Statement;
}

/**
 * Takes part in a round until it is settled. The objective's owner sends the settlement; the others do so when half of the
 * settling time has passed without it. Throws ProtocolError "SizeUnsafe" (unless told to
 * insist) when the engine hides too little at this size, "RoundDiffers" when the round on chain is not the one agreed on, and
 * whatever engine, certificate or chain refuse; before that it posts its refusals, so that its bond is safe.
 */
export async function runParty(input: PartyInput): Promise<PartyResult> {
  const { agreement, session, waiting, onEvent } = input;
  await checkRound(input);
  const id = {
    chainId: BigInt(await session.publicClient.getChainId()),
    coordinator: session.coordinator,
    round: input.round,
  };
  // One seed may serve many rounds, but never the same blindings, keys or masks twice.
  const random = input.random.fork(`round/${id.chainId}/${id.coordinator}/${id.round}`);
  const own = { ...input, random };

  onEvent({ type: "stage", stage: "commit" });
  const committed = commitRows(own.rows, random.fork("commit"));
  const digest = partyCommitment(id, agreement.round.columns, own.party, committed.points);
  const transaction = await commitRound(
    session,
    own.round,
    paramsDigest(roundParams(agreement)),
    digest,
    agreement.bond,
  );
  onEvent({ type: "committed", digest, transaction });
  // From here on a bond is at stake: whatever fails, the round's remaining steps are refused.
  try {
    await waitForState(session, own.round, ({ phase }) => phase === "running", waiting);
    const statement = await readStatement(session, own.round);
    const settlement = await exchangeAll(own, { statement, committed, id });
    onEvent({ type: "stage", stage: "settle" });
    await settle(own, statement, settlement);
    return { ...settlement, statement };
  } catch (error) {
    const { schedule } = agreement;
    if (!(await refuseRemaining({ party: own.party, id, session, waiting, schedule }))) {
      onEvent({ type: "refusal-failed" });
    }
    throw error;
  }
}

interface Committed {
  readonly statement: Statement;
  readonly committed: CommittedRows;
  readonly id: RoundId;
}

/** The engine's exchange, then the settlement's. */
async function exchangeAll(input: PartyInput, { statement, committed, id }: Committed): Promise<Settlement> {
  const { party, session, channel, waiting, agreement, onEvent } = input;
  const onMessage = (message: PostedMessage) => onEvent({ type: "message", message });
  const { schedule, periods } = agreement;
  const context: ExchangeContext = {
    party,
    id,
    session,
    channel,
    waiting,
    schedule,
    stepPeriod: periods.step,
    onMessage,
  };
  onEvent({ type: "stage", stage: "engine" });
  const outcome = await runExchange(engineExchange(input), context);
  onEvent({ type: "stage", stage: "prove" });
  return runExchange(settlementExchange(input, { statement, committed, outcome }), context);
}

/** Sends the settlement if it is this party's turn to, and waits until the round is settled. */
async function settle(input: PartyInput, statement: Statement, { certificate }: Settlement): Promise<void> {
  const { party, agreement, session, round, waiting, onEvent } = input;
  const isSettled = ({ phase }: RoundState) => phase === "settled";
  const ownerIsLate = (state: RoundState, now: number) =>
    state.phase === "settling" && now > state.deadline - agreement.periods.settle / 2;
  const state = await waitForState(
    session,
    round,
    (at, now) =>
      isSettled(at) || (party === agreement.round.objectiveOwner ? at.phase === "settling" : ownerIsLate(at, now)),
    waiting,
  );
  if (isSettled(state)) return;
  const parts = splitForTransactions(statement, certificate.blocks);
  try {
    const transactions = await settleRound(session, round, certificate.header, parts);
    onEvent({ type: "settled", transactions });
  } catch (error) {
    // Another party may have been faster: then the round is settled all the same.
    if (!isSettled(await readState(session, round))) throw error;
  }
}

/** The whole schedule of a round: the engine's steps, then the settlement's. */
export function roundSchedule(engine: Engine<unknown>, round: Agreement["round"]): Agreement["schedule"] {
  return [...engine.schedule(round), ...settlementSchedule(round.parties, round.objectiveOwner)];
}

async function checkRound({ agreement, engine, session, round, insist }: PartyInput): Promise<void> {
  if (!insist && isSearchable(agreement.engine, agreement.round)) {
    throw new ProtocolError(
      "SizeUnsafe",
      `${agreement.engine} hides too little at ${agreement.round.columns} columns and so few rows: the other party can search ` +
        "the disguise. Choose another engine, or insist",
    );
  }
  const planned = roundSchedule(engine, agreement.round);
  const sameSchedule =
    planned.length === agreement.schedule.length &&
    planned.every(
      ({ from, to }, step) => from === agreement.schedule[step]!.from && to === agreement.schedule[step]!.to,
    );
  if (agreement.engine !== engine.name || !sameSchedule) {
    throw new ProtocolError("RoundDiffers", `what was agreed on is not a round of ${engine.name}: do not commit to it`);
  }
  const onChain = await readParams(session, round);
  if (paramsDigest(onChain) !== paramsDigest(roundParams(agreement))) {
    throw new ProtocolError(
      "RoundDiffers",
      `round ${round} was opened with other parameters than those agreed on: do not commit to it`,
    );
  }
}

function engineExchange({ engine, agreement, party, rows, random }: PartyInput): Exchange<EngineOutcome> {
  let state: unknown;
  const entries = engine.schedule(agreement.round);
  const keep = (step: Awaited<ReturnType<typeof engine.start>>): Advance<EngineOutcome> => {
    state = step.state;
    return { send: step.send, result: step.outcome };
  };
  return {
    entries,
    firstStep: 0,
    start: async () => keep(await engine.start({ party, round: agreement.round, rows, random: random.fork("engine") })),
    receive: async (message) => keep(await engine.receive(state, message)),
  };
}

function settlementExchange(
  { engine, agreement, party, rows, random }: PartyInput,
  known: { statement: Statement; committed: ReturnType<typeof commitRows>; outcome: EngineOutcome },
): Exchange<Settlement> {
  const firstStep = engine.schedule(agreement.round).length;
  const first = startSettlement({ party, firstStep, rows, random, ...known });
  let state = first.state;
  return {
    entries: settlementSchedule(agreement.round.parties, agreement.round.objectiveOwner),
    firstStep,
    start: async () => first,
    receive: async (message) => {
      const step = receiveSettlement(state, message);
      state = step.state;
      return step;
    },
  };
}
