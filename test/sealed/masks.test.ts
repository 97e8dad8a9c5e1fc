// Zero knowledge, counted: the values of each polynomial that a proof shows are linearly
// independent in its masks, so that the masks make them uniform (docs/sealed.md, "Zero knowledge").
import { expect } from "chai";
import { GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { domainOf, LIMBS } from "../../client/sealed/domain.ts";
import { power, powersFrom, randomScalars } from "../../client/sealed/field.ts";
import { MASKS } from "../../client/sealed/prover/masks.ts";
import { testSeed } from "../support/certificate.ts";
import { buildSealed } from "../support/sealed.ts";
import { proveCheating } from "../support/sealed-prover.ts";
import { matrixValues, rank, rankOfMasks } from "../support/sealed-ranks.ts";

const domain = domainOf(16);
const { size, limbSize, generator, limbGenerator } = domain;
const [sigma, tau, alpha, beta, zeta, b, z] = randomScalars(testSeed("ranks"), 7) as [
  ...[bigint, bigint, bigint, bigint, bigint],
  ...[bigint, bigint],
];

/** Rank of the values that a matrix shows, for a multiplier of the mask row and x_0. */
function rankOfMatrix(multiplier: bigint, x0: bigint, only: (name: string) => boolean = () => true): number {
  const values = matrixValues(domain, { sigma, tau, alpha, beta, zeta }, { multiplier, x0 });
  return rank([...values].filter(([name]) => only(name)).map(([, row]) => row));
}

describe("sealed: masks", () => {
  it("cover a limb polynomial at τ and 32 places", () => {
    const points = [tau, ...powersFrom(limbGenerator, LIMBS).map((root) => (root * zeta) % GROUP_ORDER)];
    expect(rankOfMasks(limbSize, MASKS.limbs, points)).to.equal(33);
    expect(rankOfMasks(limbSize, 32, points), "too few").to.equal(32);
  });

  it("cover m, h and h_T at τ, c at τ, x̂ at τ and ζ", () => {
    expect(rankOfMasks(limbSize, MASKS.lookups, [tau])).to.equal(1);
    expect(rankOfMasks(size, MASKS.costs, [tau])).to.equal(1);
    expect(rankOfMasks(size, MASKS.point, [tau, zeta])).to.equal(2);
  });

  it("cover Φ at τ, ηζ and, for q, ητ; Ψ at τ, χζ and χτ", () => {
    for (const [order, root] of [
      [limbSize, limbGenerator],
      [size, generator],
    ] as const) {
      const points = [tau, (root * zeta) % GROUP_ORDER, (root * tau) % GROUP_ORDER];
      expect(rankOfMasks(order, MASKS.runningSum, points)).to.equal(3);
    }
  });

  it("cover the eight values of a matrix; without the mask row, six", () => {
    const x0 = power(10n, 3);
    expect(rankOfMatrix(1n, x0)).to.equal(8);
    expect(rankOfMatrix(0n, x0)).to.equal(6);
    expect(rankOfMatrix(1n, 0n), "without x_0").to.equal(6);
    expect(
      rankOfMatrix(1n, x0, (name) => "AeyVv".includes(name)),
      "infeasible",
    ).to.equal(5);
    expect(
      rankOfMatrix(0n, x0, (name) => "AaTt".includes(name)),
      "unbounded",
    ).to.equal(4);
  });

  it("cover three more values of a matrix that prove a declared part; a second part is too much", () => {
    const rankOf = (parts: readonly { readonly b: bigint; readonly z: bigint }[]) => {
      const points = { sigma, tau, alpha, beta, zeta };
      const reserved = { multiplier: 1n, x0: power(10n, 3) };
      const rows = parts.flatMap((part) => [...matrixValues(domain, { ...points, part }, reserved).entries()]);
      return {
        values: new Map(rows.map(([name, row]) => [`${name} ${row}`, row])).size,
        rank: rank(rows.map(([, row]) => row)),
      };
    };
    expect(rankOf([{ b, z }])).to.deep.equal({ values: 11, rank: 11 });
    expect(
      rankOf([
        { b, z },
        { b: z, z: b },
      ]),
    ).to.deep.equal({ values: 14, rank: 12 });
    // Φ at σ, χz and, for h, χσ.
    const points = [sigma, (generator * z) % GROUP_ORDER, (generator * sigma) % GROUP_ORDER];
    expect(rankOfMasks(size, MASKS.runningSum, points)).to.equal(3);
  });

  it("are drawn afresh for each polynomial and each company", () => {
    const round = buildSealed({ kind: "optimal", inequalities: [2, 2], owner: 1 }, "fresh masks");
    const { states } = proveCheating(round, {});
    const orders = { l: limbSize, h: limbSize, m: limbSize, hT: limbSize, Phi: limbSize, Psi: size, x: size, c: size };
    const drawn = states.flatMap(({ polynomials, secret }) => [
      ...[...polynomials].flatMap(([name, f]) =>
        f.slice(orders[name.split("/")[0] as keyof typeof orders] ?? f.length),
      ),
      ...secret.matrix.slice(size).flatMap((row) => row.slice(size)),
    ]);
    // l_C, l_0, l_1: 34 each; their h: 2 each; m, h_T: 2 each, Φ, Ψ: 3 each, h of A: 6, per
    // company; x̂, c: 2.
    const nonzero = drawn.filter((value) => value !== 0n);
    expect(nonzero.length).to.equal(3 * 34 + 3 * 2 + 2 * (2 + 2 + 3 + 3 + 6) + 2 + 2);
    expect(new Set(nonzero).size).to.equal(nonzero.length);
  });

  it("leave nothing to cover where a trapdoor lies in a domain", () => {
    expect(rankOfMasks(size, MASKS.costs, [generator])).to.equal(0);
  });
});
