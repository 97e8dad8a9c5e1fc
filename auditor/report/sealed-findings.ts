// What an accepted sealed proof proves, check by check, and what of its key was checked.
import { type Kind, OPTIMAL } from "../certificate/types.ts";
import { phrase } from "../words/english.ts";
import type { Phrase } from "../words/phrase.ts";
import type { Checks } from "./check.ts";
import type { SealedReport } from "./sealed.ts";

/** What of the key of an accepted proof the audit checked. */
export function sayKey(key: SealedReport["key"], checks: Checks): void {
  if (key === "taken") {
    checks.add("skipped", "setup", "KeyTaken", phrase("KeyTaken"));
    return;
  }
  checks.add("passed", "setup", "SetupSound", phrase("SetupSound"));
  if (key === "checked") checks.add("passed", "setup", "KeyComputed", phrase("KeyComputed"));
  else checks.add("skipped", "setup", "BoundsTaken", phrase("BoundsTaken"));
}

/** What an accepted proof proves, under a key that was checked or not. */
export function sayProven(
  statement: { readonly kind: number; readonly parties: number; readonly gapTolerance: bigint },
  key: SealedReport["key"],
  checks: Checks,
): void {
  const { kind, parties, gapTolerance: tolerance } = statement;
  const say = (code: string, said: Phrase) => checks.add("passed", "proof", code, said);
  const sayUnderKey = (code: string, what: Phrase) =>
    say(code, phrase(key === "checked" ? "Proven" : "ProvenUnderKey", { what }));
  say("CommitmentsOpen", phrase("SealedCommitmentsOpen", { parties }));
  say("StatementHolds", phrase("StatementHolds"));
  sayUnderKey("EquationHolds", phrase(`sealed equation/${kind as Kind}`));
  if (kind === OPTIMAL) sayUnderKey("GapHolds", phrase("SealedGap", { tolerance }));
}
