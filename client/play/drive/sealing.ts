// The exchanges in which the parties seal an outcome among themselves, within one exchange of the
// chain. Every turn is signed, journalled and then handed out, as posted turns are, so that a
// client that was restarted sends the same bytes; what others sent is journalled before anything
// follows from it. Each turn but the first echoes the turns before (client/play/seal/echo.ts), in
// its first message, which is to all; others get the digests alone of messages to one of them, so
// that the echo binds these, too.
//
// Not protected: nobody can be shown to have fallen silent, as nothing of this is on chain. The
// others then refuse the posted exchange, so that only whoever is silent there, too, loses a bond.
import type { Hex } from "viem";
import { concatBytes, readBody } from "../../engines/codec.ts";
import { ProtocolError, SealedError } from "../../errors.ts";
import { decodeEnvelope } from "../../round/envelope.ts";
import { isPosted, type ScheduledTurn, UNPOSTED_EXCHANGE } from "../../round/schedule.ts";
import { attributed, type MessageEvidence, MessageFault } from "../fault/fault.ts";
import { checkEcho, echoBytes, encodeEcho, readEcho, type SignedTurn } from "../seal/echo.ts";
import { encodePart } from "../seal/kept-part.ts";
import type { OwnOutcome } from "../seal/settlement.ts";
import { type Advance, type HeardTurn, type SealingSide, ShownFault } from "../seal/side.ts";
import type { AnswerOnce } from "./answer-once.ts";
import type { RoundContext } from "./context.ts";
import type { ProvingProgress } from "./events.ts";
import { journalledDigest, journalTurn, takeTurn } from "./messages.ts";

export interface Sealed {
  readonly proof: Uint8Array;
  readonly own: OwnOutcome;
  /** The echo of the last exchange, which this party posts. */
  readonly echo: Uint8Array;
}

/** A party's turn of the current exchange. */
interface Heard {
  readonly signed: SignedTurn;
  readonly told: readonly SignedTurn[];
  readonly turn: HeardTurn;
  readonly evidence: MessageEvidence;
}

/**
 * Runs the exchanges to the proof. Throws MessageFault for a turn that shows whose fault it is,
 * SealedError "JournalRestored" (answer-once.ts), what `side` throws otherwise, and the signal's
 * reason.
 */
export async function runSealing(
  side: SealingSide,
  context: RoundContext,
  { once, onProgress }: SealingWatch,
): Promise<Sealed> {
  once.resume(ownDigests(context));
  let messages = side.sent;
  let seen: readonly SignedTurn[] = [];
  for (let i = 0; ; i++) {
    const heard = await exchange(i, { messages, seen, once, onProgress }, context);
    for (const [from, { told, evidence }] of heard.entries())
      await attributed(evidence, () => compare({ told, from, seen, exchange: UNPOSTED_EXCHANGE + i - 1 }, context));
    seen = heard.map(({ signed }) => signed);
    // Others' messages are answered between two exchanges, which take long.
    await new Promise((resolve) => setImmediate(resolve));
    const result = advance(side, heard);
    if ("proof" in result) {
      context.journal.keepPart(encodePart(side.part!));
      return { proof: result.proof, own: side.own!, echo: encodeEcho(seen) };
    }
    messages = result.messages;
  }
}

function advance(side: SealingSide, heard: readonly Heard[]): Advance {
  try {
    return side.next(heard.map(({ turn }) => turn));
  } catch (error) {
    const isNamed = (error instanceof ProtocolError || error instanceof SealedError) && error.party !== undefined;
    if (!isNamed) throw error;
    const { code, message, party } = error;
    const fault = error instanceof ProtocolError ? error : new ProtocolError(code, message, party, { cause: error });
    throw new MessageFault(fault, heard[error instanceof ShownFault ? error.by : party!]!.evidence);
  }
}

/** What stands beside a proof while it runs. */
export interface SealingWatch {
  readonly once: AnswerOnce;
  readonly onProgress: (progress: ProvingProgress) => void;
}

interface OwnTurn extends SealingWatch {
  readonly messages: readonly Uint8Array[];
  /** The turns of the exchange before. */
  readonly seen: readonly SignedTurn[];
}

/** Sends this party's turn of an exchange, and takes those of all others. */
async function exchange(i: number, own: OwnTurn, context: RoundContext): Promise<Heard[]> {
  const { party, agreement, channel, journal } = context;
  const steps = stepsOf(UNPOSTED_EXCHANGE + i, agreement.schedule);
  const step = steps[party]!;
  if (journal.message(step) === null) await own.once.permit(context.waiting.signal);
  const [first, ...others] = own.messages;
  const isNew = await journalTurn(step, [concatBytes([encodeEcho(own.seen), first!]), ...others], context);
  if (isNew) own.once.made(journalledDigest(step, context));
  const envelope = journal.message(step)!;
  await channel.publish(step, envelope);
  const silent = new Set(steps.keys());
  const tell = (arrived: number | null) =>
    own.onProgress({ ...placeOf(i, agreement.schedule), arrived, awaited: [...silent] });
  const hear = async (theirs: number, from: number): Promise<Heard> => {
    if (from === party) {
      const evidence = { step, from, posted: null, envelope };
      return { signed: decodeEnvelope(envelope), told: own.seen, turn: { messages: own.messages, envelope }, evidence };
    }
    const { messages, evidence, posted, signature } = await takeTurn(theirs, null, context, () => undefined);
    silent.delete(from);
    tell(from);
    return attributed(evidence, async () => {
      const [first, ...others] = agreement.schedule[theirs]!.positions.map(
        (place) => messages.find(({ position }) => position === place)?.body ?? null,
      );
      const told = i === 0 ? [] : readEcho(readBody(first!, "echo", from), steps.length);
      const signed = { digest: posted.digest, signature };
      const toAll = first!.subarray(i === 0 ? 0 : echoBytes(steps.length));
      return { signed, told, turn: { messages: [toAll, ...others], envelope: evidence.envelope! }, evidence };
    });
  };
  silent.delete(party);
  tell(null);
  try {
    return await Promise.all(steps.map(hear));
  } catch (error) {
    throw isStalled(error) ? stalled([...silent], agreement.schedule[step]!) : error;
  }
}

function placeOf(i: number, schedule: readonly ScheduledTurn[]): Omit<ProvingProgress, "arrived" | "awaited"> {
  const unposted = schedule.filter((turn) => !isPosted(turn));
  const { messages } = unposted.find(({ exchange }) => exchange === UNPOSTED_EXCHANGE + i)!;
  const exchanges = new Set(unposted.map(({ exchange }) => exchange)).size;
  return { exchange: i + 1, exchanges, content: messages[0]!.content };
}

function isStalled(error: unknown): boolean {
  const cause = error instanceof MessageFault ? error.error : error;
  return cause instanceof ProtocolError && cause.code === "SessionStalled";
}

/** Who falls silent here is named in words only: nothing on chain shows it. */
function stalled(parties: readonly number[], { messages }: ScheduledTurn): ProtocolError {
  const who = parties.length === 1 ? `party ${parties[0]} has` : `parties ${parties.join(", ")} have`;
  return new ProtocolError(
    "SessionStalled",
    `${who} not sent the ${messages[0]!.content}, and half of the exchange's period has passed`,
  );
}

/** Of this party's turns of the proof that are in the journal, in order. */
function ownDigests(context: RoundContext): Hex[] {
  const { party, agreement, journal } = context;
  return agreement.schedule.flatMap((turn, step) =>
    !isPosted(turn) && turn.from === party && journal.message(step) !== null ? [journalledDigest(step, context)] : [],
  );
}

/** The turns of an exchange in which every party sends, by party. */
function stepsOf(exchange: number, schedule: readonly ScheduledTurn[]): number[] {
  return [...schedule.keys()].filter((step) => schedule[step]!.exchange === exchange);
}

/** What a party says that it saw of an exchange, beside what this party saw. */
interface Told {
  readonly told: readonly SignedTurn[];
  readonly from: number;
  readonly seen: readonly SignedTurn[];
  readonly exchange: number;
}

/** Throws what `checkEcho` throws. */
function compare({ told, from, seen, exchange }: Told, { id, party, agreement }: RoundContext): Promise<void> {
  return checkEcho(told, from, { id: { ...id, exchange }, accounts: agreement.accounts, party, own: seen });
}
