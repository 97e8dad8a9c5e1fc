// Drives one protocol through its schedule: every message's digest is posted before it is sent, and the receiver acts only on a
// message whose digest is on chain.
import type { Hex } from "viem";
import { messageDigest, refusalDigest } from "../certificate/commit.ts";
import type { RoundId } from "../certificate/types.ts";
import { readMessageDigest, readState, type Waiting, waitForState } from "../chain/read.ts";
import type { ChainSession } from "../chain/session.ts";
import { postDigest } from "../chain/transact.ts";
import { ProtocolError } from "../errors.ts";
import type { Message, ScheduleEntry } from "../protocol/engine.ts";
import type { Channel } from "./channel.ts";

/** Largest message body accepted from a peer, in bytes. */
const MAX_BODY = 1 << 28;

/** What a protocol's start or a received message leads to. */
export interface Advance<Result> {
  readonly send: readonly Message[];
  readonly result: Result | null;
}

/** A party's side of a protocol, its state kept inside. */
export interface Exchange<Result> {
  /** Senders and receivers in order; the first step has number `firstStep`. */
  readonly entries: readonly ScheduleEntry[];
  readonly firstStep: number;
  start(): Promise<Advance<Result>>;
  receive(message: Message): Promise<Advance<Result>>;
}

/** A message that went over a channel and whose digest stands on chain. */
export interface PostedMessage {
  readonly step: number;
  readonly from: number;
  readonly to: number | null;
  readonly bytes: number;
  readonly digest: Hex;
  /** Gas that the sender paid; null at the receiver. */
  readonly gasUsed: bigint | null;
}

export interface ExchangeContext {
  readonly party: number;
  readonly id: RoundId;
  readonly session: ChainSession;
  readonly channel: Channel;
  readonly waiting: Waiting;
  /** The whole round's schedule, and the seconds that a step may take. */
  readonly schedule: readonly ScheduleEntry[];
  readonly stepPeriod: number;
  readonly onMessage: (message: PostedMessage) => void;
}

/**
 * Runs the exchange to its result. Throws ProtocolError naming the party at fault: "DigestMismatch" (its message is not the one
 * on chain), "MessageMissing", "MessageTooLarge", "PeerRefused"; or "NoResult" when the protocol ends without one.
 */
export async function runExchange<Result>(exchange: Exchange<Result>, context: ExchangeContext): Promise<Result> {
  const outbox = new Map<number, Message>();
  let result: Result | null = null;
  const take = (advance: Advance<Result>) => {
    for (const message of advance.send) outbox.set(message.step, message);
    result = advance.result ?? result;
  };
  take(await exchange.start());
  for (const [i, { from, to }] of exchange.entries.entries()) {
    const step = exchange.firstStep + i;
    if (from === context.party) {
      const message = outbox.get(step);
      outbox.delete(step);
      if (message === undefined) {
        throw new ProtocolError("NoResult", `step ${step} is ours, but the protocol has no message for it`);
      }
      await postAndSend(message, context);
    } else if (to === null || to === context.party) {
      take(await exchange.receive(await receiveChecked(step, from, context)));
    }
  }
  if (result === null) throw new ProtocolError("NoResult", "the protocol ended without a result");
  return result;
}

async function postAndSend(message: Message, context: ExchangeContext): Promise<void> {
  const { id, session, channel, waiting, onMessage } = context;
  const { step, from, to, body } = message;
  await waitForState(session, id.round, ({ stepsPosted }) => stepsPosted === step, waiting);
  const digest = messageDigest(id, step, from, body);
  const { gasUsed } = await postDigest(session, id.round, step, digest);
  await channel.send(message);
  onMessage({ step, from, to, bytes: body.length, digest, gasUsed });
}

async function receiveChecked(step: number, from: number, context: ExchangeContext): Promise<Message> {
  const { id, session, waiting, onMessage } = context;
  await waitForState(session, id.round, ({ stepsPosted }) => stepsPosted > step, waiting);
  const posted = await readMessageDigest(session, id.round, step);
  if (posted === refusalDigest(id, step, from)) {
    throw new ProtocolError("PeerRefused", `party ${from} has stopped: it refuses to go on from step ${step}`, from);
  }
  const message = await receiveInTime(step, from, context);
  if (message.body.length > MAX_BODY) {
    throw new ProtocolError("MessageTooLarge", `step ${step} from party ${from} exceeds ${MAX_BODY} bytes`, from);
  }
  const digest = messageDigest(id, step, from, message.body);
  if (posted !== digest) {
    throw new ProtocolError(
      "DigestMismatch",
      `the message of step ${step} from party ${from} is not the one whose digest it posted: keep it as evidence and stop`,
      from,
    );
  }
  onMessage({ step, from, to: message.to, bytes: message.body.length, digest, gasUsed: null });
  return { ...message, from, step };
}

/**
 * The message of `step`. While others are due, a late message is their concern; once it is this party's turn, it waits for half of
 * the step's time at most, however many messages are missing, so that it can still refuse.
 */
async function receiveInTime(step: number, from: number, context: ExchangeContext): Promise<Message> {
  const { channel, waiting } = context;
  const stop = new AbortController();
  const watch = async () => {
    while (!stop.signal.aborted) {
      if (await ownTurnRunsOut(context).catch(() => false)) {
        const text = `party ${from} posted the digest of step ${step}, but the message did not arrive`;
        stop.abort(new ProtocolError("MessageMissing", text, from));
      } else {
        await sleep(waiting.pollMs);
      }
    }
  };
  const watching = watch();
  try {
    return await channel.receive(step, AbortSignal.any([waiting.signal, stop.signal]));
  } finally {
    stop.abort();
    await watching;
  }
}

/** Whether it is this party's turn and half of its time is over. */
async function ownTurnRunsOut({ party, id, session, schedule, stepPeriod }: ExchangeContext): Promise<boolean> {
  const { stepsPosted, deadline } = await readState(session, id.round);
  if (schedule[stepsPosted]?.from !== party) return false;
  const { timestamp } = await session.publicClient.getBlock();
  return Number(timestamp) > deadline - stepPeriod / 2;
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

type RefusalContext = Pick<ExchangeContext, "party" | "id" | "session" | "waiting" | "schedule">;

/**
 * Posts a refusal in each of this party's remaining steps, so that its turn never runs out and its bond is safe. What fails is tried
 * again. Returns true when the round is no longer running, false when the deadline has passed or the signal aborts before that.
 */
export async function refuseRemaining(context: RefusalContext): Promise<boolean> {
  while (!context.waiting.signal.aborted) {
    const next = await refuseNext(context).catch(() => "again" as const);
    if (next !== "again") return next === "over";
    await sleep(context.waiting.pollMs);
  }
  return false;
}

async function refuseNext({ party, id, session, schedule }: RefusalContext): Promise<"over" | "late" | "again"> {
  const { timestamp } = await session.publicClient.getBlock();
  const { phase, stepsPosted, deadline } = await readState(session, id.round);
  if (phase !== "committing" && phase !== "running") return "over";
  if (timestamp > BigInt(deadline)) return "late";
  if (phase === "running" && schedule[stepsPosted]?.from === party) {
    await postDigest(session, id.round, stepsPosted, refusalDigest(id, stepsPosted, party));
  }
  return "again";
}
