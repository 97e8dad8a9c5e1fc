// What hides the summands of the joint part: masks of each node, summands of zero, and a secret
// factor of each inner product that is tested.
import { expect } from "chai";
import { reduce } from "../../../client/sealed/field.ts";
import { blindedSummands, innerSummands } from "../../../client/sealed/own-part/check.ts";
import { JOINT_WORK } from "../../../client/sealed/own-part/joint.ts";
import type { NodeState } from "../../../client/sealed/own-part/node.ts";
import { type Held, nodeSeeds } from "../../../client/sealed/own-part/shares.ts";
import { combine, type Polynomial, valuesOn } from "../../../client/sealed/polynomial.ts";
import { testSeed } from "../../support/certificate.ts";
import { plantOwnParts, THREE } from "../../support/sealed-own-part.ts";
import { type PlayedProof, playOwnParts } from "../../support/sealed-own-part-play.ts";

/** The nodes of a played proof before step 5, with other seeds in common, or other masks. */
function nodesAgain(played: PlayedProof, seeds: string, masks: string): NodeState[] {
  return played.nodes.map((node) => ({
    ...node,
    ...{ seeds: nodeSeeds(node.node, testSeed(seeds)), random: testSeed(masks).fork(`${node.node}`) },
    ...{ polynomials: new Map(), scalars: new Map() },
  }));
}

/** Each node's summand of a polynomial of the joint part, under the challenges that were played. */
function summands(played: PlayedProof, name: string, seeds: string, masks: string): Polynomial[] {
  const scalars = new Map([["t", played.parts.reduce((sum, own) => reduce(sum + own.scalars.get("t")!), 0n)]]);
  const nodes = nodesAgain(played, seeds, masks);
  for (const node of nodes) for (const step of [5, 6]) JOINT_WORK.get(step)!(node, { scalars, opened: [] });
  return nodes.map((node) => node.polynomials.get(name)!);
}

const total = (all: readonly Polynomial[]) => combine(all.map((each) => [1n, each] as const));

describe("own part: what hides the joint part", function () {
  this.timeout(120_000);
  let played: PlayedProof;
  before(() => {
    played = playOwnParts(plantOwnParts({ ...THREE, kind: "optimal" }, "joint"));
  });

  it("nodes' summands of q change with their seeds in every coefficient, and their sum does not", () => {
    const [one, other] = [summands(played, "q", "a", "m"), summands(played, "q", "b", "m")];
    expect(total(one)).to.deep.equal(total(other));
    for (const [node, own] of one.entries()) expect(own.every((value, i) => value !== other[node]![i])).to.equal(true);
  });

  it("Φ is zero on K, and has three masks of each node; Ψ has them besides its running sum", () => {
    for (const [name, size] of [
      ["Phi", 512],
      ["Psi", 16],
    ] as const) {
      const [one, other] = [summands(played, name, "a", "m"), summands(played, name, "a", "n")];
      for (const [node, own] of one.entries()) {
        const masks = [own, other[node]!].map((f) => f.slice(size));
        expect(masks[0]).to.have.length(3);
        expect(new Set(masks.flat()).size, "fresh").to.equal(6);
        expect(valuesOn(size, own)).to.deep.equal(valuesOn(size, other[node]!));
      }
      if (name === "Phi") expect(valuesOn(size, total(one))).to.deep.equal(new Array(size).fill(0n));
    }
    const masksOfQ = [summands(played, "q", "a", "m"), summands(played, "q", "a", "n")].map(total);
    expect(masksOfQ[0]).not.to.deep.equal(masksOfQ[1]);
  });

  it("an inner product that is not what it should be opens as a uniform number, one that is as 0", () => {
    const open = (seeds: string, off: bigint) => {
      const nodes = nodesAgain(played, seeds, "m");
      const sums = played.parts.map((own, k) => reduce(own.scalars.get("t")! + (k === 1 ? off : 0n)));
      const own = nodes.map((node) => innerSummands(node, sums));
      const sent = nodes.map((node, i) => blindedSummands(node, [own[i]!, own[(i + 1) % 3]!] as Held));
      return { own, sent, opened: total(sent), differences: total(own) };
    };
    const [one, other] = [open("a", 5n), open("b", 5n)];
    expect(one.differences).to.deep.equal([0n, reduce(-5n), 0n]);
    expect([one.opened[0], one.opened[2]]).to.deep.equal([0n, 0n]);
    expect(new Set([0n, 5n, reduce(-5n), one.opened[1], other.opened[1]]).size).to.equal(5);
    // What a node sends is uniform also where the product is 0.
    for (const messages of ["own", "sent"] as const)
      for (const [node, summand] of one[messages].entries())
        for (const [k, value] of summand.entries()) expect(value).not.to.equal(other[messages][node]![k]);
    const zeros: Held = [[0n], [0n]];
    const ofZero = nodesAgain(played, "a", "m").map((node) => blindedSummands(node, zeros)[0]!);
    expect(ofZero).not.to.include(0n);
    expect(reduce(ofZero.reduce((sum, value) => sum + value, 0n))).to.equal(0n);
    expect(open("a", 0n).opened).to.deep.equal([0n, 0n, 0n]);
  });
});
