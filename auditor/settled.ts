// Checks a settled round: puts its certificate together from the settling calldata, verifies it
// again, and compares the result with what the chain records.
import type { Generators } from "./certificate/generators.ts";
import type { Header, Outcome, Statement } from "./certificate/types.ts";
import { type Verified, verifyCertificate } from "./certificate/verify.ts";
import type { History } from "./chain/history.ts";
import { readSettlement, type Settlement } from "./chain/settlement.ts";
import { outcomeOf, readOutcome } from "./chain/state.ts";
import type { ChainView } from "./chain/view.ts";
import { CertificateRefusal } from "./errors.ts";
import type { Checks } from "./report/check.ts";
import { counted } from "./report/counted.ts";
import { reasonInWords } from "./report/reasons.ts";

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
    "The outcome in storage is the one that the Settled event announced.",
    "The outcome in storage is not the one that the Settled event announced.",
  ]);
  const settlement = await readSettlement(view, history);
  if ("unreadable" in settlement) {
    const { unreadable, contradiction } = settlement;
    checks.add(
      contradiction ? "failed" : "unknown",
      "certificate",
      "CertificateUnreadable",
      `The certificate cannot be verified again: ${unreadable}.`,
    );
    return { settlement: null, verified: null };
  }
  const verified = verifyAgain(statement, settlement, checks);
  if (verified === null) return { settlement, verified };
  checks.expect(generators().counters === settlement.header.counters, "certificate", "GeneratorsCanonical", [
    "All generators of the commitments are the ones that the specification derives, each with the smallest counter.",
    "The parties committed with other generators than the specification derives: a counter is not the smallest.",
  ]);
  checks.expect(sameOutcome(stored, verified.outcome), "outcome", "OutcomeAsCertificate", [
    "The outcome in storage is exactly the one that the certificate proves.",
    "The outcome in storage is not the one that the certificate proves.",
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
    checks.add(
      "failed",
      "certificate",
      error.code,
      `The certificate is not valid: ${reasonInWords(error.code, error.index)}.`,
    );
    return null;
  }
}

function sayVerified(statement: Statement, header: Header, { outcome, contents }: Verified, checks: Checks): void {
  const rows = contents.rows.flat().length;
  const parties = statement.commitments.length;
  const say = (code: string, words: string) => checks.add("passed", "certificate", code, words);
  say(
    "CommitmentsOpen",
    `The certificate is about the rows that the ${parties} parties committed to: ${counted(rows, "row")} and the objective's.`,
  );
  say(
    "RangesHold",
    `The numbers of ${counted(contents.columns.length, "column")} and ${counted(rows, "row")} are within their ranges: signs, slacks, scalars and points.`,
  );
  say("DigestsHold", "The proofs are about exactly this outcome, round, coordinator and chain.");
  say(
    "AllContributed",
    "Every party has proven, for exactly this outcome, that it knows the rows that it committed to.",
  );
  if (header.kind !== 1) {
    say(
      "FormsHold",
      "Every party's rows give exactly the public slacks and residuals, proven without showing the rows.",
    );
  }
  const equation = {
    0: "Multipliers and reduced costs fit the committed rows and costs: the one multi-scalar multiplication gives the neutral element.",
    1: "The multipliers prove a contradiction among the committed rows, larger than residuals within tolerance could cause: no solution meets all of them.",
    2: "From a feasible point the committed objective falls without bound along the ray, faster than reduced costs within tolerance could cause.",
  }[header.kind]!;
  say("EquationHolds", equation);
  if (header.kind !== 0) return;
  say(
    "GapHolds",
    `The duality identity holds exactly. No point within the bounds that meets all committed rows is better by more than the gap, ${outcome.gap} of at most ${statement.gapTolerance}, in units of the last place; at the accepted prices the violated rows are worth at most ${outcome.violation}.`,
  );
}
