// A set-up that an auditor was given, and who contributed to it.
import { SealedRefusal } from "./errors.ts";
import type { Place } from "./place.ts";
import type { Checks } from "./report/check.ts";
import { counted, listed } from "./report/counted.ts";
import { sealedReason } from "./report/sealed-reasons.ts";
import { checkContributions } from "./sealed/ceremony.ts";
import { readSetup, type SetupFile } from "./sealed/setup-file.ts";

export type Setup = SetupFile;

/**
 * Reads the file of a set-up. Throws AuditError `FileUnreadable` and `FileTooLarge`, and as
 * `readSetup` does.
 */
export async function readSetupFile(file: Place): Promise<Setup> {
  return readSetup(await file.read());
}

/** Checks the contributions; returns the accounts that made them, or null if one is wrong. */
export function checkSetup(setup: Setup, parties: readonly string[], checks: Checks): readonly string[] | null {
  try {
    const accounts = checkContributions(setup);
    const made = counted(accounts.length, "contribution");
    checks.add(
      "passed",
      "setup",
      "ContributionsHold",
      `The set-up has ${made}, each of which follows the one before, proves that its maker knew its factors, and is signed by its account: ${accounts.join(", ")}. ${ofParties(accounts, parties)}`,
    );
    return accounts;
  } catch (error) {
    if (!(error instanceof SealedRefusal)) throw error;
    checks.add("failed", "setup", error.code, `The set-up is not right: ${sealedReason(error)}.`);
    return null;
  }
}

/** Which parties of the round are among the contributors. */
function ofParties(accounts: readonly string[], parties: readonly string[]): string {
  const own = [...parties.keys()].filter((party) => accounts.includes(parties[party]!));
  if (own.length === 0) return "None of them is a party of this round.";
  if (own.length === parties.length) return "All parties of this round are among them.";
  return `Of the parties of this round, ${listed("party", own, "parties")} ${own.length === 1 ? "is" : "are"} among them.`;
}
