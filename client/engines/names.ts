// The engines by name, as a round's parameters and the command line call them.

/**
 * Names of all engines. `two-party/…` take two companies, `multi-party/…` and `mpc` three or more,
 * the baselines any number; the README says which to choose.
 */
export const ENGINE_NAMES = [
  "mpc",
  "two-party/paillier",
  "two-party/decoy-ot",
  "multi-party/masked",
  "multi-party/plain",
  "mangasarian",
  "li",
] as const;

/** One of them. */
export type EngineName = (typeof ENGINE_NAMES)[number];
