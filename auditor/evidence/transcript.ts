// Checks a party's transcript folder: every message in it against its digest on chain and its
// sender's account.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { History, Step } from "../chain/history.ts";
import type { ChainView } from "../chain/view.ts";
import { AuditError } from "../errors.ts";
import type { Checks } from "../report/check.ts";
import { counted, listed, verb } from "../report/counted.ts";
import { type Envelope, readEnvelope } from "./envelope.ts";
import { checkRoundOf, JsonValue, readBounded } from "./json.ts";
import { signedBy } from "./signed.ts";

/** Each party sends three messages to all others when the engine has ended. */
const SETTLEMENT_MESSAGES = 3;

/**
 * matches; refused: the sender posted that it stops; missing: it should be in the folder; absent:
 * it may have gone to other parties.
 */
export type MessageResult = "matches" | "wrong" | "refused" | "missing" | "absent";

export interface MessageReport {
  readonly step: number;
  readonly party: number;
  readonly result: MessageResult;
  readonly bodyBytes: number | null;
}

export interface TranscriptReport {
  readonly party: number;
  readonly messages: readonly MessageReport[];
}

/**
 * Checks a folder. Throws AuditError when it cannot be read, `OtherRound` when it belongs to
 * another round.
 */
export async function checkTranscript(
  folder: string,
  history: History,
  view: ChainView,
  checks: Checks,
): Promise<TranscriptReport> {
  const context = { history, view, checks };
  const json = await JsonValue.read(join(folder, "round.json"));
  checkRoundOf(json, history.key);
  const { parties } = history.params;
  const party = json.get("party").index(parties.length);
  const messages = join(folder, "messages");
  const names = new Set(await listFolder(messages));
  const found: MessageReport[] = [];
  for (const step of history.steps) {
    const name = fileOf(step.step);
    const bytes = names.delete(name) ? await readBounded(join(messages, name)) : null;
    found.push(bytes === null ? reportAbsence(step, party, history) : await reportEnvelope(step, bytes, context));
  }
  for (const name of names) {
    checks.add("failed", "transcript", "MessageNotPosted", `${name} is not a message that was posted in this round.`);
  }
  summarise(found, party, checks);
  return { party, messages: found };
}

const fileOf = (step: number): string => `${String(step).padStart(5, "0")}.bin`;

async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    throw new AuditError("FileUnreadable", `${folder} cannot be read`, { cause: error });
  }
}

function reportAbsence({ step, party, refusal }: Step, own: number, { params }: History): MessageReport {
  const parties = params.parties.length;
  const toAll = step >= params.schedule.length - SETTLEMENT_MESSAGES * parties;
  const expected = party === own || parties === 2 || toAll;
  return { step, party, result: refusal ? "refused" : expected ? "missing" : "absent", bodyBytes: null };
}

interface Context {
  readonly history: History;
  readonly view: ChainView;
  readonly checks: Checks;
}

async function reportEnvelope(step: Step, bytes: Buffer, { history, view, checks }: Context): Promise<MessageReport> {
  const envelope = readEnvelope(bytes);
  const fault: readonly [code: string, words: string] | null =
    envelope === null
      ? ["NotEnvelope", "is not a message of this protocol"]
      : (faultOf(step, envelope, history) ?? (await signatureFault(step, envelope, history, view)));
  if (fault !== null) {
    const [code, words] = fault;
    checks.add(
      code === "SignatureUnknown" ? "unknown" : "failed",
      "transcript",
      code,
      `The file of step ${step.step}, party ${step.party}, ${words}.`,
    );
  }
  return {
    step: step.step,
    party: step.party,
    result: fault === null ? "matches" : "wrong",
    bodyBytes: envelope?.bodyBytes ?? null,
  };
}

function faultOf(step: Step, envelope: Envelope, { key }: History): [code: string, words: string] | null {
  const { chainId, coordinator, round } = envelope.key;
  if (chainId !== key.chainId || coordinator !== key.coordinator || round !== key.round) {
    return ["MessageOfOtherRound", "belongs to another round"];
  }
  if (envelope.step !== step.step || envelope.from !== step.party) {
    return ["MessageMisplaced", `says step ${envelope.step} from party ${envelope.from}`];
  }
  if (envelope.digest !== step.digest) return ["MessageMismatch", "is not the message whose digest is on chain"];
  return null;
}

/** An account that is a contract is asked at the block in which the message's digest was posted. */
async function signatureFault(
  step: Step,
  envelope: Envelope,
  { params }: History,
  view: ChainView,
): Promise<[code: string, words: string] | null> {
  const signed = await signedBy(envelope, params.parties[step.party]!, step.block.number, view);
  if (signed === "no") return ["SignatureInvalid", "is not signed by the party's account"];
  if (signed === "yes") return null;
  return ["SignatureUnknown", `cannot be checked: the node no longer has the state of block ${step.block.number}`];
}

function summarise(found: readonly MessageReport[], party: number, checks: Checks): void {
  const of = (result: MessageResult) => found.filter((message) => message.result === result).map(({ step }) => step);
  const [matching, missing, absent] = [of("matches"), of("missing"), of("absent")];
  if (matching.length > 0) {
    checks.add(
      "passed",
      "transcript",
      "MessagesMatch",
      matching.length === 1
        ? `1 message of party ${party}'s transcript is the one whose digest is on chain, signed by its sender's account.`
        : `${matching.length} messages of party ${party}'s transcript are those whose digests are on chain, each signed by its sender's account.`,
    );
  }
  if (missing.length > 0) {
    checks.add(
      "unknown",
      "transcript",
      "MessagesMissing",
      `Party ${party}'s transcript lacks ${missing.length === 1 ? "the message" : "the messages"} of ${listed("step", missing)}.`,
    );
  }
  if (absent.length > 0) {
    checks.add(
      "skipped",
      "transcript",
      "MessagesOfOthers",
      `${counted(absent.length, "message")} between other parties ${verb(absent.length, "is", "are")} not part of party ${party}'s transcript.`,
    );
  }
}
