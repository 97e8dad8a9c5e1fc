// Why a party's side of a round ended, for its journal: what was wrong, who is named, and the
// evidence against that party.
import type { Hex } from "viem";
import { asConcordatError, ChainError, ProtocolError } from "../../errors.ts";
import type { Fault, RoundJournal } from "../../journal/round-journal.ts";
import { decodeEnvelope } from "../../round/envelope.ts";
import type { Observed } from "../../round/observed.ts";
import type { ScheduledTurn } from "../../round/schedule.ts";

/** A message as this party saw it. */
export interface MessageEvidence {
  readonly step: number;
  readonly from: number;
  /** Its digest on chain; null for a turn that is not posted. */
  readonly posted: Hex | null;
  /** What the sender delivered; null if nothing. */
  readonly envelope: Uint8Array | null;
}

/** A departure from the protocol that a message shows. */
export class MessageFault extends Error {
  readonly error: ProtocolError;
  readonly evidence: MessageEvidence;

  constructor(error: ProtocolError, evidence: MessageEvidence) {
    super(error.message, { cause: error });
    this.error = error;
    this.evidence = evidence;
  }
}

/** Runs `work` on a message; a ProtocolError becomes a MessageFault. */
export async function attributed<T>(evidence: MessageEvidence, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof ProtocolError ? new MessageFault(error, evidence) : error;
  }
}

/** The journal's entry for `error`, which a message has shown. */
export function faultOfMessage(
  error: unknown,
  evidence: MessageEvidence,
  schedule: readonly ScheduledTurn[],
  journal: RoundJournal,
): Fault {
  const { step, posted, envelope } = evidenceAgainst(said(error).party, evidence, schedule, journal);
  return { ...said(error), step, posted, envelope };
}

type Evidence = Pick<Fault, "step" | "posted" | "envelope">;

/**
 * The message itself, or, when it shows the fault of a party other than its sender, the last
 * message that this other party sent before it; no message when nobody is named. A turn that is not
 * posted has what it shows of others within it, under their signatures.
 */
function evidenceAgainst(
  party: number | null,
  evidence: MessageEvidence,
  schedule: readonly ScheduledTurn[],
  journal: RoundJournal,
): Evidence {
  const nothing = { step: null, posted: null, envelope: null };
  if (party === null && evidence.envelope !== null) return nothing;
  const isUnposted = evidence.posted === null && evidence.envelope !== null;
  if (party === null || party === evidence.from || isUnposted) return evidence;
  const steps = schedule.flatMap(({ from }, step) => (from === party && step < evidence.step ? [step] : []));
  for (const step of steps.toReversed()) {
    const envelope = journal.message(step);
    if (envelope !== null) return { step, posted: decodeEnvelope(envelope).digest, envelope };
  }
  return nothing;
}

const TIME_OVER = new Set(["RoundExpired", "RoundLate"]);

/** A fault without a message: silence names the party that was due, as far as `seen` shows. */
export function faultWithoutMessage(error: unknown, seen: Observed, schedule: readonly ScheduledTurn[]): Fault {
  const fault = { ...said(error), step: null, posted: null, envelope: null };
  if (!(error instanceof ChainError) || !TIME_OVER.has(error.code)) return fault;
  const { step, parties } = dueIn(seen, schedule);
  if (parties.length === 0) return fault;
  const words = parties.length === 1 ? `party ${parties[0]} was due` : `parties ${parties.join(", ")} were due`;
  return { ...fault, step, message: `${fault.message}; ${words}`, party: parties.length === 1 ? parties[0]! : null };
}

/**
 * Who let the round's time run out: those without a commitment, then those that have not posted in
 * the current exchange; nobody once all is posted.
 */
function dueIn({ committed, exchange, posted }: Observed, schedule: readonly ScheduledTurn[]) {
  const silent = committed.flatMap((isThere, party) => (isThere ? [] : [party]));
  if (silent.length > 0) return { step: null, parties: silent };
  const steps = [...schedule.keys()].filter((step) => schedule[step]!.exchange === exchange && !posted.has(step));
  return { step: steps.length === 1 ? steps[0]! : null, parties: steps.map((step) => schedule[step]!.from) };
}

function said(error: unknown): Pick<Fault, "code" | "message" | "party" | "at"> {
  const { code, message } = asConcordatError(error);
  const party = (error instanceof ProtocolError ? error.party : undefined) ?? null;
  return { code, message, party, at: Math.floor(Date.now() / 1000) };
}
