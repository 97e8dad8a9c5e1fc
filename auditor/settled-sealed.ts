// Checks a round that was settled with a sealed proof: reads the proof from the settling call,
// verifies it again, with its key where the set-up is at hand, and compares with what the chain
// records.
import type { History } from "./chain/history.ts";
import { readOutcome } from "./chain/state.ts";
import type { ChainView } from "./chain/view.ts";
import { SealedRefusal } from "./errors.ts";
import type { Checks } from "./report/check.ts";
import { sealedReason } from "./report/reasons.ts";
import type { SealedReport } from "./report/sealed.ts";
import { sayKey, sayProven } from "./report/sealed-findings.ts";
import { auditSealed, type SealedVerdict } from "./sealed/audit.ts";
import type { SealedProof } from "./sealed/disclosure/steps.ts";
import { keyDigest } from "./sealed/key-digest.ts";
import { readSealedSettlement, type SealedSettlement } from "./sealed/settlement.ts";
import { statementDigest } from "./sealed/statement.ts";
import type { SealedStatement } from "./sealed/types.ts";
import { checkSetup, type Setup } from "./setup.ts";
import type { ValueTo } from "./terms.ts";
import { phrase } from "./words/english.ts";

export interface SettledSealed {
  readonly settlement: SealedSettlement | null;
  /** Null unless the proof is valid. */
  readonly sealed: SealedReport | null;
  /** The proof, where it is valid and of the outcome in storage. */
  readonly accepted: SealedProof | null;
}

const NOTHING = { sealed: null, accepted: null } as const;

/** What an auditor may have of a round beside the chain. */
export interface Given {
  readonly setup: Setup | null;
  /** U per column, of terms that are the round's; null without them. */
  readonly bounds: readonly bigint[] | null;
  /** The contract for shares of such terms; null without them, and where they name none. */
  readonly shares: string | null;
  /**
   * Who is told the objective's value, of terms that have each company learn its own part only;
   * null without terms, and where these have all learn the outcome.
   */
  readonly ownParts: ValueTo | null;
  /** Of the set-up that such terms name; null without them, and where the outcome is public. */
  readonly setupDigest: string | null;
}

/** Checks a round whose last event is SettledSealed. */
export async function checkSettledSealed(
  view: ChainView,
  history: History,
  given: Given,
  checks: Checks,
): Promise<SettledSealed> {
  const stored = await checkStored(view, history, checks);
  const settlement = await readSealedSettlement(view, history);
  if ("unreadable" in settlement) {
    const { unreadable, contradiction } = settlement;
    checks.add(
      contradiction ? "failed" : "unknown",
      "proof",
      "ProofUnreadable",
      phrase("ProofUnreadable", { why: unreadable }),
    );
    return { settlement: null, ...NOTHING };
  }
  const { kind, key } = settlement;
  const isAgreed = keyDigest(key) === history.params.sealedKey;
  checks.expect(isAgreed, "proof", "KeyAsAgreed", [phrase("KeyAsAgreed"), phrase("KeyNotAsAgreed")]);
  if (!isAgreed) return { settlement, ...NOTHING };
  const contributors = given.setup === null ? null : checkSetup(given.setup, history.params.parties, checks);
  const statement = statementOf(history, settlement, given.bounds);
  const verdict = verifyAgain(statement, settlement, given, checks);
  if (verdict === null) return { settlement, ...NOTHING };
  const digest = statementDigest(statement, key);
  const isStored = stored.kind === kind && stored.statementDigest === digest;
  checks.expect(isStored, "outcome", "OutcomeAsProof", [phrase("OutcomeAsProof"), phrase("OutcomeNotAsProof")]);
  const { size, srsDigest } = key;
  const sealed = { kind, statementDigest: digest, size, srsDigest, key: verdict.key, contributors };
  return { settlement, sealed, accepted: isStored ? { statement, key, proof: settlement.proof } : null };
}

/** Compares storage with the event; returns what is stored. */
async function checkStored(view: ChainView, history: History, checks: Checks) {
  const { args } = history.settled!;
  const stored = await readOutcome(view, history.key.round);
  const { kind, statementDigest: digest, objective, gap, violation, maxResidual } = stored;
  const isSame = BigInt(kind) === args[2] && digest === args[3];
  const isSilent = [objective, gap, violation, maxResidual].every((number) => number === 0n);
  checks.expect(isSame && isSilent, "outcome", "OutcomeAsEvent", [phrase("SealedAsEvent"), phrase("SealedNotAsEvent")]);
  return stored;
}

/** What the proof must prove, from the round's opening and its commitments. */
function statementOf(
  { key: round, params, commits }: History,
  { kind, key }: SealedSettlement,
  bounds: readonly bigint[] | null,
): SealedStatement {
  const { columns, objectiveOwner, solutionDecimals, multiplierDecimals } = params;
  const { residualTolerance, dualTolerance, gapTolerance } = params;
  return {
    ...round,
    ...{ kind, parties: params.parties.length, objectiveOwner, size: key.size, columns },
    ...{ solutionDecimals, multiplierDecimals, residualTolerance, dualTolerance, gapTolerance, bounds },
    commitments: commits.map((commit) => commit!.digest),
  };
}

const random = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes));

function verifyAgain(
  statement: SealedStatement,
  { key, proof }: SealedSettlement,
  { setup }: Given,
  checks: Checks,
): SealedVerdict | null {
  try {
    const atHand = setup === null ? null : { string: setup.string, random };
    const verdict = auditSealed({ statement, key, proof }, atHand);
    sayKey(verdict.key, checks);
    sayProven(statement, verdict.key, checks);
    return verdict;
  } catch (error) {
    if (!(error instanceof SealedRefusal)) throw error;
    checks.add("failed", "proof", error.code, phrase("ProofRefused", { reason: sealedReason(error) }));
    return null;
  }
}
