// Why a party's side of a round ended, for its journal: what was wrong, who is named, and the evidence against that party.
import type { Hex } from "viem";
import { persist, readCommitment, readState } from "../../chain/coordinator/read.ts";
import { asConcordatError, ChainError, ProtocolError } from "../../errors.ts";
import type { Fault } from "../../journal/round-journal.ts";
import { decodeEnvelope } from "../../round/envelope.ts";
import type { RoundContext } from "../drive/context.ts";

/** A message as it was looked at. */
export interface MessageSight {
  readonly step: number;
  readonly from: number;
  /** Its digest on chain. */
  readonly posted: Hex;
  /** What the sender gave; null where it gave nothing. */
  readonly envelope: Uint8Array | null;
}

/** Runs `work` on a message; a ProtocolError is journalled with the evidence against the party that it names. */
export async function blamed<T>(context: RoundContext, sight: MessageSight, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProtocolError) {
      const { step, posted, envelope } = evidenceAgainst(error.party, sight, context);
      context.journal.keepFault({ ...said(error), step, posted, envelope });
    }
    throw error;
  }
}

/** The message at hand, or, when it shows another party's fault than its sender's, the last one that this other party gave. */
function evidenceAgainst(
  party: number | undefined,
  sight: MessageSight,
  { agreement, journal }: RoundContext,
): Pick<Fault, "step" | "posted" | "envelope"> {
  if (party === undefined || party === sight.from) return sight;
  for (let step = sight.step - 1; step >= 0; step--) {
    const envelope = agreement.schedule[step]!.from === party ? journal.message(step) : null;
    if (envelope !== null) return { step, posted: decodeEnvelope(envelope).digest, envelope };
  }
  return { step: null, posted: null, envelope: null };
}

/** A fault without a message: silence names the party that was due. Throws as `persist` does. */
export async function faultOf(error: unknown, context: RoundContext): Promise<Fault> {
  const fault = { ...said(error), step: null, posted: null, envelope: null };
  if (!(error instanceof ChainError) || !TIME_OVER.has(error.code)) return fault;
  const { step, parties } = await persist(() => readDue(context), context.waiting);
  if (parties.length === 0) return fault;
  const words = parties.length === 1 ? `party ${parties[0]} was due` : `parties ${parties.join(", ")} were due`;
  return { ...fault, step, message: `${fault.message}; ${words}`, party: parties.length === 1 ? parties[0]! : null };
}

const TIME_OVER = new Set(["RoundExpired", "RoundLate"]);

/** Who let the round's time run out: those without a commitment, then whoever's step was next; nobody once all is posted. */
async function readDue({ session, id, agreement }: RoundContext) {
  const commitments = await Promise.all(agreement.accounts.map((_, party) => readCommitment(session, id.round, party)));
  const silent = commitments.flatMap((digest, party) => (digest === null ? [party] : []));
  if (silent.length > 0) return { step: null, parties: silent };
  const { stepsPosted } = (await readState(session, id.round)).state;
  const next = agreement.schedule[stepsPosted];
  return next === undefined ? { step: null, parties: [] } : { step: stepsPosted, parties: [next.from] };
}

function said(error: unknown): Pick<Fault, "code" | "message" | "party" | "at"> {
  const { code, message } = asConcordatError(error);
  const party = (error instanceof ProtocolError ? error.party : undefined) ?? null;
  return { code, message, party, at: Math.floor(Date.now() / 1000) };
}
