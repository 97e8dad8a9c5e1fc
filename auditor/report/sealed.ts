// What an audit found of a sealed outcome, and what that means, in words.
import { INFEASIBLE, OPTIMAL, UNBOUNDED } from "../certificate/types.ts";

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

export const EXPERIMENTAL = "Sealed outcomes are experimental until reviewed from outside.";

const PROVEN: Readonly<Record<number, string>> = {
  [OPTIMAL]: "what the parties committed to has an optimum within the round's tolerances",
  [INFEASIBLE]: "no solution meets all the rows that the parties committed to",
  [UNBOUNDED]: "the objective has no bound under the rows that the parties committed to",
};

/** What is proven, and under which key. */
export function provenInWords({ kind, key }: Pick<SealedReport, "kind" | "key">): string {
  const under = {
    checked: "",
    "bounds taken": ", for the upper bounds that the companies put into its key, which were not checked",
    taken: ", for the key that the companies agreed on, which was not checked",
  }[key];
  return `${PROVEN[kind]!}${under}`;
}
