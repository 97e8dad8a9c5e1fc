// Zero knowledge of disclosures, counted: what a sum shows of its copies is as many independent
// values as they have masks, and of the sealed proof's polynomials nothing
// (docs/sealed-disclosure.md, "Zero knowledge").
import { expect } from "chai";
import { GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { claimedSum } from "../../client/sealed/disclosure/claims.ts";
import { discloseSealed } from "../../client/sealed/disclosure/prove.ts";
import { DISCLOSURE_MASKS } from "../../client/sealed/disclosure/work.ts";
import { domainOf } from "../../client/sealed/domain.ts";
import { powersFrom, randomScalars } from "../../client/sealed/field.ts";
import { atRow } from "../../client/sealed/matrix.ts";
import { evaluate, type Polynomial } from "../../client/sealed/polynomial.ts";
import { MASKS } from "../../client/sealed/prover/masks.ts";
import { testSeed } from "../support/certificate.ts";
import { disclosable, discloseCheating } from "../support/sealed-disclosures.ts";
import { matrixMask, matrixValues, rank, rankOfMasks, unit } from "../support/sealed-ranks.ts";

const DUAL = { what: "dual value", index: 0 } as const;
const domain = domainOf(16);
const { size, limbSize, generator, limbGenerator } = domain;
const [sigma, tau, alpha, beta, zeta, ...fresh] = randomScalars(testSeed("ranks"), 10) as [
  ...[bigint, bigint, bigint, bigint, bigint],
  ...bigint[],
];
const rotated = (root: bigint, at: bigint) => (root * at) % GROUP_ORDER;
const limbPlaces = powersFrom(limbGenerator, 6).map((root) => rotated(root, zeta));

/** Rank of values at `points` in coefficients of a polynomial of this length. */
function rankOfCoefficients(length: number, points: readonly bigint[]): number {
  const each = Array.from({ length }, (_, i): Polynomial => unit(length, i));
  return rank(points.map((point) => each.map((mask) => evaluate(mask, point))));
}

describe("sealed: masks of disclosures", () => {
  it("cover M_l at τ and in l′ at six points", () => {
    expect(rankOfCoefficients(DISCLOSURE_MASKS.limbs, [tau, ...limbPlaces])).to.equal(7);
    expect(rankOfCoefficients(6, [tau, ...limbPlaces]), "too few").to.equal(6);
  });

  it("cover M_A at σ and ζ, M_x and M_c at τ and ζ", () => {
    const { column, point, costs } = DISCLOSURE_MASKS;
    expect(rankOfCoefficients(column, [sigma, zeta])).to.equal(2);
    for (const masks of [point, costs]) expect(rankOfCoefficients(masks, [tau, zeta])).to.equal(2);
  });

  it("cover Ψ at τ, χζ and, through q, χτ", () => {
    const points = [tau, rotated(generator, zeta), rotated(generator, tau)];
    expect(rankOfMasks(size, DISCLOSURE_MASKS.runningSum, points)).to.equal(3);
  });

  it("leave nothing of a polynomial's own masks to its values on the domain", () => {
    const places = [0, 5, 64].map((i) => powersFrom(limbGenerator, 65)[i]!);
    expect(rankOfMasks(limbSize, MASKS.limbs, places)).to.equal(0);
    expect(rankOfMasks(size, MASKS.point, powersFrom(generator, 3))).to.equal(0);
  });

  it("are needed: the polynomials' own do not cover another opening off the domain", () => {
    const shown = [tau, ...powersFrom(limbGenerator, 32).map((root) => rotated(root, zeta))];
    const again = powersFrom(limbGenerator, 6).map((root) => rotated(root, fresh[0]!));
    expect(shown.length + again.length).to.equal(39);
    expect(rankOfMasks(limbSize, MASKS.limbs, [...shown, ...again])).to.equal(34);
    expect(rankOfMasks(size, MASKS.point, [tau, zeta, fresh[0]!])).to.equal(2);
  });

  it("are drawn for P and P′", () => {
    const { accepted, own } = disclosable({ kind: "infeasible" }, "mask of P");
    const values = [claimedSum(discloseSealed(accepted, own[0]!, [DUAL], testSeed("s")).claims, DUAL.what)!];
    const { state } = discloseCheating(accepted, own[0]!, [{ ...DUAL, values }], {});
    const [, linear] = state.matrices.get("P'")!;
    expect(linear).to.have.length(1);
    expect(linear![0], "−s").not.to.equal(0n);
  });

  it("are needed in P and P′: without s, each disclosure would show A_k at one more point", () => {
    const points = { sigma, tau, alpha, beta, zeta };
    const proof = [...matrixValues(domain, points, { multiplier: 1n, x0: 1000n }).values()];
    const atTau = (at: bigint) => Array.from({ length: 12 }, (_, i) => evaluate(atRow(matrixMask(domain, i), at), tau));
    const ranks = [0, 1, 2, 3, 4].map((count) => rank([...proof, ...fresh.slice(0, count).map(atTau)]));
    expect(ranks[0]).to.equal(8);
    expect(ranks[4], "twelve values, fewer of them independent").to.be.lessThan(12);
  });
});
