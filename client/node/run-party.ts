// One company's side of a round, from commitment to settlement: the wiring of engine, certificate, channel and chain.
import type { Hex } from "viem";
import { splitForTransactions } from "../certificate/assemble.ts";
import { commitRows, partyCommitment } from "../certificate/commit.ts";
import { paramsDigest } from "../certificate/params.ts";
import type { Statement } from "../certificate/types.ts";
import { type Agreement, roundParams } from "../chain/params.ts";
import { readParams, readStatement, type Waiting, waitForState } from "../chain/read.ts";
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
import { type Advance, type Exchange, type ExchangeContext, type PostedMessage, runExchange } from "./exchange.ts";

/** Gas left for blocks in one settling transaction, below the cap of EIP-7825 less header, storage and call overhead. */
const GAS_FOR_BLOCKS = 15_000_000n;

/** Parts of a round, in order, as progress and timings name them. */
export const STAGES = ["commit", "engine", "prove", "settle"] as const;
export type Stage = (typeof STAGES)[number];

/** What a run tells as it goes; holds nothing secret. */
export type PartyEvent =
  | { readonly type: "stage"; readonly stage: Stage }
  | { readonly type: "committed"; readonly digest: Hex; readonly transaction: Mined }
  | { readonly type: "message"; readonly message: PostedMessage }
  | { readonly type: "settled"; readonly transactions: readonly Mined[] };

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
  readonly onEvent: (event: PartyEvent) => void;
}

export interface PartyResult extends Settlement {
  readonly statement: Statement;
}

/**
 * Takes part in a round until it is settled; the objective's owner sends the settlement. Throws ProtocolError "RoundDiffers"
 * when the round on chain is not the one agreed on, and whatever engine, certificate or chain refuse.
 */
export async function runParty(input: PartyInput): Promise<PartyResult> {
  const { party, agreement, session, waiting, onEvent, random } = input;
  await checkRound(input);

  onEvent({ type: "stage", stage: "commit" });
  const committed = commitRows(input.rows, random.fork("commit"));
  const id = {
    chainId: BigInt(await session.publicClient.getChainId()),
    coordinator: session.coordinator,
    round: input.round,
  };
  const digest = partyCommitment(id, agreement.round.columns, party, committed.points);
  const transaction = await commitRound(session, input.round, digest, agreement.bond);
  onEvent({ type: "committed", digest, transaction });
  await waitForState(session, input.round, ({ phase }) => phase === "running", waiting);
  const statement = await readStatement(session, input.round);

  const onMessage = (message: PostedMessage) => onEvent({ type: "message", message });
  const context: ExchangeContext = { party, id, session, channel: input.channel, waiting, onMessage };
  onEvent({ type: "stage", stage: "engine" });
  const outcome = await runExchange(engineExchange(input), context);
  onEvent({ type: "stage", stage: "prove" });
  const settlement = await runExchange(settlementExchange(input, { statement, committed, outcome }), context);

  onEvent({ type: "stage", stage: "settle" });
  if (party === agreement.round.objectiveOwner) {
    await waitForState(session, input.round, ({ phase }) => phase === "settling", waiting);
    const { header, blocks } = settlement.certificate;
    const parts = splitForTransactions(statement, blocks, GAS_FOR_BLOCKS);
    const transactions = await settleRound(session, input.round, header, parts);
    onEvent({ type: "settled", transactions });
  }
  await waitForState(session, input.round, ({ phase }) => phase === "settled", waiting);
  return { ...settlement, statement };
}

/** The whole schedule of a round: the engine's steps, then the settlement's. */
export function roundSchedule(engine: Engine<unknown>, round: Agreement["round"]): Agreement["schedule"] {
  return [...engine.schedule(round), ...settlementSchedule(round.parties)];
}

async function checkRound({ agreement, session, round }: PartyInput): Promise<void> {
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
    entries: settlementSchedule(agreement.round.parties),
    firstStep,
    start: async () => first,
    receive: async (message) => {
      const step = receiveSettlement(state, message);
      state = step.state;
      return step;
    },
  };
}
