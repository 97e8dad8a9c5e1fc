// Checks a settled round: puts its certificate together from the settling calldata, verifies it
// again, and compares the result with what the chain records.
import type { Generators } from "./certificate/generators.ts";
import { type Header, INFEASIBLE, type Kind, OPTIMAL, type Outcome, type Statement } from "./certificate/types.ts";
import { type Verified, verifyCertificate } from "./certificate/verify.ts";
import type { History } from "./chain/history.ts";
import { readSettlement, type Settlement } from "./chain/settlement.ts";
import { outcomeOf, readOutcome } from "./chain/state.ts";
import type { ChainView } from "./chain/view.ts";
import { CertificateRefusal } from "./errors.ts";
import type { Checks } from "./report/check.ts";
import { certificateReason } from "./report/reasons.ts";
import { phrase } from "./words/english.ts";
import type { Phrase } from "./words/phrase.ts";

/**
 * The statement that the round's certificate must prove, from its opening and its commitments
 * alone.
 */
export function statementOf({ key, params, commits }: History, paramsDigest: string): Statement {
  const { columns, objectiveOwner, solutionDecimals, multiplierDecimals } = params;
  const { residualTolerance, dualTolerance, gapTolerance, bounds, inequalities, equalities } = params;
  return {
    ...key,
    columns,
    objectiveOwner,
    solutionDecimals,
    multiplierDecimals,
    residualTolerance,
    dualTolerance,
    gapTolerance,
    bounds,
    paramsDigest,
    inequalities,
    equalities,
    commitments: commits.map((commit) => commit!.digest),
  };
}

export interface SettledRound {
  readonly settlement: Settlement | null;
  readonly verified: Verified | null;
}

/** What the verification of a certificate needs. */
export interface Verification {
  readonly statement: Statement;
  /** Computes the round's generators when they are needed. */
  readonly generators: () => Generators;
}

/** Checks a settled round. */
export async function checkSettled(
  view: ChainView,
  history: History,
  { statement, generators }: Verification,
  checks: Checks,
): Promise<SettledRound> {
  const stored = await readOutcome(view, statement.round);
  const announced = outcomeOf(history.settled!.args, 2);
  checks.expect(sameOutcome(stored, announced), "outcome", "OutcomeAsEvent", [
    phrase("OutcomeAsEvent"),
    phrase("OutcomeNotAsEvent"),
  ]);
  const settlement = await readSettlement(view, history);
  if ("unreadable" in settlement) {
    const { unreadable, contradiction } = settlement;
    checks.add(
      contradiction ? "failed" : "unknown",
      "certificate",
      "CertificateUnreadable",
      phrase("CertificateUnreadable", { why: unreadable }),
    );
    return { settlement: null, verified: null };
  }
  const verified = verifyAgain(statement, settlement, checks);
  if (verified === null) return { settlement, verified };
  checks.expect(generators().counters === settlement.header.counters, "certificate", "GeneratorsCanonical", [
    phrase("GeneratorsCanonical"),
    phrase("GeneratorsOther"),
  ]);
  checks.expect(sameOutcome(stored, verified.outcome), "outcome", "OutcomeAsCertificate", [
    phrase("OutcomeAsCertificate"),
    phrase("OutcomeNotAsCertificate"),
  ]);
  return { settlement, verified };
}

function sameOutcome(a: Outcome, b: Outcome): boolean {
  return (
    a.kind === b.kind &&
    a.objective === b.objective &&
    a.gap === b.gap &&
    a.violation === b.violation &&
    a.maxResidual === b.maxResidual &&
    a.statementDigest === b.statementDigest
  );
}

function verifyAgain(statement: Statement, { header, blocks }: Settlement, checks: Checks): Verified | null {
  try {
    const verified = verifyCertificate(statement, header, blocks);
    sayVerified(statement, header, verified, checks);
    return verified;
  } catch (error) {
    if (!(error instanceof CertificateRefusal)) throw error;
    const said = phrase("CertificateInvalid", { reason: certificateReason(error) });
    checks.add("failed", "certificate", error.code, said);
    return null;
  }
}

function sayVerified(statement: Statement, header: Header, { outcome, contents }: Verified, checks: Checks): void {
  const rows = contents.rows.flat().length;
  const parties = statement.commitments.length;
  const columns = contents.columns.length;
  const say = (code: string, said: Phrase) => checks.add("passed", "certificate", code, said);
  say("CommitmentsOpen", phrase("CommitmentsOpen", { parties, rows }));
  say("RangesHold", phrase("RangesHold", { columns, rows }));
  say("DigestsHold", phrase("DigestsHold"));
  say("AllContributed", phrase("AllContributed"));
  if (header.kind !== INFEASIBLE) say("FormsHold", phrase("FormsHold"));
  say("EquationHolds", phrase(`equation/${header.kind as Kind}`));
  if (header.kind !== OPTIMAL) return;
  const { gap, violation } = outcome;
  say("GapHolds", phrase("GapHolds", { gap, tolerance: statement.gapTolerance, violation }));
}
