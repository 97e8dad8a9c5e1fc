// The messages of a round: fetched from their senders and checked, or signed by this party. Each is
// in the journal before the party acts upon it.
import type { Hex } from "viem";
import { contractSignatures } from "../../chain/contract-signature.ts";
import { retryPassing } from "../../chain/watch/watch.ts";
import type { Message } from "../../engines/engine.ts";
import { ProtocolError } from "../../errors.ts";
import { checkEnvelopeLength } from "../../network/channel.ts";
import { messageDigest } from "../../round/digests.ts";
import { decodeEnvelope, ENVELOPE_HEAD, encodeEnvelope, openEnvelope, signEnvelope } from "../../round/envelope.ts";
import { attributed, type MessageSight } from "../fault/fault.ts";
import type { RoundContext } from "./context.ts";
import type { PostedMessage } from "./events.ts";

export interface Taken {
  readonly message: Message;
  readonly sight: MessageSight;
  readonly posted: PostedMessage;
}

/**
 * The message of `step` whose digest `posted` is on chain, from the journal or from its sender;
 * `onFetch` is called when a fetch from the sender begins and ends. Throws MessageFault:
 * "FrameTooLong" (longer than the step can need), "SignatureInvalid", "DigestMismatch" (not the one
 * on chain), "Equivocation" (its sender gave another one before), and the codes of the channel and
 * of envelopes.
 */
export async function takeMessage(
  step: number,
  posted: Hex,
  context: RoundContext,
  onFetch: (isFetching: boolean) => void,
): Promise<Taken> {
  const { id, agreement, session, channel, journal, waiting } = context;
  const { from, to, bytes } = agreement.schedule[step]!;
  const kept = journal.message(step);
  const fetch = async () => {
    onFetch(true);
    const envelope = await channel.fetch(step, from, ENVELOPE_HEAD + bytes, waiting.signal);
    onFetch(false);
    return envelope;
  };
  const envelope = kept ?? (await attributed({ step, from, posted, envelope: null }, fetch));
  const sight = { step, from, posted, envelope };
  return attributed(sight, async () => {
    checkEnvelopeLength(envelope.length, step, from, ENVELOPE_HEAD + bytes);
    const contracts = contractSignatures(session.publicClient);
    const expected = { message: { ...id, step }, from, account: agreement.accounts[from]!, contracts };
    const { body, digest } = await retryPassing(() => openEnvelope(envelope, expected), waiting);
    if (posted !== digest) {
      const sent = kept === null ? "the message that it sent" : "the message that it sent before";
      const text = `the digest that party ${from} posted for step ${step} is not that of ${sent}, which is kept as evidence`;
      throw new ProtocolError(kept === null ? "DigestMismatch" : "Equivocation", text, from);
    }
    waiting.signal.throwIfAborted();
    if (kept === null) journal.keepMessage(step, from, envelope);
    return {
      message: { step, from, to, body },
      sight,
      posted: { step, from, to, bytes: body.length, digest },
    };
  });
}

/**
 * Signs and journals the message, unless the journal has one for this step. Returns whether it is
 * new. Throws ProtocolError "MessageTooLong", and "ReplayDiffers" when the journalled message is a
 * different one.
 */
export async function journalMessage({ step, from, body }: Message, context: RoundContext): Promise<boolean> {
  const { id, agreement, session, journal } = context;
  const { bytes } = agreement.schedule[step]!;
  if (body.length > bytes) {
    throw new ProtocolError(
      "MessageTooLong",
      `step ${step} would take ${body.length} bytes, more than the ${bytes} that the others accept: report this as a bug`,
    );
  }
  const kept = journal.message(step);
  if (kept === null) {
    journal.keepMessage(step, from, encodeEnvelope(await signEnvelope({ ...id, step, from, body }, session.account)));
    return true;
  }
  if (!Buffer.from(decodeEnvelope(kept).body).equals(body)) {
    throw new ProtocolError(
      "ReplayDiffers",
      `step ${step} was sent by another version of this client or with other data: the round cannot be continued`,
    );
  }
  return false;
}

/** Digest of this party's message of `step` in the journal. */
export function journalledDigest(step: number, { id, party, journal }: RoundContext): Hex {
  return messageDigest(id, step, party, decodeEnvelope(journal.message(step)!).body);
}
