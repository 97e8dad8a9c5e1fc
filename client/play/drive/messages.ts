// The turns of a round: the others' taken from their senders and checked, this party's own fixed
// and handed out. All of it is in the journal before anything follows from it.
import type { Hex } from "viem";
import { contractSignatures } from "../../chain/contract-signature.ts";
import { retryTransient } from "../../chain/watch/watch.ts";
import type { Message } from "../../engines/engine.ts";
import { ProtocolError } from "../../errors.ts";
import { checkEnvelopeLength, givenTo } from "../../network/channel.ts";
import { decodeEnvelope, ENVELOPE_HEAD, encodeEnvelope, openEnvelope, signEnvelope } from "../../round/envelope.ts";
import { PART_HEAD, type Part, partsDigest, WITHHELD_BYTES } from "../../round/parts.ts";
import type { ScheduledTurn } from "../../round/schedule.ts";
import { attributed, type MessageEvidence } from "../fault/fault.ts";
import type { RoundContext } from "./context.ts";
import type { PostedTurn } from "./events.ts";

export interface Taken {
  /** Those for this party, numbered by their position in the protocol's schedule. */
  readonly messages: readonly Message[];
  readonly evidence: MessageEvidence;
  readonly posted: PostedTurn;
  /** The sender's, of the digest. */
  readonly signature: Hex;
}

/**
 * What another party's turn has for this party, under the digest `posted` that is on chain (null
 * for a turn that is not posted), from the journal or from the sender, for whom `onFetch` is
 * called. Throws MessageFault: "FrameTooLong" (longer than the turn can need), "MessageWithheld" (a
 * message for this party is not in it), "SignatureInvalid", "DigestMismatch" (not what is on
 * chain), "Equivocation" (its sender gave something else before), those of the channel and of
 * envelopes.
 */
export async function takeTurn(
  step: number,
  posted: Hex | null,
  context: RoundContext,
  onFetch: (isFetching: boolean) => void,
): Promise<Taken> {
  const { id, party, agreement, session, channel, journal, waiting } = context;
  const entry = agreement.schedule[step]!;
  const { exchange, from } = entry;
  const most = longestEnvelope(entry);
  const kept = journal.message(step);
  const fetch = async () => {
    onFetch(true);
    const envelope = await channel.fetch(step, from, most, waiting.signal);
    onFetch(false);
    return givenTo(party, entry, envelope);
  };
  const envelope = kept ?? (await attributed({ step, from, posted, envelope: null }, fetch));
  const evidence = { step, from, posted, envelope };
  return attributed(evidence, async () => {
    checkEnvelopeLength(envelope.length, entry, most);
    const contracts = contractSignatures(session.publicClient);
    const expected = { id: { ...id, exchange }, from, account: agreement.accounts[from]!, contracts };
    const { parts, digest, signature } = await retryTransient(() => openEnvelope(envelope, expected), waiting);
    if (posted !== null && posted !== digest) {
      const sent = kept === null ? "what it sent" : "what it sent before";
      const text = `the digest that party ${from} posted in exchange ${exchange} is not that of ${sent}, which is kept as evidence`;
      throw new ProtocolError(kept === null ? "DigestMismatch" : "Equivocation", text, from);
    }
    const messages = messagesFor(party, entry, parts);
    waiting.signal.throwIfAborted();
    if (kept === null) journal.keepMessage(step, from, envelope);
    return { messages, evidence, signature, posted: { step, exchange, from, bytes: bytesOf(messages), digest } };
  });
}

/**
 * Bytes of the longest envelope of a turn. It may have what is for other parties, too: the sender
 * gives a peer the messages of all accounts that registered its key, which anybody can do.
 */
export function longestEnvelope({ messages }: ScheduledTurn): number {
  return messages.reduce((sum, { bytes }) => sum + Math.max(PART_HEAD + bytes, WITHHELD_BYTES), ENVELOPE_HEAD);
}

/**
 * Throws ProtocolError naming the sender: "EnvelopeMismatch" for another number of messages,
 * "MessageWithheld" or "FrameTooLong" for one of `party`.
 */
function messagesFor(party: number, turn: ScheduledTurn, parts: readonly Part[]): Message[] {
  const { exchange, from, messages, positions } = turn;
  const wrong = (code: string, what: string) =>
    new ProtocolError(code, `exchange ${exchange} of party ${from}: ${what}`, from);
  if (parts.length !== messages.length)
    throw wrong("EnvelopeMismatch", `${parts.length} messages where the schedule has ${messages.length}`);
  return messages.flatMap(({ to, content, bytes }, i) => {
    if (to !== null && to !== party) return [];
    const body = parts[i]!;
    if (typeof body === "string") throw wrong("MessageWithheld", `its message for us (${content}) is not in it`);
    if (body.length > bytes)
      throw wrong("FrameTooLong", `${content}: ${body.length} bytes where at most ${bytes} are expected`);
    return [{ position: positions[i]!, from, to, body }];
  });
}

function bytesOf(messages: readonly Message[]): number {
  return messages.reduce((sum, { body }) => sum + body.length, 0);
}

/**
 * Signs and journals this party's turn `step`; what is there already stays. Returns whether
 * it is new. Throws ProtocolError "MessageTooLong", and "ReplayDiffers" when this client would now
 * send something else than it did.
 */
export async function journalTurn(
  step: number,
  bodies: readonly Uint8Array[],
  context: RoundContext,
): Promise<boolean> {
  const { id, agreement, session, journal } = context;
  const { exchange, from, messages } = agreement.schedule[step]!;
  for (const [i, { content, bytes }] of messages.entries())
    if (bodies[i]!.length > bytes)
      throw new ProtocolError(
        "MessageTooLong",
        `a message of exchange ${exchange} (${content}) would take ${bodies[i]!.length} bytes, more than the ${bytes} that the others accept: report this as a bug`,
      );
  const kept = journal.message(step);
  if (kept === null) {
    const envelope = await signEnvelope({ ...id, exchange, from, parts: bodies }, session.account);
    journal.keepMessage(step, from, encodeEnvelope(envelope));
    return true;
  }
  if (partsDigest(decodeEnvelope(kept).parts) !== partsDigest(bodies)) {
    throw new ProtocolError(
      "ReplayDiffers",
      `exchange ${exchange} was sent by another version of this client or with other data: the round cannot be continued`,
    );
  }
  return false;
}

/** Digest of this party's turn `step`, as the journal has it. */
export function journalledDigest(step: number, { journal }: RoundContext): Hex {
  return decodeEnvelope(journal.message(step)!).digest;
}
