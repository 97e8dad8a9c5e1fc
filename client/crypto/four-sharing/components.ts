// Secret bits and words of which a node holds three of four components.
import type { Shares } from "../sharing/arena.ts";
import { ELEMENT_BYTES } from "../sharing/elements.ts";
import { NODES, type NodeIndex, others } from "./link.ts";
import type { Party } from "./party.ts";

/** Entry j is this node's copy of component j; a node has no entry of its own index. */
export type Components<T> = readonly T[];

export function componentsAs<T>({ node }: Party, make: (index: NodeIndex) => T): Components<T> {
  const held = others(node);
  return NODES.map((index) => (held.includes(index) ? make(index) : (undefined as T)));
}

/** Component j as words, a view. */
export function wordsAt(party: Party, x: Shares, j: NodeIndex): Uint32Array {
  return party.arena.words(party.component(x, j), ELEMENT_BYTES * x.length);
}

/** The exclusive or of bytes. */
export function xorOf([first, ...rest]: readonly [Uint8Array, ...Uint8Array[]]): Uint8Array {
  const sum = first.slice();
  for (const bytes of rest) for (let t = 0; t < sum.length; t++) sum[t]! ^= bytes[t]!;
  return sum;
}
