// One line of an audit: what was checked, and with which result.
import { inEnglish } from "../words/english.ts";
import type { Phrase } from "../words/phrase.ts";

/**
 * passed; failed: it is wrong; unknown: it should have been checked and could not; skipped: nothing
 * was given to check.
 */
export type CheckResult = "passed" | "failed" | "unknown" | "skipped";

export type Area =
  | "chain"
  | "contracts"
  | "parameters"
  | "history"
  | "state"
  | "certificate"
  | "proof"
  | "setup"
  | "outcome"
  | "transcript"
  | "disclosure"
  | "shares"
  | "evidence";

export interface Check {
  readonly area: Area;
  /** Stable name of the check. */
  readonly code: string;
  readonly result: CheckResult;
  /** One plain sentence, as data, and in English. */
  readonly said: Phrase;
  readonly words: string;
}

/** Collects checks. */
export class Checks {
  readonly all: Check[] = [];

  add(result: CheckResult, area: Area, code: string, said: Phrase): void {
    this.all.push({ area, code, result, said, words: inEnglish(said) });
  }

  /** Passed with the first sentence, or failed with the other. */
  expect(holds: boolean, area: Area, code: string, [said, otherwise]: readonly [Phrase, Phrase]): void {
    this.add(holds ? "passed" : "failed", area, code, holds ? said : otherwise);
  }
}
