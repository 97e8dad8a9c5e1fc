// How many nodes compute, and what that means: all that what leaks and what fits follow from.
import type { EngineName } from "../../names.ts";

export interface NodeTraits {
  readonly engine: Extract<EngineName, `mpc${string}`>;
  /** Nodes are the parties below it. */
  readonly count: number;
  /** Components that a node holds of a number, and addends of a product (arena.ts). */
  readonly components: number;
  readonly addends: number;
  /** What one node may do without learning more than it should. */
  readonly withstands: "one curious node" | "one malicious node";
  /** Whether it can open to each party its own part of the outcome only (../own-part.ts). */
  readonly opensOwnParts: boolean;
}

export const THREE_TRAITS: NodeTraits = {
  ...{ engine: "mpc", count: 3, components: 2, addends: 1, withstands: "one curious node", opensOwnParts: true },
};

export const FOUR_TRAITS: NodeTraits = {
  ...{ engine: "mpc/four", count: 4, components: 3, addends: 3 },
  ...{ withstands: "one malicious node", opensOwnParts: false },
};
