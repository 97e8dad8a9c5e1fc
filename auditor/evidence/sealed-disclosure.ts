// Checks numbers of a sealed outcome that a company chose to disclose against the proof that
// settled the round. What is not disclosed stays hidden.
import { SealedRefusal } from "../errors.ts";
import type { Place } from "../place.ts";
import type { Checks } from "../report/check.ts";
import { sealedReason } from "../report/reasons.ts";
import { WHATS, type What } from "../sealed/disclosure/claims.ts";
import { checkSealedDisclosure } from "../sealed/disclosure/file.ts";
import type { SealedProof } from "../sealed/disclosure/steps.ts";
import { phrase } from "../words/english.ts";

/** A number of the outcome that was proven; integers at the scales of docs/sealed-disclosure.md. */
export interface DisclosedNumber {
  readonly what: What;
  /** Column from 1, row from 0 of the party's rows with each equality twice, or 0. */
  readonly index: number;
  readonly values: readonly bigint[];
  /** What the company calls it; not proven. */
  readonly name: string | null;
}

export interface NumbersReport {
  readonly party: number;
  readonly numbers: readonly DisclosedNumber[];
}

/**
 * Reads files of disclosures; returns what those that hold prove. `sealed` is the accepted proof,
 * null without one. Throws AuditError when a file is malformed or of another round or proof.
 */
export async function checkNumbers(
  files: readonly Place[],
  sealed: SealedProof | null,
  checks: Checks,
): Promise<NumbersReport[]> {
  if (sealed === null) {
    if (files.length > 0) checks.add("unknown", "disclosure", "NoProofToDiscloseFrom", phrase("NoProofToDiscloseFrom"));
    return [];
  }
  const reports: NumbersReport[] = [];
  for (const file of files) {
    const report = await checkFile(file, sealed, checks);
    if (report !== null) reports.push(report);
  }
  return reports;
}

async function checkFile(file: Place, sealed: SealedProof, checks: Checks): Promise<NumbersReport | null> {
  try {
    const { party, claims, names } = await checkSealedDisclosure(file, sealed);
    checks.add("passed", "disclosure", "NumbersProven", phrase("NumbersProven", { count: claims.length, party }));
    const numbers = claims.map(({ type, index, values }, i) => ({
      what: WHATS[type]!,
      index,
      values,
      name: names[i]!,
    }));
    return { party, numbers };
  } catch (error) {
    if (!(error instanceof SealedRefusal)) throw error;
    const said = phrase("NumbersNotProven", { file: file.path, reason: sealedReason(error) });
    checks.add("failed", "disclosure", error.code, said);
    return null;
  }
}
