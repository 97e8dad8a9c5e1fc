// What a mutant is. `npm run test:mutants` applies each to a copy of the repository, alone, and
// runs tests until one notices.

/**
 * Which tests have to notice. Snapshots of gas and bytecode are never among them: they notice every
 * change, even a harmless one.
 */
export type Suite = "contracts" | "client" | "auditor";

export interface Mutant {
  /** Short and unique, e.g. "C07". */
  readonly id: string;
  /** What the change breaks. */
  readonly what: string;
  /** Relative to the root of the repository. */
  readonly file: string;
  /** Text that occurs in the file exactly once. */
  readonly search: string;
  readonly replace: string;
  /** Test files that should notice, the likeliest first; by default those of the suite. */
  readonly tests?: readonly string[];
  /**
   * Why no test can distinguish the changed code from the original; such a mutant is expected to
   * survive.
   */
  readonly equivalent?: string;
}
