// What a mutant is. `npm run test:mutants` applies each to a copy of the repository, alone, and
// runs tests until one notices.

/**
 * Which tests have to notice. Snapshots of gas and bytecode are never among them: they notice every
 * change, also a harmless one.
 */
export type Suite = "contracts" | "client" | "auditor";

export interface Mutant {
  /** Short and unique, e.g. "C07". */
  readonly id: string;
  /** What the change breaks. */
  readonly what: string;
  /** Relative to the root of the repository. */
  readonly file: string;
  /** Text that the file has exactly once. */
  readonly search: string;
  readonly replace: string;
  /** Test files that should notice, the likeliest first; those of the suite when absent. */
  readonly tests?: readonly string[];
  /**
   * Why no test can tell the changed code from the true one; such a mutant is expected to survive.
   */
  readonly equivalent?: string;
}
