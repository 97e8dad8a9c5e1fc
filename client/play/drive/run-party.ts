// One company's side of a round, from commitment to settlement: the wiring of engine, certificate, channel, journal and chain.
import type { Hex } from "viem";
import { splitForTransactions } from "../../certificate/assemble.ts";
import { type CommittedRows, commitRows, partyCommitment } from "../../certificate/commit.ts";
import { isWrongContract } from "../../chain/coordinator/check-contract.ts";
import {
  persist,
  persistIn,
  type RoundState,
  readChainId,
  readParams,
  readStatement,
  sleep,
  type Waiting,
  waitForState,
} from "../../chain/coordinator/read.ts";
import { settleRound } from "../../chain/coordinator/transact.ts";
import type { ChainSession, Mined } from "../../chain/session.ts";
import type { Engine, EngineOutcome, Step } from "../../engines/engine.ts";
import { SolutionTooLarge } from "../../engines/fits.ts";
import { ChainError, HomeError, ProtocolError, SolverError } from "../../errors.ts";
import type { RoundJournal } from "../../journal/round-journal.ts";
import type { PartyRows } from "../../lp/model/normal.ts";
import { type Decimal, fromScaled } from "../../math/decimal.ts";
import type { Random } from "../../math/random.ts";
import type { Channel } from "../../network/channel.ts";
import { type Agreement, roundParams } from "../../round/agreement.ts";
import type { RoundId } from "../../round/id.ts";
import { paramsDigest } from "../../round/params.ts";
import type { PublicRound } from "../../round/public-round.ts";
import type { Statement } from "../../round/statement.ts";
import { faultOf } from "../fault/fault.ts";
import { roundSchedule } from "../settle/schedule.ts";
import { receiveSettlement, type Settlement, settlementSchedule, startSettlement } from "../settle/settlement.ts";
import type { PostedMessage, RoundContext, SessionProgress, Sessions } from "./context.ts";
import { type Advance, type Exchange, runExchange } from "./exchange.ts";
import { refuseRemaining } from "./refuse.ts";
import { type PartyResult, type SettledName, settledName, settledResult, settledWithoutUs } from "./settled.ts";
import { tending } from "./tend.ts";

/** Parts of a round, in order, as progress and timings name them. */
export const STAGES = ["commit", "engine", "prove", "settle"] as const;
export type Stage = (typeof STAGES)[number];

/** What a run tells as it goes; holds nothing secret. */
export type PartyEvent =
  | { readonly type: "stage"; readonly stage: Stage }
  | { readonly type: "committed"; readonly digest: Hex; readonly transaction: Mined }
  /** This party's message of `step` is fixed for good; nobody has seen it yet. */
  | { readonly type: "journalled"; readonly step: number }
  | { readonly type: "posted"; readonly step: number; readonly transaction: Mined }
  | { readonly type: "message"; readonly message: PostedMessage }
  | ({ readonly type: "session" } & SessionProgress)
  | { readonly type: "settled"; readonly transactions: readonly Mined[] }
  /** The chain has settled another outcome than the one that this party had proved; the chain's is taken. */
  | { readonly type: "settled-otherwise"; readonly settled: SettledName; readonly own: SettledName }
  /** Something that passes or that an operator can end; the run goes on. */
  | { readonly type: "trouble"; readonly error: ChainError }
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
  readonly sessions: Sessions;
  readonly journal: RoundJournal;
  /** The same in every life of a client: a run that starts again repeats itself. */
  readonly random: Random;
  readonly waiting: Pick<Waiting, "pollMs" | "signal">;
  /** Goes on although a search of seconds undoes the engine's disguise at this size. */
  readonly insist: boolean;
  /** Who should do what when the outcome needs `value`, in the user's units, of column 0..n−1: more than its upper bound. */
  readonly boundAdvice?: (column: number, value: Decimal) => string;
  readonly onEvent: (event: PartyEvent) => void;
}

/**
 * Takes part in a round until it is settled; started again with the same journal, goes on where it was. The objective's owner sends the
 * settlement; the others do so when half of the settling time has passed without it. The result is what the chain settled, which this
 * party's own is only compared with. Throws ProtocolError "SizeUnsafe" (unless told to
 * insist) when the engine hides too little at this size, "RoundDiffers" when the round on chain is not the one agreed on, and
 * whatever engine, certificate or chain refuse; before that it journals the fault and posts its refusals, so that its bond is safe.
 * Throws HomeError, and the signal's reason, as they come: nothing is lost, and the next life goes on.
 */
export async function runParty(input: PartyInput): Promise<PartyResult> {
  const { agreement, session, journal, onEvent } = input;
  await checkRound(input);
  const id = {
    chainId: BigInt(await persist(() => readChainId(session), input.waiting)),
    coordinator: session.coordinator,
    round: input.round,
  };
  const random = roundRandom(input.random, id);
  const own = { ...input, random };

  onEvent({ type: "stage", stage: "commit" });
  const committed = commitRows(own.rows, random.fork("commit"));
  const commitment = partyCommitment(id, agreement.round.columns, own.party, committed.points);
  const told = new Set<Hex>();
  // Until enough blocks are on top of it, the same transaction comes back at every look.
  const once = ({ hash }: Mined, tell: () => void) => {
    if (!told.has(hash)) tell();
    told.add(hash);
  };
  const context: RoundContext = {
    ...{ party: own.party, id, agreement, session, channel: own.channel, sessions: own.sessions, journal, commitment },
    waiting: { ...own.waiting, onTrouble: (error) => onEvent({ type: "trouble", error }) },
    onCommitted: (transaction) =>
      once(transaction, () => onEvent({ type: "committed", digest: commitment, transaction })),
    onPosted: (step, transaction) => once(transaction, () => onEvent({ type: "posted", step, transaction })),
    onJournalled: (step) => onEvent({ type: "journalled", step }),
    onMessage: (message) => onEvent({ type: "message", message }),
    onSession: (progress) => onEvent({ type: "session", ...progress }),
  };
  const tell = (result: PartyResult): PartyResult => {
    if (result.displaced !== null)
      onEvent({ type: "settled-otherwise", settled: settledName(result), own: result.displaced });
    return result;
  };
  let proved: Settlement | null = null;
  // From here on a bond is at stake: whatever fails, the round's remaining steps are refused.
  try {
    stopAtEarlierFault(journal);
    const statement = await waitForCommitments(context);
    proved = await exchangeAll(own, { statement, committed, context });
    onEvent({ type: "stage", stage: "settle" });
    return tell(await settle(own, context, statement, proved));
  } catch (error) {
    if (error instanceof HomeError || own.waiting.signal.aborted) throw error;
    const settled = isRoundDiffers(error) ? null : await settledWithoutUs(context, proved);
    if (settled !== null) return tell(settled);
    journal.keepFault(await faultOf(error, context));
    // A round that differs, or of another contract, has no commitment of ours, hence no turns to refuse.
    if (!isRoundDiffers(error) && !isWrongContract(error)) await refuseAll(context, onEvent);
    throw error;
  }
}

function isRoundDiffers(error: unknown): boolean {
  return error instanceof ProtocolError && error.code === "RoundDiffers";
}

/** Commits, and waits until all have. A round that a reorganisation takes back may come again. */
async function waitForCommitments(context: RoundContext): Promise<Statement> {
  const { session, id, waiting } = context;
  const begun = ({ phase }: RoundState) => phase === "running" || phase === "settling" || phase === "settled";
  for (;;) {
    const { block } = await waitForState(session, id.round, begun, waiting, tending(context));
    try {
      const statement = await persistIn(block, session, () => readStatement(session, id.round, block), waiting);
      if (statement?.commitments.every((commitment) => BigInt(commitment) !== 0n)) return statement;
    } catch (error) {
      if (!(error instanceof ChainError) || error.code !== "RoundUnknown") throw error;
    }
    // A reorganisation has put another block in the place of the one just seen.
    await sleep(waiting.pollMs);
  }
}

/** As far as this life goes: the next one refuses the rest. */
async function refuseAll(context: RoundContext, onEvent: PartyInput["onEvent"]): Promise<void> {
  try {
    if (!(await refuseRemaining(context))) onEvent({ type: "refusal-failed" });
  } catch (error) {
    if (!context.waiting.signal.aborted) throw error;
  }
}

/** One seed may serve many rounds, but never the same blindings, keys or masks twice. */
export function roundRandom(seed: Random, { chainId, coordinator, round }: RoundId): Random {
  return seed.fork(`round/${chainId}/${coordinator.toLowerCase()}/${round}`);
}

/** A run that failed in an earlier life does not try again: its peers have seen its refusals. */
function stopAtEarlierFault(journal: RoundJournal): void {
  const fault = journal.fault();
  if (fault !== null) throw new ProtocolError(fault.code, fault.message, fault.party ?? undefined);
}

interface Committed {
  readonly statement: Statement;
  readonly committed: CommittedRows;
}

/** The engine's exchange, then the settlement's. */
async function exchangeAll(
  input: PartyInput,
  { statement, committed, context }: Committed & { readonly context: RoundContext },
): Promise<Settlement> {
  input.onEvent({ type: "stage", stage: "engine" });
  const outcome = await runExchange(engineExchange(input), context).catch((error: unknown) => {
    // So large that the engine could not even hand it on.
    if (error instanceof SolutionTooLarge) checkBounds(error.x, input);
    throw error;
  });
  if (outcome.kind !== "infeasible") checkBounds(outcome.x, input);
  input.onEvent({ type: "stage", stage: "prove" });
  return runExchange(settlementExchange(input, { statement, committed, outcome }), context);
}

/** Most columns that a refusal names. */
const NAMED = 3;

/** Throws SolverError "BoundExceeded" where the outcome needs more than an upper bound allows: no certificate can hold it. */
function checkBounds(x: readonly bigint[], { agreement, boundAdvice }: PartyInput): void {
  const { bounds, decimals } = agreement.round;
  const over = x.flatMap((value, j) => (value > bounds[j]! ? [{ value, j }] : []));
  if (over.length === 0) return;
  const advise = boundAdvice ?? ((column) => `column ${column + 1} needs a larger one`);
  const advice = over.slice(0, NAMED).map(({ value, j }) => advise(j, fromScaled(value, decimals.solution)));
  const more = over.length > NAMED ? `; and ${over.length - NAMED} more` : "";
  throw new SolverError(
    "BoundExceeded",
    `the outcome needs more than an upper bound allows. ${advice.join("; ")}${more}. Then open a new round`,
  );
}

/** Sends the settlement if it is this party's turn to, waits until the round is settled, and says as what. */
async function settle(
  { party, agreement, session, round, onEvent }: PartyInput,
  context: RoundContext,
  statement: Statement,
  own: Settlement,
): Promise<PartyResult> {
  const { certificate } = own;
  const isSettled = ({ phase }: RoundState) => phase === "settled";
  const ownerIsLate = (state: RoundState, now: number) =>
    state.phase === "settling" && now > state.deadline - agreement.periods.settle / 2;
  const isOurs = (state: RoundState, now: number) =>
    party === agreement.round.objectiveOwner ? state.phase === "settling" : ownerIsLate(state, now);
  const parts = splitForTransactions(statement, certificate.blocks);
  for (let told = false; ; ) {
    const reached = (at: RoundState, now: number) => isSettled(at) || isOurs(at, now);
    const { state, block } = await waitForState(session, round, reached, context.waiting, tending(context));
    if (isSettled(state)) {
      const result = await settledResult(context, statement, own, block);
      if (result !== null) return result;
      await sleep(context.waiting.pollMs);
      continue;
    }
    try {
      const transactions = await persist(() => settleRound(session, round, certificate.header, parts), context.waiting);
      if (!told) onEvent({ type: "settled", transactions });
      told = true;
    } catch (error) {
      // Another party was faster, or the deadline has passed: the next look tells which.
      if (!(error instanceof ChainError) || !RACES.has(error.code)) throw error;
    }
    await sleep(context.waiting.pollMs);
  }
}

const RACES = new Set(["CoordinatorWrongPhase", "CoordinatorTooLate", "CoordinatorProgressMismatch"]);

/** Throws ProtocolError "SizeUnsafe" where a search of seconds undoes the engine's disguise. */
export function checkSize(engine: Engine<unknown>, round: PublicRound): void {
  if (!engine.leakage(round, (party) => `party ${party}`).searchable) return;
  throw new ProtocolError(
    "SizeUnsafe",
    `${engine.name} hides too little at ${round.columns} columns and so few rows: the other party can search ` +
      "the disguise. Choose another engine, or insist",
  );
}

async function checkRound({ agreement, engine, session, round, insist, waiting }: PartyInput): Promise<void> {
  if (!insist) checkSize(engine, agreement.round);
  const planned = roundSchedule(engine, agreement.round);
  const sameSchedule =
    planned.length === agreement.schedule.length &&
    planned.every(
      ({ from, to }, step) => from === agreement.schedule[step]!.from && to === agreement.schedule[step]!.to,
    );
  if (agreement.engine !== engine.name || !sameSchedule) {
    throw new ProtocolError("RoundDiffers", `what was agreed on is not a round of ${engine.name}: do not commit to it`);
  }
  const onChain = await persist(() => readParams(session, round), waiting);
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
  const keep = (step: Step<unknown>): Advance<EngineOutcome> => {
    state = step.state;
    const { send, outcome: result, session } = step;
    if (session === undefined) return { send, result };
    return { send, result, session: async (context) => keep(await context.sessions.run(session, context)) };
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
  known: Committed & { readonly outcome: EngineOutcome },
): Exchange<Settlement> {
  const firstStep = engine.schedule(agreement.round).length;
  const first = startSettlement({ party, firstStep, rows, random, bounds: agreement.round.bounds, ...known });
  let state = first.state;
  return {
    entries: settlementSchedule(agreement.round),
    firstStep,
    start: async () => first,
    receive: async (message) => {
      const step = receiveSettlement(state, message);
      state = step.state;
      return step;
    },
  };
}
