// Names of the engines, as the terms of a round and the command line use them.

/**
 * Names of all engines. `two-party/…` take two parties, `multi-party/…`, `mpc` and `mpc/proven`
 * three or more, `mpc/four` four or more, the baselines two or more; the README says which to
 * choose.
 */
export const ENGINE_NAMES = [
  "mpc",
  "mpc/four",
  "mpc/proven",
  "two-party/paillier",
  "two-party/decoy-ot",
  "multi-party/masked",
  "multi-party/plain",
  "mangasarian",
  "li",
] as const;

/** The name of an engine. */
export type EngineName = (typeof ENGINE_NAMES)[number];
