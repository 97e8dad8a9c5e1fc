// Programs that fixed-point arithmetic gets wrong first, a few of each kind;
// test/deep/mpc-corpus.test.ts has the long list.
import { expect } from "chai";
import { testSeed } from "../../support/certificate.ts";
import { HARD } from "../../support/hard-programs.ts";
import { sampled } from "../../support/sampled.ts";
import { rightAnswer } from "./right-answer.ts";

describe("engine mpc, hard programs", function () {
  this.timeout(300_000);

  it("are different ones", () => {
    for (const [kind, draw] of Object.entries(HARD)) {
      const drawn = Array.from({ length: 9 }, (_, i) => draw(testSeed(`${kind} ${i}`)));
      expect(new Set(drawn.map((whole) => whole.objective.join() + whole.inequalities.rhs.join()))).to.have.lengthOf(9);
    }
  });

  const each = Object.keys(HARD).map((kind) => [kind, 0] as const);
  // The first was called infeasible when a small pivot's errors stayed in the tableau; the second
  // ended without an answer, since a column of zeros seemed to cost less than nothing. In the last
  // two a bound kept its column's scale, with entries below the least pivot elsewhere.
  const known = [
    ["nearly parallel rows", 10],
    ["unbounded", 101],
    ["columns 10^±4, rows 10^±2", 571],
    ["columns 10^±4, rows 10^±2", 1162],
  ] as const;
  // The first of the 200 that test/deep/mpc-corpus.test.ts has of each.
  const farApart = Object.keys(HARD)
    .filter((kind) => kind.startsWith("columns 10^±4"))
    .flatMap((kind) => Array.from({ length: 9 }, (_, i) => [kind, i + 1] as const));
  for (const [kind, index] of [...known, ...sampled([...each, ...farApart], 5)])
    it(`answers rightly: ${kind}, ${index}`, async () => {
      expect(await rightAnswer(kind, index)).to.equal("right");
    });
});
