// How many nodes compute, and what that means: all that what leaks and what fits follow from.
import type { EngineName } from "../../names.ts";

export interface NodeTraits {
  readonly engine: Extract<EngineName, `mpc${string}`>;
  /** Nodes are the parties below it. */
  readonly count: number;
  /** Components that a node holds of a number, and addends of a product (arena.ts). */
  readonly components: number;
  readonly addends: number;
  /**
   * How many nodes may depart from the protocol and learn no more by it than opens, or, if
   * `proves`, than a few bits and the choice among answers that pass a proof.
   */
  readonly departing: 0 | 1;
  /** Whether only what is proven opens (../certify). */
  readonly proves: boolean;
  /** Whether it can open to each party its own part of the outcome only (../own-part.ts). */
  readonly opensOwnParts: boolean;
}

export const THREE_TRAITS: NodeTraits = {
  ...{ engine: "mpc", count: 3, components: 2, addends: 1, departing: 0 },
  ...{ proves: false, opensOwnParts: true },
};

export const PROVEN_TRAITS: NodeTraits = {
  ...{ engine: "mpc/proven", count: 3, components: 2, addends: 1, departing: 1 },
  ...{ proves: true, opensOwnParts: false },
};

export const FOUR_TRAITS: NodeTraits = {
  ...{ engine: "mpc/four", count: 4, components: 3, addends: 3 },
  ...{ departing: 1, proves: false, opensOwnParts: false },
};
