// Checks a party's transcript folder: everything in it that a party sent in an exchange, against
// the digest on chain and the sender's account.
import type { History, Post } from "../chain/history.ts";
import type { ChainView } from "../chain/view.ts";
import type { Place } from "../place.ts";
import type { Checks } from "../report/check.ts";
import { phrase } from "../words/english.ts";
import type { Phrase } from "../words/phrase.ts";
import { checkEchoes, type PostedEnvelope } from "./echoes.ts";
import { type Envelope, readEnvelope } from "./envelope.ts";
import { checkRoundOf, JsonValue } from "./json.ts";
import { concerns, isEcho, partsFault, turnFile } from "./parts.ts";
import { signedBy } from "./signed.ts";

/**
 * matches; refused: the sender posted that it stops; missing: it should be in the folder; absent:
 * it may have gone to other parties.
 */
export type TurnResult = "matches" | "wrong" | "refused" | "missing" | "absent";

export interface TurnReport {
  readonly exchange: number;
  readonly party: number;
  readonly result: TurnResult;
  /** Bytes of all bodies that the folder has of the turn; null without any. */
  readonly bodyBytes: number | null;
}

export interface TranscriptReport {
  readonly party: number;
  /** One for each post, in the order of the posts. */
  readonly turns: readonly TurnReport[];
}

/**
 * Checks a folder. Throws AuditError when it cannot be read, `OtherRound` when it belongs to
 * another round.
 */
export async function checkTranscript(
  folder: Place,
  history: History,
  view: ChainView,
  checks: Checks,
): Promise<TranscriptReport> {
  const json = await JsonValue.read(folder.at("round.json"));
  checkRoundOf(json, history.key, "transcript");
  const party = json.get("party").index(history.params.parties.length);
  const context = { party, history, view, checks };
  const messages = folder.at("messages");
  const names = new Set(await messages.names());
  const found: TurnReport[] = [];
  const matching: PostedEnvelope[] = [];
  for (const post of history.posts) {
    const name = turnFile({ exchange: post.exchange, from: post.party });
    const bytes = names.delete(name) ? await messages.at(name).read() : null;
    const envelope = bytes === null ? null : readEnvelope(bytes);
    const report = bytes === null ? reportAbsence(post, party, history) : await reportEnvelope(post, envelope, context);
    found.push(report);
    if (envelope !== null && report.result === "matches") matching.push({ post, envelope });
  }
  await checkEchoes(matching, history, view, checks);
  for (const name of names) {
    checks.add("failed", "transcript", "MessageNotPosted", phrase("MessageNotPosted", { file: name }));
  }
  summarise(found, party, history, checks);
  return { party, turns: found };
}

function reportAbsence({ exchange, party, refusal }: Post, own: number, { params }: History): TurnReport {
  const isExpected = concerns({ exchange, from: party }, own, params);
  return { exchange, party, result: refusal ? "refused" : isExpected ? "missing" : "absent", bodyBytes: null };
}

interface Context {
  /** Whose transcript it is. */
  readonly party: number;
  readonly history: History;
  readonly view: Pick<ChainView, "ask">;
  readonly checks: Checks;
}

type Fault = readonly [code: string, said: Phrase];

/** `envelope` is null where the file is none. */
async function reportEnvelope(post: Post, envelope: Envelope | null, context: Context): Promise<TurnReport> {
  const { exchange, party, refusal } = post;
  const fault: Fault | null =
    envelope === null
      ? ["NotEnvelope", phrase("message/NotEnvelope")]
      : (faultOf(post, envelope, context) ?? (await signatureFault(post, envelope, context)));
  if (fault !== null) {
    const [code, what] = fault;
    context.checks.add(
      code === "SignatureUnknown" ? "unknown" : "failed",
      "transcript",
      code,
      phrase("MessageFault", { party, exchange, fault: what }),
    );
  }
  const bodies = envelope?.parts.flatMap(({ body }) => (body === null ? [] : [body.length])) ?? [];
  return {
    exchange,
    party,
    result: fault !== null ? "wrong" : refusal ? "refused" : "matches",
    bodyBytes: bodies.length === 0 ? null : bodies.reduce((sum, length) => sum + length),
  };
}

/** Who stops may have signed its turn before; then it posts a refusal in place of its digest. */
function faultOf(post: Post, envelope: Envelope, { history }: Context): Fault | null {
  const { key, params } = history;
  const { chainId, coordinator, round } = envelope.key;
  if (chainId !== key.chainId || coordinator !== key.coordinator || round !== key.round) {
    return ["MessageOfOtherRound", phrase("message/OtherRound")];
  }
  if (envelope.exchange !== post.exchange || envelope.from !== post.party) {
    return ["MessageMisplaced", phrase("message/Misplaced", { exchange: envelope.exchange, party: envelope.from })];
  }
  if (envelope.digest !== post.digest && !post.refusal) {
    return ["MessageMismatch", phrase("message/Mismatch")];
  }
  return partsFault(envelope, params);
}

/** An account that is a contract is asked at the block in which the turn's digest was posted. */
async function signatureFault(
  { party, block }: Post,
  envelope: Envelope,
  { history, view }: Context,
): Promise<Fault | null> {
  const signed = await signedBy(envelope, history.params.parties[party]!, block.number, view);
  if (signed === "no") return ["SignatureInvalid", phrase("message/Unsigned")];
  if (signed === "yes") return null;
  return ["SignatureUnknown", phrase("message/SignatureUnknown", { block: block.number })];
}

function summarise(found: readonly TurnReport[], party: number, { params }: History, checks: Checks): void {
  const of = (result: TurnResult) => found.filter((turn) => turn.result === result);
  const [matching, missing, lacking] = [of("matches"), of("missing"), of("absent")];
  const [echoes, absent] = [true, false].map((wanted) =>
    lacking.filter((turn) => isEcho({ exchange: turn.exchange, from: turn.party }, params) === wanted),
  ) as [TurnReport[], TurnReport[]];
  if (matching.length > 0)
    checks.add("passed", "transcript", "MessagesMatch", phrase("MessagesMatch", { count: matching.length, party }));
  if (missing.length > 0) {
    const turns = missing.map((turn) => phrase("TurnOf", { party: turn.party, exchange: turn.exchange }));
    checks.add("unknown", "transcript", "MessagesMissing", phrase("MessagesMissing", { party, turns }));
  }
  if (echoes.length > 0) {
    const parties = echoes.map((turn) => turn.party);
    checks.add("skipped", "transcript", "EchoesMissing", phrase("EchoesMissing", { party, parties }));
  }
  if (absent.length > 0) {
    const said = phrase("MessagesOfOthers", { turns: absent.length, party });
    checks.add("skipped", "transcript", "MessagesOfOthers", said);
  }
}
