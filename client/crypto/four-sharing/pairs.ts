// The six pairs of nodes. A pair knows the two components that carry the indices of the two other
// nodes, so a sum of products of components splits into six addends, each known to one pair:
//
//   x·y = Σ_i x_i·y_i + Σ_(i<j) (x_i·y_j + x_j·y_i)
//
// The term of i and j is the addend of the pair without them; x_i·y_i is added to the addend of a
// pair that holds x_i.
import type { NodeIndex } from "./link.ts";
import type { Route } from "./party.ts";

export interface Pair extends Route {
  /** The components that both hold, the first one with its square term if `square`. */
  readonly first: NodeIndex;
  readonly second: NodeIndex;
  readonly square: boolean;
}

/** Pairs of which one node is among 0 and 1, and the other among 2 and 3. */
export const ACROSS: readonly Pair[] = [
  { from: 0, witness: 2, to: 3, other: 1, first: 1, second: 3, square: true },
  { from: 3, witness: 0, to: 2, other: 1, first: 1, second: 2, square: false },
  { from: 2, witness: 1, to: 3, other: 0, first: 3, second: 0, square: true },
  { from: 1, witness: 3, to: 2, other: 0, first: 0, second: 2, square: false },
];

/** Nodes 0 and 1, who know x2 + x3, and nodes 2 and 3, who know x0 + x1. */
export const LOW: Pair = { from: 0, witness: 1, to: 2, other: 3, first: 2, second: 3, square: true };
export const HIGH: Pair = { from: 2, witness: 3, to: 0, other: 1, first: 0, second: 1, square: true };

export const PAIRS: readonly Pair[] = [...ACROSS, LOW, HIGH];

export function isOf({ from, witness }: Route, node: NodeIndex): boolean {
  return node === from || node === witness;
}

/** The three pairs of a node, in the order of its addends. */
export function pairsOf(node: NodeIndex): readonly Pair[] {
  return PAIRS.filter((pair) => isOf(pair, node));
}

/** The pair, `LOW` or `HIGH`, that a node is of. */
export function pairOfHalf(node: NodeIndex): Pair {
  return isOf(LOW, node) ? LOW : HIGH;
}
