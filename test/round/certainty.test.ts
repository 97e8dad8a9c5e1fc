// The interval in which the true optimum lies, in the user's units and sense.
import { expect } from "chai";
import { decimal } from "../../client/math/decimal.ts";
import { certaintyLines, certaintyOf } from "../../client/round/certainty.ts";
import type { Verdict } from "../../client/round/verdict.ts";

const ROUND = {
  decimals: { coefficient: 1, solution: 2, multiplier: 3 },
  inequalities: [2, 0],
  equalities: [0, 1],
};
const NONE = { objective: null };
const RECORDED: Verdict = {
  kind: "optimal",
  objective: -12_345n, // −12.345
  gap: 7_000_000n, // 7
  violation: 500_000n, // 0.5
  maxResidual: 20n, // 0.02
};

describe("how sure an outcome is", () => {
  it("of a minimum that misses rows: at least f − gap, and no other end but at the accepted prices", () => {
    const certainty = certaintyOf(NONE, { sense: "min" }, ROUND, RECORDED);
    // f̂ + 0.5, and for three rows 0.02 at a thousandth more per unit.
    expect(certainty).to.deep.equal({
      interval: { lower: "-19.345", upper: null },
      endAtPrices: "-11.84494",
      largestResidual: "0.02",
    });
    expect(certaintyLines(certainty).join("\n"))
      .to.include("at least -19.345")
      .and.include("no other end is proven")
      .and.include("at most -11.84494");
  });

  it("of a maximum: negated, at most f + gap; the owner's constant is in it", () => {
    const model = { objective: { name: "p", line: 1, sense: "max" as const, entries: [], constant: decimal(100n) } };
    const certainty = certaintyOf(model, { sense: "max" }, ROUND, RECORDED);
    expect(certainty).to.deep.include({ interval: { lower: null, upper: "119.345" }, endAtPrices: "111.84494" });
    expect(certaintyLines(certainty).join("\n")).to.include("at most 119.345").and.include("at least 111.84494");
    const exact = certaintyOf(model, { sense: "max" }, ROUND, { ...RECORDED, violation: 0n, maxResidual: 0n });
    expect(exact.interval).to.deep.equal({ lower: "112.345", upper: "119.345" });
  });

  it("where no row is missed, the optimum is none worse than what was found", () => {
    const recorded = { ...RECORDED, violation: 0n, maxResidual: 0n };
    const certainty = certaintyOf(NONE, { sense: "min" }, ROUND, recorded);
    expect(certainty).to.deep.include({ interval: { lower: "-19.345", upper: "-12.345" }, endAtPrices: null });
    expect(certaintyLines(certainty)[0]).to.include("[-19.345, -12.345]");
  });

  it("a violation of 0 says nothing where rows are missed: their prices may have been rounded to 0", () => {
    const certainty = certaintyOf(NONE, { sense: "min" }, ROUND, { ...RECORDED, violation: 0n });
    expect(certainty).to.deep.include({ interval: { lower: "-19.345", upper: null }, endAtPrices: "-12.34494" });
  });

  it("of everything else: no interval; of a contradiction no residual", () => {
    const of = (kind: Verdict["kind"], sense: "min" | null) =>
      certaintyOf(NONE, { sense }, ROUND, { ...RECORDED, kind });
    expect(of("infeasible", "min")).to.deep.equal({ interval: null, endAtPrices: null, largestResidual: null });
    for (const certainty of [of("unbounded", "min"), of("optimal", null)]) {
      expect(certainty).to.deep.equal({ interval: null, endAtPrices: null, largestResidual: "0.02" });
      expect(certaintyLines(certainty)).to.have.length(1);
    }
    expect(certaintyLines(of("infeasible", "min"))).to.deep.equal([]);
  });
});
