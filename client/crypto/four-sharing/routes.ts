// Who sends what each pair knows (deal.ts) in a round, to which of the two others. Any choice is
// safe that does not depend on secrets: both nodes of a pair know the value, one sends it and the
// other watches, and the receiver lacks the mask. Few messages in a round are cheapest, as they are
// short: so a node sends what it knows with each of two others to the third, in one message. Three
// messages carry what six pairs know, and the fourth node only watches; two messages carry what the
// four pairs across 0, 1 and 2, 3 know. The nodes that have sent most so far are those that do not
// send, so that all send about the same.
import { NODES, type NodeIndex, others } from "./link.ts";
import { HIGH, LOW, type Pair, pairWith } from "./pairs.ts";

/** Who sends, watches and receives what a pair knows, and the fourth node. */
export interface Route {
  readonly pair: Pair;
  readonly from: NodeIndex;
  readonly witness: NodeIndex;
  readonly to: NodeIndex;
  readonly other: NodeIndex;
}

/** From one node to another: what the sender and each of the two nodes besides know. */
function routesBetween(from: NodeIndex, to: NodeIndex): readonly Route[] {
  const [one, two] = others(from).filter((node) => node !== to) as [NodeIndex, NodeIndex];
  return [
    { pair: pairWith(from, one), from, witness: one, to, other: two },
    { pair: pairWith(from, two), from, witness: two, to, other: one },
  ];
}

const next = (node: NodeIndex, steps: number) => NODES[(node + steps) % 4]!;

/** All pairs, by the node that does not send: the three others send in a circle. */
const IN_CIRCLE = NODES.map((silent) =>
  [1, 2, 3].flatMap((k) => routesBetween(next(silent, k), next(silent, 1 + ((k + 1) % 3)))),
);

/** Pairs across: nodes 0 and 1 send to each other, or nodes 2 and 3. */
const IN_LOW = [...routesBetween(0, 1), ...routesBetween(1, 0)];
const IN_HIGH = [...routesBetween(2, 3), ...routesBetween(3, 2)];

/** What the nodes have sent; the same at all of them. */
export class Turns {
  readonly #bytes: [number, number, number, number] = [0, 0, 0, 0];

  add(node: NodeIndex, bytes: number): void {
    this.#bytes[node] += bytes;
  }

  /** For a round in which these pairs deal; routes of one message follow each other. */
  routesFor(pairs: ReadonlySet<Pair>): readonly Route[] {
    const [zero, one, two, three] = this.#bytes;
    if (!pairs.has(LOW) && !pairs.has(HIGH)) return zero + one <= two + three ? IN_LOW : IN_HIGH;
    return IN_CIRCLE[this.#bytes.indexOf(Math.max(...this.#bytes))]!;
  }
}
