// What a node of `mpc/proven` sees that sends something else while the run is blind: what can be
// made up from what has opened to it, which is bits, and zeros where inputs are checked.
import { expect } from "chai";
import type { Link, NodeIndex, NodeLinks } from "../../../client/crypto/sharing/link.ts";
import { nextOf } from "../../../client/crypto/sharing/link.ts";
import type { Scheme } from "../../../client/crypto/sharing/scheme.ts";
import type { NodeSet } from "../../../client/engines/mpc/nodes/node-set.ts";
import { PROVEN } from "../../../client/engines/mpc/nodes/three.ts";
import { randomBelow } from "../../../client/math/random.ts";
import type { LinkMessage } from "../../../lab/attacks/node-view.ts";
import { NODES, runSession } from "../../engines/mpc/nodes.ts";
import { amongThree, SMALL } from "../../engines/mpc/problems.ts";
import { testSeed } from "../../support/certificate.ts";
import { sampled } from "../../support/sampled.ts";
import { differences, LIMIT, lengthsFrom } from "./compare-views.ts";
import { simulateSession } from "./simulated-peers.ts";

const GAME = amongThree(SMALL.optimal);
/** Of each node's messages, sampled. */
const PLACES = 8;

class ProofBegins extends Error {}

/** Three nodes that stop when the run is no longer blind. */
const BLIND: NodeSet = {
  ...PROVEN,
  prover: () =>
    new Proxy(Object.create(null), {
      get: () => {
        throw new ProofBegins();
      },
    }),
};

interface Seen {
  readonly received: readonly LinkMessage[];
  /** What has opened to the node, in order. */
  readonly openings: readonly (readonly bigint[])[];
  /** How many messages it has sent. */
  readonly sent: number;
}

/** A run in which one node sends anything in place of its `at`-th message; what it sees. */
async function departAt(node: NodeIndex, at: number, seed: string): Promise<Seen> {
  const anything = testSeed(`${seed}: anything`);
  const received: LinkMessage[] = [];
  const openings: bigint[][] = [];
  let sent = 0;
  const watch = (link: Link, peer: number): Link => ({
    send: (bytes) => {
      link.send(sent++ === at ? anything.bytes(bytes.length) : bytes);
    },
    receive: async (length) => {
      const bytes = await link.receive(length);
      received.push({ node, from: peer === nextOf(node) ? "next" : "previous", bytes: Uint8Array.from(bytes) });
      return bytes;
    },
  });
  const links = (own: number, all: NodeLinks): NodeLinks =>
    own === node ? all.map((link, peer) => link && watch(link, peer)) : all;
  const recording = (scheme: Scheme): Scheme => {
    const open = scheme.open.bind(scheme);
    return Object.assign(scheme, {
      open: async (x: Parameters<Scheme["open"]>[0]) => {
        const values = await open(x);
        openings.push(values);
        return values;
      },
    });
  };
  const nodes: NodeSet = {
    ...BLIND,
    join: async (joining) => {
      const scheme = await BLIND.join(joining);
      return joining.node === node ? recording(scheme) : scheme;
    },
  };
  await runSession(GAME, seed, { nodes, links });
  return { received, openings, sent };
}

/** What the node would see if the others had nothing. */
async function simulate(node: NodeIndex, openings: Seen["openings"], seed: string): Promise<readonly LinkMessage[]> {
  const session = simulateSession(GAME.round, { node, set: BLIND, openings }, testSeed(seed));
  await session.result.catch(() => {});
  return session.received;
}

describe("what a node of mpc/proven sees that departs from the protocol while the run is blind", function () {
  this.timeout(300_000);

  for (const node of sampled(NODES, 3))
    it(`can be made up from what opens: node ${node}`, async () => {
      const honest = await departAt(node, Number.POSITIVE_INFINITY, `honest ${node}`);
      const random = testSeed(`places ${node}`);
      const real: LinkMessage[] = [];
      const made: LinkMessage[] = [];
      const places = Array.from({ length: PLACES }, () => Number(randomBelow(random, BigInt(honest.sent))));
      for (const [k, at] of sampled(places, 2).entries()) {
        const seen = await departAt(node, at, `departs ${node} ${k}`);
        const simulated = await simulate(node, seen.openings, `simulated ${node} ${k}`);
        for (const peer of ["next", "previous"] as const) {
          const [theirs, lengths] = [seen.received, simulated].map((messages) => lengthsFrom(messages, peer));
          expect(lengths!.slice(0, theirs!.length), `message ${at}`).to.deep.equal(theirs);
        }
        // Bits, and zeros where inputs are checked; at the end one number that is not a bit, if the
        // message was part of an opening: the bit and what the node has added to it.
        for (const [k, values] of seen.openings.entries()) {
          const isLast = k === seen.openings.length - 1;
          const areBits = values.every((value) => value === 0n) || (values.length === 1 && values[0] === 1n);
          expect(areBits || (isLast && values.length === 1), `message ${at}`).to.equal(true);
        }
        real.push(...seen.received);
        made.push(...simulated.slice(0, seen.received.length));
      }
      const found = differences(real, made);
      expect(found.length).to.be.above(20);
      for (const value of found) expect(value).to.be.below(LIMIT);

      // The control: the same with plain numbers where masked ones belong.
      const longest = real.reduce((most, message) => (message.bytes.length > most.bytes.length ? message : most));
      const plain = real.map((message) =>
        message.bytes.length === longest.bytes.length && message.from === longest.from
          ? { ...message, bytes: message.bytes.map((byte, i) => (i % 16 < 2 ? byte : 0)) }
          : message,
      );
      expect(Math.max(...differences(plain, made))).to.be.above(LIMIT);
    });
});
