// Replicated sharing in the scalar field, and what masks cover in a proof of which each company
// knows its own part.
import { expect } from "chai";
import { GROUP_ORDER } from "../../../client/crypto/curve/bn254.ts";
import { Vector } from "../../../client/crypto/curve/vector.ts";
import type { NodeIndex } from "../../../client/crypto/sharing/link.ts";
import { sum } from "../../../client/math/field.ts";
import { domainOf } from "../../../client/sealed/domain.ts";
import { randomScalars, reduce } from "../../../client/sealed/field.ts";
import { atRow } from "../../../client/sealed/matrix.ts";
import {
  type Components,
  drawSeeds,
  type Held,
  heldBy,
  mapHeld,
  multiplyHeld,
  NODE_INDICES,
  nodeSeeds,
  openHeld,
  randomHeld,
  shareVector,
  zeroSummand,
} from "../../../client/sealed/own-part/shares.ts";
import { evaluate } from "../../../client/sealed/polynomial.ts";
import { MASKS } from "../../../client/sealed/prover/masks.ts";
import { testSeed } from "../../support/certificate.ts";
import { refusal } from "../../support/sealed.ts";
import { matrixMask, matrixValues, rank, rankOfMasks } from "../../support/sealed-ranks.ts";

const [f, g] = [randomScalars(testSeed("f"), 5), randomScalars(testSeed("g"), 5)];

describe("own part: shares", () => {
  it("open to what was shared, and their local products add up to the product", () => {
    const [ofF, ofG] = [shareVector(f, drawSeeds(testSeed("share f"))), shareVector(g, drawSeeds(testSeed("share g")))];
    expect(openHeld(NODE_INDICES.map((node) => heldBy(node, ofF)))).to.deep.equal(f);
    const held = (node: NodeIndex, components: Components) => mapHeld(heldBy(node, components), Vector.of);
    const products = NODE_INDICES.map((node) => multiplyHeld(held(node, ofF), held(node, ofG)).toNumbers());
    for (const [i, value] of f.entries())
      expect(reduce(sum(products.map((product) => product[i]!)))).to.equal((value * g[i]!) % GROUP_ORDER);
  });

  it("a node's two components tell nothing: of any other vector they can be the same", () => {
    const components = shareVector(f, drawSeeds(testSeed("hide")));
    for (const node of NODE_INDICES) {
      const held = heldBy(node, components);
      const third = g.map((value, i) => reduce(value - held[0][i]! - held[1][i]!));
      const sent: Held[] = [];
      sent[node] = held;
      sent[(node + 1) % 3] = [held[1], third];
      sent[(node + 2) % 3] = [third, held[0]];
      expect(openHeld(sent)).to.deep.equal(g);
    }
    expect(new Set(components.flat()).size).to.equal(15);
  });

  it("a changed copy of a component, or one of another length, does not open", () => {
    const sent = NODE_INDICES.map((node) => heldBy(node, shareVector(f, drawSeeds(testSeed("open")))));
    for (const node of NODE_INDICES)
      for (const which of [0, 1])
        for (const change of [
          (own: readonly bigint[]) => own.map((value) => reduce(value + 1n)),
          (own: readonly bigint[]) => own.slice(1),
        ]) {
          const other = sent.map((held, i) =>
            i === node ? held.map((own, c) => (c === which ? change(own) : own)) : held,
          );
          expect(refusal(() => openHeld(other as unknown as Held[])).code).to.equal("SharesDiffer");
        }
  });

  it("summands of zero add up to zero, differ by label, and random vectors are shared alike", () => {
    const seeds = NODE_INDICES.map((node) => nodeSeeds(node, testSeed("nodes")));
    const zeros = (label: string) => seeds.map((own) => zeroSummand(own, label, 4));
    for (let i = 0; i < 4; i++) expect(reduce(sum(zeros("a").map((own) => own[i]!)))).to.equal(0n);
    expect(zeros("a")[0]).not.to.deep.equal(zeros("b")[0]);
    const opened = openHeld(seeds.map((own) => randomHeld(own, "a", 4)));
    expect(new Set(opened).size).to.equal(4);
  });
});

describe("own part: masks", () => {
  const domain = domainOf(16);
  const { size, limbSize } = domain;
  const [sigma, tau, alpha, beta, zeta] = randomScalars(testSeed("own ranks"), 5) as [
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
  ];

  it("cover a ninth value of a matrix, and a second one of h and c, which a false opening shows", () => {
    const shown = [...matrixValues(domain, { sigma, tau, alpha, beta, zeta }, { multiplier: 1n, x0: 1000n }).values()];
    const ninth = Array.from({ length: 12 }, (_, at) => evaluate(atRow(matrixMask(domain, at), alpha), zeta));
    expect(rank([...shown, ninth])).to.equal(9);
    expect(rankOfMasks(limbSize, MASKS.lookups, [tau, zeta])).to.equal(2);
    expect(rankOfMasks(size, MASKS.costs, [tau, zeta])).to.equal(2);
  });
});
