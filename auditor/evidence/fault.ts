// Checks what a party's client kept when it stopped: fault.json, and message.bin where another
// party had sent it something. Says, from the chain alone, what that proves to somebody who trusts
// neither of the two parties.
import { access } from "node:fs/promises";
import { join } from "node:path";
import { hexlify } from "ethers";
import { wordsOf } from "../certificate/digests.ts";
import type { Generators } from "../certificate/generators.ts";
import type { Affine } from "../certificate/group.ts";
import type { History } from "../chain/history.ts";
import type { ChainView } from "../chain/view.ts";
import type { CheckResult, Checks } from "../report/check.ts";
import { isCommitted } from "./disclosure.ts";
import { ENVELOPE_HEAD, type Envelope, readEnvelope } from "./envelope.ts";
import { checkRoundOf, JsonValue, readBounded } from "./json.ts";
import { signedBy } from "./signed.ts";

/** Strict bound on the steps of a round. */
const STEP_LIMIT = 1 << 16;
const POINT_BYTES = 64;

export interface EvidenceReport {
  /** The party whose client kept it. */
  readonly keeper: number;
  /** The party that it names; null where it names none. */
  readonly named: number | null;
  /** Why the keeper's client stopped, in its own words. */
  readonly code: string;
  readonly step: number | null;
  /** Code of the check that says what is proven. */
  readonly finding: string;
}

interface Claim {
  readonly code: string;
  readonly named: number;
  readonly step: number | null;
  readonly history: History;
  readonly view: ChainView;
  readonly generators: () => Generators;
}

type Finding = readonly [result: CheckResult, code: string, words: string];

/**
 * Checks a folder. Throws AuditError when it cannot be read, `OtherRound` when it belongs to
 * another round.
 */
export async function checkEvidence(
  folder: string,
  { history, view, generators }: Pick<Claim, "history" | "view" | "generators">,
  checks: Checks,
): Promise<EvidenceReport> {
  const json = await JsonValue.read(join(folder, "fault.json"));
  checkRoundOf(json, history.key);
  const parties = history.params.parties.length;
  const keeper = json.get("party").index(parties);
  const fault = json.get("fault");
  const code = fault.get("code").text();
  const named = fault.get("party").optional((value) => value.index(parties));
  const step = fault.get("step").optional((value) => value.index(STEP_LIMIT));
  const posted = fault.get("posted").optional((value) => value.hex(32).toLowerCase());
  const file = join(folder, "message.bin");
  const message = (await exists(file)) ? await readBounded(file) : null;
  const [result, finding, words] = await (async (): Promise<Finding> => {
    if (named === null) return ["skipped", "NobodyNamed", `Party ${keeper} stopped (${code}) and names nobody.`];
    const claim = { code, named, step, history, view, generators };
    return message === null ? withoutMessage(claim) : withMessage(claim, message);
  })();
  checks.add(result, "evidence", finding, words);
  if (posted !== null && step !== null && posted !== history.steps[step]?.digest) {
    const text = `Party ${keeper} says that another digest stood on chain for step ${step}: the chain was reorganised since, or the party is wrong.`;
    checks.add("unknown", "evidence", "DigestChanged", text);
  }
  return { keeper, named, code, step, finding };
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** Silence and refusals are visible on chain; a message that a party withheld is not. */
function withoutMessage({ code, named, step, history }: Claim): Finding {
  if (history.expired !== null && history.due.includes(named)) {
    return ["passed", "SilenceProven", `Party ${named} was due when the round expired, as the chain shows.`];
  }
  const at = step === null ? undefined : history.steps[step];
  if (at?.refusal === true && at.party === named) {
    return ["passed", "RefusalOnChain", `Party ${named} refused step ${step}. That is no fault: it may have had to.`];
  }
  const text = `Nothing proves that party ${named} is at fault (${code}): a message that it withheld, or sent malformed, leaves no trace.`;
  return ["unknown", "NothingProven", text];
}

async function withMessage(claim: Claim, bytes: Buffer): Promise<Finding> {
  const { code, named, history, view } = claim;
  const envelope = readEnvelope(bytes);
  const nothing = (why: string): Finding => [
    "unknown",
    "NothingProven",
    `${why}: it proves nothing about party ${named} (${code}).`,
  ];
  if (envelope === null) return nothing("The file is not a message of this protocol");
  const { chainId, coordinator, round } = envelope.key;
  const { key } = history;
  const at = history.steps[envelope.step];
  // A contract is asked at the block in which it posted the step's digest; later it may answer
  // differently.
  const block = at?.block.number ?? view.head.number;
  const signed = await signedBy(envelope, history.params.parties[named]!, block, view);
  if (signed === "no") return nothing(`Party ${named}'s account did not sign the message`);
  if (signed === "unknown")
    return nothing(
      `The node no longer has the state of block ${block}, in which party ${named}'s account may have signed`,
    );
  const isOwn = chainId === key.chainId && coordinator === key.coordinator && round === key.round;
  if (!isOwn || envelope.from !== named || at === undefined || at.party !== named) {
    return nothing("The message is signed, but is not one that the party had to send in this round");
  }
  // A party that stops posts a refusal, even in place of a message that it has already signed.
  if (at.refusal)
    return nothing(`Party ${named} stopped at step ${envelope.step}, and had signed a message for it before`);
  if (envelope.digest !== at.digest) {
    const text = `Party ${named}'s account signed a message for step ${envelope.step} that is not the one whose digest it posted.`;
    return ["passed", "EquivocationProven", text];
  }
  if (envelope.step !== claim.step)
    return nothing(`The message is the one that party ${named} posted for step ${envelope.step}`);
  if (breaksCommitment(claim, envelope, bytes)) {
    return [
      "passed",
      "CommitmentBroken",
      `Party ${named} posted points in step ${envelope.step} that it did not commit to.`,
    ];
  }
  const text = `Party ${named} signed and posted the message of step ${envelope.step}. A party of the round can tell whether it is wrong (${code}).`;
  return ["unknown", "MessageAuthentic", text];
}

/**
 * Whether the message is the party's share of the outcome, which begins with the party's points,
 * and these are not the committed ones.
 */
function breaksCommitment({ named, history, generators }: Claim, { step }: Envelope, bytes: Buffer): boolean {
  const { parties, schedule, inequalities, equalities, objectiveOwner } = history.params;
  const shares = schedule.length - 2 * parties.length;
  if (step < shares || step >= shares + parties.length) return false;
  const rows = inequalities[named]! + equalities[named]!;
  const owns = named === objectiveOwner;
  const length = POINT_BYTES * (rows + (owns ? 1 : 0));
  if (bytes.length < ENVELOPE_HEAD + length) return true;
  const words = wordsOf(hexlify(bytes.subarray(ENVELOPE_HEAD, ENVELOPE_HEAD + length)));
  const points = Array.from({ length: words.length / 2 }, (_, i): Affine => [words[2 * i]!, words[2 * i + 1]!]);
  const objectivePoint = owns ? points.pop()! : null;
  return !isCommitted(history, named, { points, objectivePoint }, generators().counters);
}
