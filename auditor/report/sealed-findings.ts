// What an accepted sealed proof proves, check by check, and what of its key was checked.
import { OPTIMAL } from "../certificate/types.ts";
import type { Checks } from "./check.ts";
import type { SealedReport } from "./sealed.ts";

/** What of the key of an accepted proof the audit checked. */
export function sayKey(key: SealedReport["key"], checks: Checks): void {
  if (key === "taken") {
    checks.add(
      "skipped",
      "setup",
      "KeyTaken",
      "No set-up was given: the key of the proof is taken as the companies agreed on it when they committed, and not computed again. So the proof convinces only who trusts at least one of them to have checked set-up and bounds before; under a false key, anything could be proven.",
    );
    return;
  }
  checks.add(
    "passed",
    "setup",
    "SetupSound",
    "The set-up given is the one of the key, and its points are the powers of two numbers: all of them were checked.",
  );
  if (key === "checked")
    checks.add(
      "passed",
      "setup",
      "KeyComputed",
      "The key of the proof was computed again from the set-up, the number of columns and the upper bounds of the round's terms.",
    );
  else
    checks.add(
      "skipped",
      "setup",
      "BoundsTaken",
      "The round's terms were not given: the upper bounds in the key are taken as the companies agreed on them. All else of the key was computed again from the set-up.",
    );
}

const EQUATION: Readonly<Record<number, string>> = {
  0: "there are a point and multipliers for the committed rows and costs, hidden in the proof, within the tolerances of rows and of reduced costs.",
  1: "there are multipliers, hidden in the proof, with which the committed rows contradict each other by more than residuals within tolerance could cause: no solution meets all of them.",
  2: "there are a point and a ray, hidden in the proof, along which the committed objective falls without bound, faster than reduced costs within tolerance could cause.",
};

/** What an accepted proof proves, under a key that was checked or not. */
export function sayProven(
  statement: { readonly kind: number; readonly parties: number; readonly gapTolerance: bigint },
  key: SealedReport["key"],
  checks: Checks,
): void {
  const under = key === "checked" ? "Proven: " : "Proven if the key is right: ";
  const say = (code: string, words: string) => checks.add("passed", "proof", code, words);
  say(
    "CommitmentsOpen",
    `The proof is about what the ${statement.parties} parties committed to: its points for their rows, and for the owner's costs, are those of the commitments.`,
  );
  say("StatementHolds", "The proof is about exactly this kind of outcome, round, coordinator and chain.");
  say("EquationHolds", `${under}${EQUATION[statement.kind]!}`);
  if (statement.kind === OPTIMAL)
    say(
      "GapHolds",
      `${under}no point within the upper bounds that meets all committed rows is better than the companies' by more than the gap that the round tolerates, ${statement.gapTolerance} in units of the last place. How much of that is used is sealed.`,
    );
}
