// The network as one of four nodes sees it: a link to each of the three others.
import { connectNodes, type Link, type NodeLinks } from "../sharing/link.ts";

export type NodeIndex = 0 | 1 | 2 | 3;

export const NODES: readonly NodeIndex[] = [0, 1, 2, 3];

/** The link to each other node, by its index; a node's own entry is not used. */
export type Links = Readonly<Record<NodeIndex, Link>>;

export function linksByNode(links: NodeLinks): Links {
  return { 0: links[0]!, 1: links[1]!, 2: links[2]!, 3: links[3]! };
}

const OTHERS = NODES.map((node) => NODES.filter((other) => other !== node));

export function others(node: NodeIndex): readonly NodeIndex[] {
  return OTHERS[node]!;
}

/** A node's links to three others in the same process; `end` as in ../sharing/link.ts. */
export interface LocalLinks extends Links {
  end(): void;
}

/** The links of four nodes in one process, for tests and the demo; entry i is node i's. */
export function connectFour(): readonly LocalLinks[] {
  return connectNodes(NODES.length).map(({ links, end }) => ({ ...linksByNode(links), end }));
}
