// Which node holds which components of a shared number, and how a party deals them.

export interface Holding {
  /** How many components, and nodes, there are. */
  readonly count: number;
  /** The component that is dealt as a correction (input.ts). */
  readonly correction: number;
  /** The components of a node, in the order in which it holds them. */
  readonly held: (node: number) => readonly number[];
}

export const THREE_HOLDING: Holding = {
  ...{ count: 3, correction: 1 },
  held: (node) => [node, (node + 1) % 3],
};

export const FOUR_HOLDING: Holding = {
  ...{ count: 4, correction: 0 },
  held: (node) => [1, 2, 3].map((step) => (node + step) % 4),
};
