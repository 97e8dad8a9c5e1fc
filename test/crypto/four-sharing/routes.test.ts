// Whoever sends what a pair knows, it is one of the pair, the other one watches, and the receiver
// is neither; few messages carry everything, and in the long run all nodes send the same.
import { expect } from "chai";
import { NODES, type NodeIndex } from "../../../client/crypto/four-sharing/link.ts";
import { ACROSS, HIGH, isOf, LOW, PAIRS, type Pair } from "../../../client/crypto/four-sharing/pairs.ts";
import { type Route, Turns } from "../../../client/crypto/four-sharing/routes.ts";

const KINDS: readonly { readonly pairs: readonly Pair[]; readonly messages: number }[] = [
  { pairs: PAIRS, messages: 3 },
  { pairs: ACROSS, messages: 2 },
  { pairs: [LOW, HIGH], messages: 2 },
];

/** Every state of `Turns` in which it may choose otherwise. */
function turnsAfter(silent: NodeIndex): Turns {
  const turns = new Turns();
  turns.add(silent, 1);
  return turns;
}

describe("routes among four nodes", () => {
  it("lead from one of a pair, watched by the other, to a node that is not of it", () => {
    for (const { pairs } of KINDS)
      for (const silent of NODES)
        for (const route of turnsAfter(silent).routesFor(new Set(pairs))) {
          const { pair, from, witness, to, other } = route;
          expect([from, witness, to, other].sort()).to.deep.equal(NODES);
          expect(isOf(pair, from) && isOf(pair, witness)).to.equal(true);
        }
  });

  it("lead from each pair once, in few messages whose parts follow each other", () => {
    for (const { pairs, messages } of KINDS)
      for (const silent of NODES) {
        const routes = turnsAfter(silent)
          .routesFor(new Set(pairs))
          .filter(({ pair }) => pairs.includes(pair));
        expect(routes.map(({ pair }) => pair)).to.have.members(pairs);
        const link = ({ from, to }: Route) => `${from}-${to}`;
        const names = routes.map(link);
        expect(new Set(names).size).to.equal(messages);
        expect(names.filter((name, k) => name !== names[k - 1]).length).to.equal(messages);
      }
  });

  it("make all nodes send about the same", () => {
    const turns = new Turns();
    const sent = [0, 0, 0, 0];
    const largest = 1000;
    for (let round = 0; round < 400; round++) {
      const { pairs } = KINDS[((round * 7) % 5) % KINDS.length]!;
      const bytes = 1 + ((round * 331) % largest);
      for (const { pair, from } of turns.routesFor(new Set(pairs)))
        if (pairs.includes(pair)) {
          turns.add(from, bytes);
          sent[from]! += bytes;
        }
    }
    expect(Math.max(...sent) - Math.min(...sent)).to.be.below(4 * largest);
  });
});
