import { expect } from "chai";
import { defaultTolerances, exceeded, measure } from "../../../client/lp/exact/tolerances.ts";
import { program } from "../../support/programs.ts";

const decimals = { coefficient: 1, solution: 2, multiplier: 3 };
/** 5 and 2. */
const bounds = [500n, 200n];
// In the user’s units: min −x₁ + 2x₂, x₁ + x₂ ≤ 3, x₁ − x₂ = 1; optimum (1, 0) with w = (0, 1).
const original = program([-10, 20], [[[10, 10], 30]], [[[10, -10], 10]]);

describe("errors of an answer on the grid", () => {
  it("vanish at the optimum", () => {
    // z = (−1 + 1, 2 − 1) = (0, 1).
    const rounded = measure(original, { decimals, bounds }, [100n, 0n], [0n, 1000n]);
    expect(rounded.slacks).to.deep.equal([2000n, 0n]);
    expect(rounded.residuals).to.deep.equal([0n, 0n]);
    expect(rounded.reducedCosts).to.deep.equal([0n, 10_000n]);
    expect(rounded.objective).to.equal(-1000n);
    expect(rounded.errors).to.deep.equal({ residual: 0n, dual: 0n, gap: 0n, violation: 0n });
  });

  it("are counted exactly at their scales", () => {
    const rounded = measure(original, { decimals, bounds }, [301n, 1n], [1n, 998n]);
    expect(rounded.slacks).to.deep.equal([0n, 0n]);
    expect(rounded.residuals).to.deep.equal([20n, 2000n]);
    expect(rounded.reducedCosts).to.deep.equal([-10n, 10_030n]);
    // 10·(500 − 301) and 10,030·1; neither 1·(0 − 20) nor 998·(0 − 2000) is positive.
    expect(rounded.errors).to.deep.equal({
      residual: 2000n,
      dual: 10n,
      gap: 1_990n + 10_030n,
      violation: 20n + 1_996_000n,
    });
  });

  it("are compared with each tolerance in turn", () => {
    const wide = { residual: 5n, dual: 5n, gap: 5n };
    const check = (residual: bigint, dual: bigint, gap: bigint, violation: bigint) =>
      exceeded({ residual, dual, gap, violation }, wide);
    expect(check(5n, 5n, 5n, 5n)).to.equal(null);
    expect(check(6n, 6n, 6n, 6n)).to.equal("residual");
    expect(check(5n, 6n, 6n, 6n)).to.equal("dual");
    expect(check(5n, 5n, 6n, 6n)).to.equal("gap");
    expect(check(5n, 5n, 5n, 6n)).to.equal("violation");
  });

  it("default tolerances stay within the certificate's ranges at all decimals", () => {
    for (const coefficient of [0, 15]) {
      for (const other of [0, 9, 15]) {
        const decimals = { coefficient, solution: other, multiplier: other };
        const { residual, dual, gap } = defaultTolerances(decimals, 255 * 65_535 + 65_535);
        expect(residual > 0n && residual < 1n << 95n).to.equal(true);
        expect(dual > 0n && dual < 1n << 143n).to.equal(true);
        expect(gap > 0n && gap < 1n << 160n).to.equal(true);
      }
    }
  });
});
