// A share on chain is a disclosure of one dual value, and later disclosures of the same company
// come on top of it: together they show nothing but their claims (docs/shares.md, "Zero
// knowledge").
import { expect } from "chai";
import { GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { decodeWords } from "../../client/math/words.ts";
import type { Wish } from "../../client/sealed/disclosure/claims.ts";
import { discloseSealed } from "../../client/sealed/disclosure/prove.ts";
import { DISCLOSURE_MASKS } from "../../client/sealed/disclosure/work.ts";
import { domainOf, vanishing } from "../../client/sealed/domain.ts";
import { powersFrom, randomScalars, reduce } from "../../client/sealed/field.ts";
import { evaluate } from "../../client/sealed/polynomial.ts";
import { MASKS } from "../../client/sealed/prover/masks.ts";
import { testSeed } from "../support/certificate.ts";
import { disclosable } from "../support/sealed-disclosures.ts";
import { rank, unit } from "../support/sealed-ranks.ts";

const SHARE: Wish = { what: "dual value", index: 0 };
const LATER: readonly (readonly Wish[])[] = [
  [{ what: "multiplier", index: 0 }, SHARE],
  [SHARE, { what: "objective", index: 0 }],
  [{ what: "variable", index: 1 }, { what: "slack", index: 1 }, SHARE],
  [{ what: "multiplier", index: 0 }],
];

const { limbSize, limbGenerator } = domainOf(16);
const [tau, ofProof, ...zetas] = randomScalars(testSeed("shares and later"), 5) as [bigint, bigint, ...bigint[]];

/** The places ζη^0, ζη^1, … */
function placesAt(zeta: bigint, count: number): bigint[] {
  return powersFrom(limbGenerator, count).map((root) => (root * zeta) % GROUP_ORDER);
}

/** A value's coefficients in so many masks of a polynomial, times `factor`. */
function inMasks(count: number, at: bigint, factor: bigint): bigint[] {
  return Array.from({ length: count }, (_, i) => reduce(factor * evaluate(unit(count, i), at)));
}

/**
 * What the sealed proof and disclosures of sums show of l_k: its values at τ and 32 places, and for
 * each disclosure M_l at τ and the copy at six places. `sets` are the masks that each takes.
 */
function shownOfLimbs(sets: readonly number[]): bigint[][] {
  const masks = DISCLOSURE_MASKS.limbs;
  const blank = () => new Array<bigint>(masks * (Math.max(...sets) + 1)).fill(0n);
  const copies = (set: number, values: readonly bigint[]) => {
    const all = blank();
    for (const [i, value] of values.entries()) all[masks * set + i] = value;
    return all;
  };
  const ofLimbs = (at: bigint) => inMasks(MASKS.limbs, at, vanishing(limbSize, at));
  const proof = [tau, ...placesAt(ofProof, 32)].map((at) => [...ofLimbs(at), ...blank()]);
  const disclosed = sets.flatMap((set, d) => {
    const committed = [...new Array<bigint>(MASKS.limbs).fill(0n), ...copies(set, inMasks(masks, tau, 1n))];
    const opened = placesAt(zetas[d]!, 6).map((at) => [
      ...ofLimbs(at),
      ...copies(set, inMasks(masks, at, vanishing(limbSize, zetas[d]!))),
    ]);
    return [committed, ...opened];
  });
  return [...proof, ...disclosed];
}

describe("sealed: masks of shares and of later disclosures", () => {
  const { accepted, own } = disclosable({ kind: "optimal", inequalities: [3, 3], owner: 0 }, "share and later");
  const disclose = (wishes: readonly Wish[]) => discloseSealed(accepted, own[0]!, wishes, testSeed("company"));

  it("a share has the same bytes each time, whatever was disclosed in between", () => {
    const share = disclose([SHARE]);
    for (const wishes of LATER) disclose(wishes);
    expect(disclose([SHARE])).to.deep.equal(share);
    expect(share.proof).to.have.length(768);
  });

  it("a disclosure with other claims has no entry in common with it", () => {
    const words = new Set(decodeWords(disclose([SHARE]).proof));
    for (const wishes of LATER)
      expect(decodeWords(disclose(wishes).proof).filter((word) => words.has(word))).to.deep.equal([]);
  });

  it("a proof, a share and two later sums show independent values of l_k, with masks of their own each", () => {
    const values = shownOfLimbs([0, 1, 2]);
    expect(values).to.have.length(33 + 3 * 7);
    expect(rank(values)).to.equal(values.length);
  });

  it("masks that were used again would not cover them", () => {
    const values = shownOfLimbs([0, 0, 0]);
    expect(rank(values)).to.equal(MASKS.limbs + DISCLOSURE_MASKS.limbs);
    expect(rank(values)).to.be.lessThan(values.length);
  });
});
