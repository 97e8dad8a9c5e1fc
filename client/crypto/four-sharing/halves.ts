// The two halves of numbers: nodes 0 and 1 know x2 + x3, nodes 2 and 3 know x0 + x1. A product need
// not be reshared for that: what nodes 0 and 1 know of it, or 2 and 3, is in their half already, so
// that only what pairs across know is dealt, two thirds of the bytes.
import type { Addends, Shares } from "../sharing/arena.ts";
import { ELEMENT_BYTES } from "../sharing/elements.ts";
import { zeros } from "../sharing/local.ts";
import { addendsFor, type Dealt } from "./deal.ts";
import { ACROSS, pairOfHalf, pairsOf } from "./pairs.ts";
import type { Party } from "./party.ts";

/** What to deal of a product; then `target` and the product give the halves. */
export function spreading(party: Party, product: Addends): Dealt {
  const values = addendsFor(party, product, ACROSS);
  return { target: zeros(party.arena, product.length), kind: "numbers", pairs: ACROSS, values };
}

/** This node's half, to an address; of shares, or of a product and what was dealt of it. */
export function putHalf(party: Party, to: number, x: Shares, product?: Addends): void {
  const { kernel } = party.arena;
  const pair = pairOfHalf(party.node);
  kernel.add(to, party.component(x, pair.first), party.component(x, pair.second), x.length);
  if (product === undefined) return;
  const own = product.at + ELEMENT_BYTES * product.length * pairsOf(party.node).indexOf(pair);
  kernel.add(to, to, own, x.length);
}
