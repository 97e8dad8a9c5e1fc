// A set-up that an auditor was given, and who contributed to it.
import { SealedRefusal } from "./errors.ts";
import type { Place } from "./place.ts";
import type { Checks } from "./report/check.ts";
import { sealedReason } from "./report/reasons.ts";
import { checkContributions } from "./sealed/ceremony.ts";
import { readSetup, type SetupFile } from "./sealed/setup-file.ts";
import { phrase } from "./words/english.ts";
import type { Phrase } from "./words/phrase.ts";

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
    const made = { count: accounts.length, accounts, parties: ofParties(accounts, parties) };
    checks.add("passed", "setup", "ContributionsHold", phrase("ContributionsHold", made));
    return accounts;
  } catch (error) {
    if (!(error instanceof SealedRefusal)) throw error;
    checks.add("failed", "setup", error.code, phrase("SetupWrong", { reason: sealedReason(error) }));
    return null;
  }
}

/** Which parties of the round are among the contributors. */
function ofParties(accounts: readonly string[], parties: readonly string[]): Phrase {
  const own = [...parties.keys()].filter((party) => accounts.includes(parties[party]!));
  if (own.length === 0) return phrase("NoPartyContributed");
  if (own.length === parties.length) return phrase("AllPartiesContributed");
  return phrase("PartiesContributed", { parties: own });
}
