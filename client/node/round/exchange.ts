// Drives one protocol through its schedule: every message is journalled, then its digest is posted, then it can be fetched; the
// receiver acts only on a signed message whose digest is on chain, and on one only for each step, whatever a chain or a peer says later.
import type { Hex } from "viem";
import { messageDigest, refusalDigest } from "../../certificate/commit.ts";
import { persist, readMessageDigest, readState, sleep, waitForState } from "../../chain/read.ts";
import { ProtocolError } from "../../errors.ts";
import type { Message, ScheduleEntry } from "../../protocol/engine.ts";
import { decodeEnvelope, encodeEnvelope, openEnvelope, signEnvelope } from "../envelope.ts";
import type { RoundContext } from "./context.ts";
import { tend } from "./tend.ts";

/** Largest envelope accepted from a peer, in bytes. */
const MAX_ENVELOPE = 1 << 28;

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

/**
 * Runs the exchange to its result, from the journal as far as it goes. Throws ProtocolError naming the party at fault:
 * "DigestMismatch" (its message is not the one on chain), "SignatureInvalid", "Equivocation" (it posted another digest than before a
 * reorganisation), "MessageMissing", "PeerRefused", what the protocol finds wrong; or "ReplayDiffers" when this client would now send
 * another message than it did, "NoResult" when the protocol ends without one.
 */
export async function runExchange<Result>(exchange: Exchange<Result>, context: RoundContext): Promise<Result> {
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
      await sendChecked(message, context);
    } else if (to === null || to === context.party) {
      const { message, envelope } = await receiveChecked(step, from, to, context);
      take(await blamed(context, step, envelope, () => exchange.receive(message)));
    }
  }
  if (result === null) throw new ProtocolError("NoResult", "the protocol ended without a result");
  return result;
}

/** Journals the message, has its digest posted and makes it available. */
async function sendChecked({ step, from, to, body }: Message, context: RoundContext): Promise<void> {
  const { id, session, channel, journal, waiting, onJournalled, onMessage } = context;
  const kept = journal.message(step);
  if (kept !== null && !Buffer.from(decodeEnvelope(kept).body).equals(body)) {
    throw new ProtocolError(
      "ReplayDiffers",
      `step ${step} was sent by another version of this client or with other data: it cannot be continued`,
    );
  }
  const sign = (digest: Hex) => session.account.signMessage({ message: { raw: digest } });
  const envelope = kept ?? encodeEnvelope(await signEnvelope({ ...id, step, from, body }, sign));
  if (kept === null) {
    journal.keepMessage(step, from, envelope);
    onJournalled(step);
  }
  // In the journal it is what the others get: the digest may come to the chain in any later look, in this life or the next.
  await channel.publish(step, envelope);
  await waitForState(
    session,
    id.round,
    ({ stepsPosted }) => stepsPosted > step,
    waiting,
    (sight) => tend(context, sight),
  );
  onMessage({ step, from, to, bytes: body.length, digest: messageDigest(id, step, from, body) });
}

interface Received {
  readonly message: Message;
  readonly envelope: Uint8Array;
}

async function receiveChecked(step: number, from: number, to: number | null, context: RoundContext): Promise<Received> {
  const { id, agreement, session, waiting, journal, onMessage } = context;
  const reached = ({ stepsPosted }: { stepsPosted: number }) => stepsPosted > step;
  await waitForState(session, id.round, reached, waiting, (sight) => tend(context, sight));
  const posted = await persist(() => readMessageDigest(session, id.round, step), waiting);
  const kept = journal.message(step);
  if (posted === refusalDigest(id, step, from)) {
    throw new ProtocolError("PeerRefused", `party ${from} has stopped: it refuses to go on from step ${step}`, from);
  }
  const envelope = kept ?? (await fetchInTime(step, from, context));
  const { body } = await blamed(context, step, envelope, () =>
    openEnvelope(envelope, { message: { ...id, step }, from, account: agreement.accounts[from]! }),
  );
  const digest = messageDigest(id, step, from, body);
  if (posted !== digest) {
    const before = kept === null ? "" : " it gave before";
    const text = `party ${from} has posted another digest for step ${step} than that of the message${before}: it is kept as evidence`;
    const error = new ProtocolError(kept === null ? "DigestMismatch" : "Equivocation", text, from);
    throw withEvidence(context, step, envelope, error);
  }
  if (kept === null) journal.keepMessage(step, from, envelope);
  onMessage({ step, from, to, bytes: body.length, digest });
  return { message: { step, from, to, body }, envelope };
}

/** Runs a step on a message; a ProtocolError about it is journalled with the message as evidence. */
async function blamed<T>(
  context: RoundContext,
  step: number,
  envelope: Uint8Array,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof ProtocolError ? withEvidence(context, step, envelope, error) : error;
  }
}

function withEvidence(context: RoundContext, step: number, envelope: Uint8Array, error: ProtocolError): ProtocolError {
  const { code, message, party } = error;
  context.journal.keepFault({ code, message, party: party ?? null, step, envelope, at: Math.floor(Date.now() / 1000) });
  return error;
}

/**
 * The envelope of `step`. While others are due, a late message is their concern; once it is this party's turn, it waits for half of
 * the step's time at most, however many messages are missing, so that it can still refuse.
 */
async function fetchInTime(step: number, from: number, context: RoundContext): Promise<Uint8Array> {
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
    return await channel.fetch(step, from, MAX_ENVELOPE, AbortSignal.any([waiting.signal, stop.signal]));
  } finally {
    stop.abort();
    await watching;
  }
}

/** Whether it is this party's turn and half of its time is over. */
async function ownTurnRunsOut({ party, id, session, agreement }: RoundContext): Promise<boolean> {
  const { state, now } = await readState(session, id.round);
  if (agreement.schedule[state.stepsPosted]?.from !== party) return false;
  return now > state.deadline - agreement.periods.step / 2;
}
