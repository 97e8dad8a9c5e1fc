// Drives one protocol through its schedule: every message is journalled, then its digest is posted, then it can be fetched; the
// receiver acts only on a signed message whose digest is on chain, and on one only for each step, whatever a chain or a peer says later.
import type { Hex } from "viem";
import { contractSignatures } from "../../chain/contract-signature.ts";
import { persist, readMessageDigest, sleep, waitForState } from "../../chain/coordinator/read.ts";
import type { Message } from "../../engines/engine.ts";
import { ProtocolError } from "../../errors.ts";
import { checkEnvelopeLength } from "../../network/channel.ts";
import { messageDigest, refusalDigest } from "../../round/digests.ts";
import { decodeEnvelope, ENVELOPE_HEAD, encodeEnvelope, openEnvelope, signEnvelope } from "../../round/envelope.ts";
import type { ScheduleEntry } from "../../round/schedule.ts";
import { blamed, type MessageSight } from "../fault/fault.ts";
import type { RoundContext } from "./context.ts";
import { watchPatience } from "./patience.ts";
import { createStanding, type Standing } from "./standing.ts";
import { tending } from "./tend.ts";

/** What a protocol's start or a received message leads to. */
export interface Advance<Result> {
  readonly send: readonly Message[];
  readonly result: Result | null;
  /** Comes once all of `send` is on its way, and before the next message to this party. */
  readonly session?: (context: RoundContext) => Promise<Advance<Result>>;
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
 * "FrameTooLong" (its message is longer than the step can need), "DigestMismatch" (its message is not the one on chain), "SignatureInvalid", "Equivocation" (it posted another digest than before a
 * reorganisation), "MessageMissing", "PeerRefused", what the protocol finds wrong; or "ReplayDiffers" when this client would now send
 * another message than it did, "NoResult" when the protocol ends without one.
 */
export async function runExchange<Result>(exchange: Exchange<Result>, context: RoundContext): Promise<Result> {
  const outbox = new Map<number, Message>();
  const standing = createStanding(context);
  let result: Result | null = null;
  let session: Advance<Result>["session"];
  const take = (advance: Advance<Result>) => {
    for (const message of advance.send) outbox.set(message.step, message);
    result = advance.result ?? result;
    session = advance.session;
  };
  const playSession = async () => {
    if (session !== undefined) take(await session(context));
  };
  take(await exchange.start());
  for (const [i, entry] of exchange.entries.entries()) {
    const { from, to } = entry;
    const step = exchange.firstStep + i;
    if (from === context.party) {
      if (!outbox.has(step)) await playSession();
      const message = outbox.get(step);
      outbox.delete(step);
      if (message === undefined) {
        throw new ProtocolError("NoResult", `step ${step} is ours, but the protocol has no message for it`);
      }
      await sendChecked(message, entry.bytes, context);
    } else if (to === null || to === context.party) {
      await playSession();
      const { message, sight } = await receiveChecked(step, entry, context, standing);
      take(await blamed(context, sight, () => exchange.receive(message)));
    }
  }
  if (result === null) throw new ProtocolError("NoResult", "the protocol ended without a result");
  return result;
}

/** Journals the message of at most `bytes`, has its digest posted and makes it available. */
async function sendChecked({ step, from, to, body }: Message, bytes: number, context: RoundContext): Promise<void> {
  if (body.length > bytes) {
    throw new ProtocolError(
      "MessageTooLong",
      `step ${step} would take ${body.length} bytes, more than the ${bytes} that the others accept: report this as a bug`,
    );
  }
  const { id, session, channel, journal, waiting, onJournalled, onMessage } = context;
  const kept = journal.message(step);
  if (kept !== null && !Buffer.from(decodeEnvelope(kept).body).equals(body)) {
    throw new ProtocolError(
      "ReplayDiffers",
      `step ${step} was sent by another version of this client or with other data: it cannot be continued`,
    );
  }
  const envelope = kept ?? encodeEnvelope(await signEnvelope({ ...id, step, from, body }, session.account));
  if (kept === null) {
    journal.keepMessage(step, from, envelope);
    onJournalled(step);
  }
  // In the journal it is what the others get: the digest may come to the chain in any later look, in this life or the next.
  await channel.publish(step, envelope);
  await waitForState(session, id.round, ({ stepsPosted }) => stepsPosted > step, waiting, tending(context));
  onMessage({ step, from, to, bytes: body.length, digest: messageDigest(id, step, from, body) });
}

interface Received {
  readonly message: Message;
  readonly sight: MessageSight;
}

async function receiveChecked(
  step: number,
  { from, to, bytes }: ScheduleEntry,
  context: RoundContext,
  standing: Standing,
): Promise<Received> {
  const { id, agreement, session, journal, waiting, onMessage } = context;
  const posted = await awaitDigest(step, context, standing);
  const kept = journal.message(step);
  const envelope = await blamed(context, { step, from, posted, envelope: null }, async () => {
    if (posted === refusalDigest(id, step, from)) {
      throw new ProtocolError("PeerRefused", `party ${from} has stopped: it refuses to go on from step ${step}`, from);
    }
    return kept ?? (await fetchInTime(step, from, bytes, context));
  });
  const sight = { step, from, posted, envelope };
  return blamed(context, sight, async () => {
    checkEnvelopeLength(envelope.length, step, from, ENVELOPE_HEAD + bytes);
    const contracts = contractSignatures(session.publicClient);
    const expected = { message: { ...id, step }, from, account: agreement.accounts[from]!, contracts };
    const { body, digest } = await persist(() => openEnvelope(envelope, expected), waiting);
    if (posted !== digest) {
      const before = kept === null ? "" : " it gave before";
      const text = `party ${from} has posted another digest for step ${step} than that of the message${before}: it is kept as evidence`;
      throw new ProtocolError(kept === null ? "DigestMismatch" : "Equivocation", text, from);
    }
    if (kept === null) journal.keepMessage(step, from, envelope);
    standing.add({ step, from, digest, envelope });
    onMessage({ step, from, to, bytes: body.length, digest });
    return { message: { step, from, to, body }, sight };
  });
}

/** Waits for the digest of `step`. Throws ProtocolError when a message that was acted upon no longer stands. */
async function awaitDigest(step: number, context: RoundContext, standing: Standing): Promise<Hex> {
  const { id, session, waiting } = context;
  const reached = ({ stepsPosted }: { stepsPosted: number }) => stepsPosted > step;
  for (;;) {
    const seen = await waitForState(session, id.round, reached, waiting, tending(context));
    const broken = await standing.broken(seen);
    if (broken !== null) await blamed(context, broken.sight, () => Promise.reject(broken.error));
    const posted = await persist(() => readMessageDigest(session, id.round, step), waiting);
    // Between the two looks a reorganisation may have taken it back, which is nobody's fault.
    if (posted !== null) return posted;
    await sleep(waiting.pollMs);
  }
}

/**
 * The envelope of `step` with a body of at most `bytes`, which its sender may be late with for as long as that costs this party nothing. Throws ProtocolError
 * "MessageMissing" naming the sender, ChainError "RoundExpired" or "RoundLate" when another party has let its time run out meanwhile.
 */
async function fetchInTime(step: number, from: number, bytes: number, context: RoundContext): Promise<Uint8Array> {
  const { channel, waiting } = context;
  const stop = new AbortController();
  const watching = watchPatience(context, stop, () => {
    const text = `party ${from} posted the digest of step ${step}, but the message did not arrive`;
    return new ProtocolError("MessageMissing", text, from);
  });
  try {
    return await channel.fetch(step, from, ENVELOPE_HEAD + bytes, AbortSignal.any([waiting.signal, stop.signal]));
  } finally {
    stop.abort();
    await watching;
  }
}
