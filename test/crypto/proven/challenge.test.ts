// What a node that departs from a proof tries in order to make a false statement pass: it adds to
// the product of masks, which nobody verifies, what the statement is off by, times a weight and a
// factor that it has guessed, or waited for.
import { createHash } from "node:crypto";
import { expect } from "chai";
import { GROUP_ORDER } from "../../../client/crypto/curve/bn254.ts";
import { fromLittleEndian, toLittleEndian } from "../../../client/crypto/curve/little-endian.ts";
import { concat, type FieldShares, multiple, numbersFrom, plus, slice } from "../../../client/crypto/proven/field.ts";
import { openProven } from "../../../client/crypto/proven/prove.ts";
import type { Link, Links, NodeIndex } from "../../../client/crypto/sharing/link.ts";
import { dot, mod } from "../../../client/math/field.ts";
import { randomBelow } from "../../../client/math/random.ts";
import { NODES, neighbourSeeds, seeded } from "../../support/sharing.ts";
import { dealNumbers, type ProvingOptions, resultsOf, runProving } from "./nodes.ts";

const LENGTH = 4;
const random = seeded(31);
const draw = (count: number) => Array.from({ length: count }, () => randomBelow(random, GROUP_ORDER));
const [left, right, outcome] = [draw(LENGTH), draw(LENGTH), draw(2)];

interface Proof extends ProvingOptions {
  /** By what each of two equations is off. */
  readonly off: readonly [bigint, bigint];
  readonly sees?: (weight: bigint) => void;
}

/** ⟨left, right⟩ = sum, twice, with weights 1 and ρ: what opens at each node. */
function prove({ off, sees = () => {}, ...options }: Proof) {
  const secret = seeded(32);
  const sums = off.map((by) => mod(dot(left, right) + by, GROUP_ORDER));
  const dealt = [left, right, sums, outcome].map((own) => dealNumbers(own, secret));
  return runProving(async (node) => {
    const [l, r, both, opens] = dealt.map((own) => own[node.node]!) as [
      FieldShares,
      FieldShares,
      FieldShares,
      FieldShares,
    ];
    const claim = (weight: bigint) => {
      sees(weight);
      const [one, other] = [slice(both, 0, 1), slice(both, 1, 1)];
      return {
        ...{ left: concat([l, multiple(l, weight)]), right: concat([r, r]) },
        sum: plus(one, multiple(other, weight)),
      };
    };
    return (await openProven(node, { about: [l, r, both], length: 2 * LENGTH, claim }, opens)).outcome;
  }, options);
}

/** Adds in place. */
function addTo(number: Uint8Array, amount: bigint): void {
  const [value] = fromLittleEndian(number.slice()) as [bigint];
  number.set(toLittleEndian([mod(value + amount, GROUP_ORDER)]));
}

/** A node adds to what it computes first, the product of masks. */
function adding(cheat: NodeIndex, amount: bigint): ProvingOptions {
  let first = true;
  return {
    computes: (node, numbers) => {
      if (node === cheat && first) addTo(numbers, amount);
      first &&= node !== cheat;
    },
  };
}

/**
 * A node keeps back its product, and all that follows to the same neighbour, until the other one
 * has sent 32 bytes more. It takes them and its own next two messages for the challenge, and adds
 * what would then be needed.
 */
function waiting(cheat: NodeIndex, [constant, linear]: Proof["off"]): ProvingOptions {
  const sent: Uint8Array[] = [];
  const kept: Uint8Array[] = [];
  let received = 0;
  const change = (node: NodeIndex, links: Links): Links => {
    if (node !== cheat) return links;
    const wrap = (to: keyof Links): Link => ({
      send: (bytes) => {
        sent.push(bytes);
        if (to === "previous" && received < 2) kept.push(bytes);
        else links[to].send(bytes);
      },
      receive: async (length) => {
        const theirs = Uint8Array.from(await links[to].receive(length));
        if (received++ !== 1) return theirs;
        const parts = [sent[1]!, sent[2]!, theirs];
        const coin = createHash("sha256");
        for (const component of NODES) coin.update(parts[(component - cheat + 3) % 3]!);
        const [weight, factor] = numbersFrom(new Uint8Array(coin.digest()), 2) as [bigint, bigint];
        addTo(sent[0]!, factor * (constant + weight * linear));
        for (const bytes of kept) links.previous.send(bytes);
        return theirs;
      },
    });
    return { next: wrap("next"), previous: wrap("previous") };
  };
  return { change };
}

describe("The challenge of a proof on shares", () => {
  const nothing = NODES.map(() => null);

  it("lets what is true pass", async () => {
    expect(await resultsOf(prove({ off: [0n, 0n] }))).to.deep.equal(NODES.map(() => outcome));
  });

  it("has a weight for each equation: errors that cancel each other are found", async () => {
    for (const off of [
      [1n, -1n],
      [-1n, 1n],
      [0n, 1n],
    ] as const)
      expect(await resultsOf(prove({ off })), `${off}`).to.deep.equal(nothing);
  });

  it("has a factor that a node does not know when it makes its product of masks", async () => {
    for (const cheat of NODES)
      for (const amount of [1n, -1n]) {
        const results = await resultsOf(prove({ off: [1n, 0n], ...adding(cheat, amount) }));
        expect(results, `node ${cheat}, ${amount}`).to.deep.equal(nothing);
      }
  });

  it("follows from what each two nodes have in common", async () => {
    const [own, other] = [neighbourSeeds(1), neighbourSeeds(2)];
    const weightOf = async (seeds: typeof own) => {
      const seen = new Set<bigint>();
      await resultsOf(prove({ off: [0n, 0n], seeds, sees: (weight) => seen.add(weight) }));
      expect(seen.size).to.equal(1);
      return [...seen][0]!;
    };
    const changed = NODES.map((pair) =>
      NODES.map((node) => ({
        next: (node === pair ? other : own)[node]!.next,
        previous: ((node + 2) % 3 === pair ? other : own)[node]!.previous,
      })),
    );
    const weights = await Promise.all([own, ...changed].map(weightOf));
    expect(new Set(weights).size).to.equal(weights.length);
  });

  it("is shown by nobody before everybody holds all that it is about", async () => {
    const off = [1n, 3n] as const;
    for (const cheat of NODES) {
      const ended = NODES.map(() => Promise.withResolvers<PromiseSettledResult<unknown>>());
      void prove({ off, ...waiting(cheat, off), ended: (node, result) => ended[node]!.resolve(result) });
      for (const node of NODES.filter((other) => other !== cheat)) {
        const result = await ended[node]!.promise;
        if (result.status === "fulfilled") expect(result.value, `node ${cheat}`).to.equal(null);
        else expect(["SharesDiffer", "PeerLost"], `node ${cheat}`).to.include(result.reason.code);
      }
    }
  });
});
