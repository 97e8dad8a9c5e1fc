// The interval in which the true optimum lies, in the user's units and sense.
import { expect } from "chai";
import { decimal } from "../../client/math/decimal.ts";
import { certaintyLines, certaintyOf } from "../../client/round/certainty.ts";
import type { Verdict } from "../../client/round/verdict.ts";

const DECIMALS = { coefficient: 1, solution: 2, multiplier: 3 };
const NONE = { objective: null };
const RECORDED: Verdict = {
  kind: "optimal",
  objective: -12_345n, // −12.345
  gap: 7_000_000n, // 7
  violation: 500_000n, // 0.5
  maxResidual: 20n, // 0.02
};

describe("how sure an outcome is", () => {
  it("of a minimum: from f − gap to f + violation and two of its last place", () => {
    expect(certaintyOf(NONE, { sense: "min" }, DECIMALS, RECORDED)).to.deep.equal({
      interval: { lower: "-19.345", upper: "-11.843" },
      largestResidual: "0.02",
    });
  });

  it("of a maximum: negated, from f − violation to f + gap; the owner's constant is in it", () => {
    const model = { objective: { name: "p", line: 1, sense: "max" as const, entries: [], constant: decimal(100n) } };
    const { interval } = certaintyOf(model, { sense: "max" }, DECIMALS, RECORDED);
    expect(interval).to.deep.equal({ lower: "111.843", upper: "119.345" });
  });

  it("where no row is violated, the optimum is none worse than what was found", () => {
    const { interval } = certaintyOf(NONE, { sense: "min" }, DECIMALS, { ...RECORDED, violation: 0n });
    expect(interval).to.deep.equal({ lower: "-19.345", upper: "-12.345" });
  });

  it("of everything else: no interval; of a contradiction no residual", () => {
    const of = (kind: Verdict["kind"], sense: "min" | null) =>
      certaintyOf(NONE, { sense }, DECIMALS, { ...RECORDED, kind });
    expect(of("infeasible", "min")).to.deep.equal({ interval: null, largestResidual: null });
    for (const certainty of [of("unbounded", "min"), of("optimal", null)]) {
      expect(certainty).to.deep.equal({ interval: null, largestResidual: "0.02" });
      expect(certaintyLines(certainty)).to.have.length(1);
    }
    expect(certaintyLines(of("infeasible", "min"))).to.deep.equal([]);
  });
});
