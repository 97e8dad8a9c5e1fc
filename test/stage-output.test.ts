// The closing line of `npm test` counts what its stages print, and what failed is said again there.
import { expect } from "chai";
import { failuresIn, lastCount } from "../scripts/stage-output.ts";

const MOCHA = `
  a suite
    ✔ holds
    1) breaks


  1 passing (3s)
  1 failing

  1) a suite
       breaks:
     AssertionError: expected 1 to equal 2
`;

const HARDHAT = `
  131 passing

  45 passing (50s)
  1 failing

  1) large rounds
       settle:
     AssertionError: expected 3 to equal 4


176 passing (131 solidity, 45 mocha)
1 failing (0 solidity, 1 mocha)
`;

describe("output of a stage", () => {
  it("counts once what passed and failed, of Mocha, of Hardhat's two runners, of our programs", () => {
    const counts = (output: string): number[] => [lastCount(output, "pass"), lastCount(output, "fail")];
    expect(counts(MOCHA)).to.deep.equal([1, 1]);
    expect(counts(HARDHAT)).to.deep.equal([176, 1]);
    expect(counts("  2 passing\n7 passed, 3 failed\n")).to.deep.equal([7, 3]);
    expect(counts("no test\n")).to.deep.equal([0, 0]);
  });

  it("says again which tests failed and why, and no test that passed", () => {
    expect(failuresIn(MOCHA)).to.match(/^1 failing\n(.|\n)*breaks:\n.*expected 1 to equal 2$/);
    expect(failuresIn(HARDHAT)).to.match(/^1 failing\n(.|\n)*expected 3 to equal 4\n/);
  });

  it("says again the last lines of a stage that ended without a count", () => {
    const lines = Array.from({ length: 500 }, (_, k) => `line ${k}`);
    const said = failuresIn(`${lines.join("\n")}\n`).split("\n");
    expect(said.at(-1)).to.equal("line 499");
    expect(said).to.have.lengthOf(120);
  });
});
