// The outcome with all data in one place is that of the files, whatever decimals a round has.
import { expect } from "chai";
import { prepare } from "../../client/library/problem.ts";
import { readProgramText } from "../../client/lp/readers/read.ts";
import { parseDecimal } from "../../client/math/decimal.ts";
import { type CentralOutcome, distance, fractionInWords, isAbove, solveCentrally } from "../../lab/demo/central.ts";

const ROWS = "Minimize\nSubject To\n a: 3 x + 7 y >= 11\nEnd\n";
const COSTS = "Minimize\n obj: 624985000 x + 829209000 y\nSubject To\n b: x + y <= 900000\nEnd\n";

function solve(texts: readonly string[], options: { decimals?: number; feasible?: boolean } = {}) {
  const members = texts.map((text, k) => ({ name: `Company ${k}`, model: readProgramText(text, `${k}.lp`) }));
  return solveCentrally(prepare(members, { rounding: "nearest", feasible: false, ...options }));
}

function objectiveOf(outcome: CentralOutcome) {
  if (outcome.kind !== "optimal") throw new Error(outcome.kind);
  return outcome.objective;
}

describe("the outcome with all data in one place", () => {
  it("is the exact optimum of the files as they were read", async () => {
    const { numerator, denominator } = objectiveOf(await solve([ROWS, COSTS]));
    expect(numerator * 7n).to.equal(829_209_000n * 11n * denominator);
  });

  it("does not change when the round rounds the data", async () => {
    const rows = ROWS.replace("7 y", "7.12345678901234567 y");
    const { numerator, denominator } = objectiveOf(await solve([rows, COSTS], { decimals: 0 }));
    expect(numerator * 712_345_678_901_234_567n).to.equal(829_209_000n * 11n * 10n ** 17n * denominator);
  });

  it("is in the sense of the owner's file, with its constant", async () => {
    const most = "Maximize\n obj: x + 0.5\nSubject To\n c: 3 x + y <= 1\nEnd\n";
    expect(objectiveOf(await solve(["Minimize\nSubject To\n d: x + y <= 9\nEnd\n", most]))).to.satisfy(
      ({ numerator, denominator }: { numerator: bigint; denominator: bigint }) => numerator * 6n === denominator * 5n,
    );
  });

  it("may be that there is no optimum", async () => {
    const below = "Minimize\nSubject To\n d: x + y <= 1\nEnd\n";
    const above = "Minimize\n obj: x\nSubject To\n c: x + y >= 2\nEnd\n";
    expect((await solve([below, above])).kind).to.equal("infeasible");
    expect((await solve([above.replace("x\n", "- x\n"), above.replace(" obj: x\n", "")])).kind).to.equal("unbounded");
    const asked = [below, above.replace(" obj: x\n", "")];
    expect((await solve(asked, { feasible: true })).kind).to.equal("infeasible");
  });

  it("is compared exactly, and shown with as many places as tell it from zero", () => {
    const third = { numerator: 1n, denominator: 3n };
    expect(fractionInWords(third)).to.equal("0.333333333333…");
    expect(fractionInWords({ numerator: -5n, denominator: 4n })).to.equal("-1.25");
    expect(fractionInWords({ numerator: 1n, denominator: 3n * 10n ** 15n })).to.equal("0.000000000000000333333333…");
    const apart = distance(third, parseDecimal("0.3333"));
    expect([apart.numerator, apart.denominator]).to.deep.equal([1n, 30_000n]);
    expect(isAbove(apart, parseDecimal("0.0000333"))).to.equal(true);
    expect(isAbove(apart, parseDecimal("0.0000334"))).to.equal(false);
  });
});
