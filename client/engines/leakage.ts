// What leaks in a round, in short plain sentences, from the engine and the public sizes alone: said
// before the round or beside its outcome. Each sentence stands for an attack of lab/attacks that
// works at these sizes; docs/security.md has the measured figures.

/** Whether to use an engine at these sizes. */
export type Advice =
  /**
   * Nothing but the outcome and a count is seen, as long as the parties that compute keep to the
   * protocol and do not collude.
   */
  | "safe against one curious node"
  /** Other parties read the rows with little effort. */
  | "do not use"
  /** What is hidden is hidden from a glance only, or as long as nobody colludes. */
  | "only with partners you trust";

export interface Leakage {
  readonly advice: Advice;
  /** Complete sentences, the gravest first. */
  readonly findings: readonly string[];
  /**
   * A search of seconds undoes the engine's disguise at these sizes
   * (lab/attacks/monomial-search.ts).
   */
  readonly searchable: boolean;
}

/** What a party is called. */
export type NameOf = (party: number) => string;

/** "A, B and C". */
export function list(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
