// One line of an audit: what was checked, and with which result.

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
  /** One plain sentence. */
  readonly words: string;
}

/** Collects checks. */
export class Checks {
  readonly all: Check[] = [];

  add(result: CheckResult, area: Area, code: string, words: string): void {
    this.all.push({ area, code, result, words });
  }

  /** Passed with the first words, or failed with the others. */
  expect(holds: boolean, area: Area, code: string, [words, otherwise]: readonly [string, string]): void {
    this.add(holds ? "passed" : "failed", area, code, holds ? words : otherwise);
  }
}
