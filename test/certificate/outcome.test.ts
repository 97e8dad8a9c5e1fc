// What a party computes from the public answer: slacks, residuals, rays, and its share of the dual
// sums.
import { expect } from "chai";
import { dualPart, sumDualParts } from "../../client/certificate/dual.ts";
import { objectiveValue, primalPart, raySlacks } from "../../client/certificate/outcome.ts";
import { GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { CertificateError } from "../../client/errors.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";

const DECIMALS = { coefficient: 1, solution: 2, multiplier: 3 };
const rows: PartyRows = {
  columns: 2,
  inequalities: {
    coefficients: [
      [10n, 20n],
      [-10n, 0n],
    ],
    rhs: [50n, 5n],
  },
  equalities: { coefficients: [[10n, -10n]], rhs: [10n] },
  objective: [30n, -40n],
};

function codeOf(run: () => unknown): string {
  try {
    run();
    return "none";
  } catch (error) {
    expect(error).to.be.instanceOf(CertificateError);
    return (error as CertificateError).code;
  }
}

describe("certificate: a party's primal part", () => {
  it("has slacks on inequality rows only, and what remains as residual", () => {
    // x = (2.00, 1.00): 4 ≤ 5, −2 ≤ 0.5, 1 = 1.
    expect(primalPart(rows, DECIMALS, [200n, 100n], 0n)).to.deep.equal({
      slacks: [1000n, 2500n, 0n],
      residuals: [0n, 0n, 0n],
    });
    // x = (3.01, 1.00): 5.01 ≤ 5 exceeded by 10 units, 2.01 = 1 exceeded by 1010.
    expect(primalPart(rows, DECIMALS, [301n, 100n], 1010n)).to.deep.equal({
      slacks: [0n, 3510n, 0n],
      residuals: [10n, 0n, 1010n],
    });
    expect(primalPart(rows, DECIMALS, [0n, 100n], 2000n).residuals).to.deep.equal([0n, 0n, -2000n]);
  });

  it("is refused beyond the tolerance and beyond the range of slacks", () => {
    expect(codeOf(() => primalPart(rows, DECIMALS, [301n, 100n], 1009n))).to.equal("ResidualTooLarge");
    expect(codeOf(() => primalPart(rows, DECIMALS, [0n, 100n], 1999n))).to.equal("ResidualTooLarge");
    expect(codeOf(() => primalPart(rows, DECIMALS, [1n << 160n, 1n << 160n], 1n << 200n))).to.equal("NumberOutOfRange");
  });
});

describe("certificate: rays and objective", () => {
  const cone: PartyRows = {
    ...rows,
    inequalities: { coefficients: [[-10n, 5n]], rhs: [1n] },
    equalities: { coefficients: [[10n, -10n]], rhs: [1n] },
  };

  it("gives −M·ray, and refuses a ray that leaves a row", () => {
    expect(raySlacks(cone, [3n, 3n])).to.deep.equal([15n, 0n]);
    expect(codeOf(() => raySlacks(cone, [1n, 3n]))).to.equal("SlackInvalid");
    expect(codeOf(() => raySlacks(cone, [3n, 1n]))).to.equal("SlackInvalid");
    expect(codeOf(() => raySlacks(cone, [1n << 160n, 1n << 160n]))).to.equal("NumberOutOfRange");
  });

  it("gives cᵀx, below 2^160", () => {
    expect(objectiveValue([30n, -40n], [2n, 1n])).to.equal(20n);
    expect(codeOf(() => objectiveValue([1n], [1n << 160n]))).to.equal("NumberOutOfRange");
  });
});

describe("certificate: a party's dual part", () => {
  const blindings = { rows: [5n, 7n, GROUP_ORDER - 1n], objective: 11n };
  const w = [2n, 0n, -3n];

  it("sums rows, right-hand sides and blindings, with the costs when optimal", () => {
    expect(dualPart("optimal", { rows, blindings }, w, DECIMALS)).to.deep.equal({
      reducedCosts: [20n - 30n + 30_000n, 40n + 30n - 40_000n],
      dual: 100n - 30n,
      rho: 10n + 3n + 11_000n,
    });
    expect(dualPart("infeasible", { rows, blindings }, w, DECIMALS)).to.deep.equal({
      reducedCosts: [-10n, 70n],
      dual: 70n,
      rho: 13n,
    });
    expect(codeOf(() => dualPart("optimal", { rows, blindings }, [1n], DECIMALS))).to.equal("ShapeMismatch");
  });

  it("adds up over the parties, rho in Z_r", () => {
    const part = { reducedCosts: [1n, -2n], dual: -3n, rho: GROUP_ORDER - 1n };
    expect(sumDualParts([part, part])).to.deep.equal({ reducedCosts: [2n, -4n], dual: -6n, rho: GROUP_ORDER - 2n });
  });
});
