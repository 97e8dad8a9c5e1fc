// A node's addends of products of shares: for each of its three pairs the terms of pairs.ts, one
// vector after the other. It computes them alone, with the kernel of three nodes, whose addend is
// x1·y1 + x1·y2 + x2·y1. With y2 − y1 in place of y2 that is the same without the square.
import type { Addends, Shares } from "../sharing/arena.ts";
import { ELEMENT_BYTES } from "../sharing/elements.ts";
import { checkLength } from "../sharing/party.ts";
import * as threeNodes from "../sharing/products.ts";
import { HIGH, LOW, pairsOf } from "./pairs.ts";
import type { Party } from "./party.ts";

/** `multiply` computes one vector of addends from two components of each factor. */
export function productOf(
  party: Party,
  [x, y]: readonly [Shares, Shares],
  multiply: (x: Shares, y: Shares) => Addends,
): Addends {
  const { arena } = party;
  const pairs = pairsOf(party.node);
  const [small, large] = x.length < y.length ? [x, y] : [y, x];
  const differences = pairs.map(({ square }) => (square ? 0 : arena.elements(small.length)));
  // Nothing else is allocated from here on, so the three vectors are in a row.
  const [addends] = pairs.map(({ first, second, square }, slot) => {
    const two = (of: Shares): Shares => ({
      ...{ a: party.component(of, first), b: party.component(of, second), length: of.length },
    });
    const [changed, whole] = [two(small), two(large)];
    const difference = differences[slot]!;
    if (!square) arena.kernel.subtract(difference, changed.b, changed.a, small.length);
    const factor = square ? changed : { ...changed, b: difference };
    return small === x ? multiply(factor, whole) : multiply(whole, factor);
  });
  return addends!;
}

/** Element by element. */
export function product(party: Party, x: Shares, y: Shares): Addends {
  return productOf(party, [x, y], (...factors) => threeNodes.product(party.arena, ...factors));
}

/** Shares as addends: nodes 2 and 3 know x0 + x1, nodes 0 and 1 know x2 + x3. */
export function addendsOf(party: Party, x: Shares): Addends {
  const { arena, node } = party;
  const bytes = ELEMENT_BYTES * x.length;
  const at = arena.allocate(3 * bytes);
  arena.bytes(at, 3 * bytes).fill(0);
  for (const [slot, pair] of pairsOf(node).entries())
    if (pair === LOW || pair === HIGH)
      arena.kernel.add(at + bytes * slot, party.component(x, pair.first), party.component(x, pair.second), x.length);
  return { at, length: x.length };
}

export function addAddends({ arena }: Party, x: Addends, y: Addends): Addends {
  checkLength(y.length, x.length);
  const at = arena.elements(3 * x.length);
  arena.kernel.add(at, x.at, y.at, 3 * x.length);
  return { at, length: x.length };
}
