// Checks what a party's client kept when it stopped: fault.json, message.bin where another party
// had sent it something, and turns of others beside it. Says, from the chain alone, what that
// proves to somebody who trusts neither of the two.
import type { Place } from "../place.ts";
import type { Checks } from "../report/check.ts";
import { phrase } from "../words/english.ts";
import type { Phrase } from "../words/phrase.ts";
import { type Claim, type Finding, isSameRound, type Known, provesNothing } from "./claim.ts";
import { keepsClosings, withClosings } from "./contradicting.ts";
import { wrongIn } from "./dealt.ts";
import { type Envelope, readEnvelope } from "./envelope.ts";
import { checkRoundOf, JsonValue } from "./json.ts";
import { NOT_COMMITTED, withFirstTurns } from "./not-committed.ts";
import { areCommitted, pointsLength } from "./own-points.ts";
import { lacksMessage, settlementOf, turnsOf } from "./parts.ts";
import { signedBy } from "./signed.ts";
import { checkTurns } from "./turns.ts";
import { FIRST_UNPOSTED } from "./unposted.ts";
import { withUnposted } from "./unposted-fault.ts";

/** Most turns of a round: 255 parties in 14 exchanges. */
const MAX_TURNS = 255 * 14;
/** Kind and digest of the answer, before the points of a share of the outcome. */
const SHARE_HEAD = 1 + 32;

export interface EvidenceReport {
  /** The party whose client kept it. */
  readonly keeper: number;
  /** The party that it names; null where it names none. */
  readonly named: number | null;
  /** Why the keeper's client stopped, in its own words. */
  readonly code: string;
  /** The exchange in which it found the fault; null where it names none. */
  readonly exchange: number | null;
  /** Code of the check that says what is proven. */
  readonly finding: string;
}

/**
 * Checks a folder. Throws AuditError when it cannot be read, `OtherRound` when it belongs to
 * another round.
 */
export async function checkEvidence(folder: Place, known: Known, checks: Checks): Promise<EvidenceReport> {
  const { history, view } = known;
  const json = await JsonValue.read(folder.at("fault.json"));
  checkRoundOf(json, history.key, "evidence");
  const parties = history.params.parties.length;
  const keeper = json.get("party").index(parties);
  const fault = json.get("fault");
  const code = fault.get("code").text();
  const named = fault.get("party").optional((value) => value.index(parties));
  const step = fault.get("step").optional((value) => value.index(MAX_TURNS));
  const turn = (step === null ? null : turnsOf(history.params)[step]) ?? null;
  const posted = fault.get("posted").optional((value) => value.hex(32).toLowerCase());
  const message = await readIfThere(folder.at("message.bin"));
  const turns = folder.at("turns");
  const [result, finding, said] = await (async (): Promise<Finding> => {
    if (named === null) return ["skipped", "NobodyNamed", phrase("NobodyNamed", { keeper, code })];
    const claim = { code, keeper, named, turn, ...known };
    if (message === null) return withoutMessage(claim);
    const envelope = readEnvelope(message);
    return envelope !== null && envelope.exchange >= FIRST_UNPOSTED
      ? withUnposted(claim, envelope, await readIfThere(folder.at("own-copy.bin")))
      : withMessage(claim, envelope, turns);
  })();
  checks.add(result, "evidence", finding, said);
  if (posted !== null && turn !== null && posted !== history.postOf(turn)?.digest) {
    const changed = phrase("DigestChanged", { keeper, party: turn.from, exchange: turn.exchange });
    checks.add("unknown", "evidence", "DigestChanged", changed);
  }
  if (code !== NOT_COMMITTED && !keepsClosings({ code, turn, history }))
    await checkTurns(turns, { keeper, history, view }, checks);
  return { keeper, named, code, exchange: turn?.exchange ?? null, finding };
}

async function readIfThere(file: Place): Promise<Uint8Array | null> {
  return (await file.exists()) ? file.read() : null;
}

/** Silence and refusals are visible on chain; a message that a party withheld is not. */
function withoutMessage({ code, named, turn, history }: Claim): Finding {
  if (history.expired !== null && history.due.includes(named)) {
    return ["passed", "SilenceProven", phrase("SilenceProven", { party: named })];
  }
  const post = turn === null ? undefined : history.postOf(turn);
  if (post?.refusal === true && post.party === named) {
    return ["passed", "RefusalOnChain", phrase("RefusalOnChain", { party: named, exchange: post.exchange })];
  }
  return ["unknown", "NothingProven", phrase("NoTrace", { named, code })];
}

async function withMessage(claim: Claim, envelope: Envelope | null, turns: Place): Promise<Finding> {
  const { named, turn, history, view, code } = claim;
  const nothing = (why: Phrase) => provesNothing(claim, why);
  if (envelope === null) return nothing(phrase("NotEnvelope"));
  const { exchange } = envelope;
  const { key, params } = history;
  const post = history.postOf(envelope);
  // A contract is asked at the block in which it posted the turn's digest; later it may answer
  // differently.
  const block = post?.block.number ?? view.head.number;
  const signed = await signedBy(envelope, params.parties[named]!, block, view);
  if (signed === "no") return nothing(phrase("EnvelopeUnsigned", { party: named }));
  if (signed === "unknown") return nothing(phrase("SignedStateGone", { block, party: named }));
  if (!isSameRound(envelope.key, key) || post?.party !== named) {
    return nothing(phrase("EnvelopeElsewhere"));
  }
  // A party that stops posts a refusal, even in place of the digest of messages that it has already
  // signed.
  if (post.refusal) return nothing(phrase("StoppedAfterSigning", { party: named, exchange }));
  if (envelope.digest !== post.digest) {
    return ["passed", "EquivocationProven", phrase("SignedOther", { party: named, exchange })];
  }
  if (turn?.exchange !== exchange || turn.from !== named)
    return nothing(phrase("PostedThese", { party: named, exchange }));
  if (lacksMessage(envelope, params)) return nothing(phrase("EnvelopeLacks"));
  if (breaksCommitment(claim, envelope))
    return ["passed", "CommitmentBroken", phrase("CommitmentBroken", { party: named, exchange })];
  const wrong = wrongIn(claim, envelope);
  if (wrong !== null) return ["passed", wrong, phrase(wrong, { party: named, exchange })];
  const found = await (code === NOT_COMMITTED ? withFirstTurns(claim, turns) : withClosings(claim, turns));
  return found ?? ["unknown", "MessageAuthentic", phrase("MessageAuthentic", { party: named, exchange, code })];
}

/**
 * Whether the envelope holds the party's share of the outcome, which begins with the party's
 * points, and these are not the committed ones.
 */
function breaksCommitment(claim: Claim, { exchange, parts }: Envelope): boolean {
  const [share] = parts;
  if (settlementOf(claim.history.params)?.shares?.[claim.named] !== exchange || parts.length !== 1) return false;
  const end = SHARE_HEAD + pointsLength(claim);
  const body = share!.body!;
  return body.length < end || areCommitted(claim, body.subarray(SHARE_HEAD, end)) === "no";
}
