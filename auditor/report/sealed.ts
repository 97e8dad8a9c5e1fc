// What an audit found of a sealed outcome, and what that means.
import { INFEASIBLE, OPTIMAL, UNBOUNDED } from "../certificate/types.ts";
import { phrase } from "../words/english.ts";
import type { Phrase } from "../words/phrase.ts";

export interface SealedReport {
  /** 0 optimal, 1 infeasible, 2 unbounded. */
  readonly kind: number;
  readonly statementDigest: string;
  /** R. */
  readonly size: number;
  /** Digest of the set-up. */
  readonly srsDigest: string;
  /**
   * What of the verifying key the audit computed itself: all; all but the upper bounds, which are
   * not known without the terms; or nothing, without the set-up.
   */
  readonly key: "checked" | "bounds taken" | "taken";
  /** Accounts whose contributions to the set-up were checked; null without the set-up. */
  readonly contributors: readonly string[] | null;
}

const PROVEN = { [OPTIMAL]: "HasOptimum", [INFEASIBLE]: "NoSolution", [UNBOUNDED]: "NoBound" } as const;

/** What is proven, and under which key. */
export function provenOf({ kind, key }: Pick<SealedReport, "kind" | "key">): Phrase {
  const what = phrase(PROVEN[kind as keyof typeof PROVEN]);
  if (key === "checked") return what;
  return phrase(key === "taken" ? "ForKey" : "ForBounds", { what });
}
