// What leaks in a round, in short plain sentences that follow from the engine and the public sizes
// alone; shown before the round or beside its outcome. Each sentence about what a party can read or
// tell stands for an attack of lab/attacks that works at these sizes; docs/security.md has the
// measured figures. They are about the parties of the round, and hold whether its outcome is public
// or sealed: also of a sealed one the parties have what these attacks take from it.
import { type NameOf, saidIn } from "../said.ts";
import { type Finding, findingSentences } from "./findings.ts";

/** Whether to use an engine at these sizes. */
export type Advice =
  /**
   * No single party sees more than the outcome and a count, provided that the computing parties
   * keep to the protocol and do not collude.
   */
  | "safe against one curious node"
  /** The same, but for a computing party that departs from the protocol: it can stop the round. */
  | "safe against one malicious node"
  /** The same, but for bits of its choice, and the choice among answers that pass a proof. */
  | "safe against one curious node; opens only what is proven"
  /** Other parties can read the rows with little effort. */
  | "do not use"
  /** What is hidden withstands a glance only, or only as long as nobody colludes. */
  | "only with partners you trust";

export interface Leakage {
  readonly advice: Advice;
  /** The most serious first. */
  readonly said: readonly Finding[];
  /** The same as sentences. */
  readonly findings: readonly string[];
  /**
   * Whether a search of seconds undoes the engine's disguise at these sizes
   * (lab/attacks/monomial-search.ts).
   */
  readonly searchable: boolean;
}

/** What is found, the most serious first, said with the names of the parties. */
export function leakageOf(advice: Advice, said: readonly Finding[], name: NameOf, searchable = false): Leakage {
  return { advice, said, findings: said.map((one) => saidIn(findingSentences, one, name)!), searchable };
}
