// The six pairs of nodes. A pair knows the two components that carry the indices of the two other
// nodes, so a sum of products of components splits into six addends, each known to one pair:
//
//   x·y = Σ_i x_i·y_i + Σ_(i<j) (x_i·y_j + x_j·y_i)
//
// The term of i and j is the addend of the pair without them; x_i·y_i is added to the addend of a
// pair that holds x_i, so that each node multiplies two of them.
import { NODES, type NodeIndex } from "./link.ts";

export interface Pair {
  readonly nodes: readonly [NodeIndex, NodeIndex];
  /** The components that both hold, the first one with its square term if `square`. */
  readonly first: NodeIndex;
  readonly second: NodeIndex;
  readonly square: boolean;
}

/** Pairs of which one node is among 0 and 1, and the other among 2 and 3. */
export const ACROSS: readonly Pair[] = [
  { nodes: [0, 2], first: 1, second: 3, square: false },
  { nodes: [0, 3], first: 1, second: 2, square: true },
  { nodes: [1, 2], first: 3, second: 0, square: true },
  { nodes: [1, 3], first: 0, second: 2, square: false },
];

/** Nodes 0 and 1, who know x2 + x3, and nodes 2 and 3, who know x0 + x1. */
export const LOW: Pair = { nodes: [0, 1], first: 2, second: 3, square: true };
export const HIGH: Pair = { nodes: [2, 3], first: 0, second: 1, square: true };

export const PAIRS: readonly Pair[] = [...ACROSS, LOW, HIGH];

const OF_NODE = NODES.map((node) => PAIRS.filter((pair) => pair.nodes.includes(node)));

export function isOf({ nodes }: Pair, node: NodeIndex): boolean {
  return nodes.includes(node);
}

/** The three pairs of a node, in the order of its addends. */
export function pairsOf(node: NodeIndex): readonly Pair[] {
  return OF_NODE[node]!;
}

export function pairWith(one: NodeIndex, other: NodeIndex): Pair {
  return pairsOf(one).find((pair) => isOf(pair, other))!;
}

/** The pair, `LOW` or `HIGH`, that a node is of. */
export function pairOfHalf(node: NodeIndex): Pair {
  return isOf(LOW, node) ? LOW : HIGH;
}
