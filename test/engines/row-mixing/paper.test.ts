// Section 1.2 of Liu et al. 2016: the printed products of Bob's row, as Alice reads them off his
// message, and what they tell her.
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { mixingSchedule } from "../../../client/engines/row-mixing/engine.ts";
import { readPublished } from "../../../client/engines/row-mixing/messages.ts";
import type { Mixing } from "../../../client/engines/row-mixing/mixing.ts";
import { mixingShape } from "../../../client/engines/row-mixing/shape.ts";
import { mixingSide } from "../../../client/engines/row-mixing/side.ts";
import { protocolOfSides } from "../../../client/engines/side.ts";
import { solveMasked } from "../../../client/lp/exact/solve.ts";
import type { IntegerProgram } from "../../../client/lp/model/normal.ts";
import { highsSolver } from "../../../client/lp/solvers/highs.ts";
import { primitive } from "../../../client/math/rational.ts";
import { deal, expectCentralised, play } from "./problems.ts";

const paper = JSON.parse(readFileSync(new URL("../../vectors/paper-004-inference.json", import.meta.url), "utf8"));
const integers = (values: readonly number[]) => values.map(BigInt);
const matrix = (rows: readonly (readonly number[])[]) => rows.map(integers);
const mixings: readonly Mixing[] = [paper.aliceMixing, paper.bobMixing].map(({ b, d }) => ({
  b: matrix(b),
  d: integers(d),
}));

/** The paper gives no objective here; Alice's first row bounds this one. */
const whole: IntegerProgram = {
  inequalities: {
    coefficients: matrix([...paper.aliceRows.matrix, ...paper.bobRows.matrix]),
    rhs: integers([...paper.aliceRows.rhs, ...paper.bobRows.rhs]),
  },
  equalities: { coefficients: [], rhs: [] },
  objective: [-3n, -2n, -1n],
};

describe("section 1.2 of Liu et al. 2016 through li", () => {
  it("publishes the printed products, whose rows are all in the ratio 1 : 3 : −2 : 1, and finds the optimum", async () => {
    const dealt = deal(whole, [0, 0, 1], 2, 0);
    const shape = mixingShape(dealt.round);
    const engine = protocolOfSides({
      name: "worked example",
      schedule: () => mixingSchedule(shape),
      start: (input) => mixingSide(shape, input, mixings[input.party]!, (program) => solveMasked(program, highsSolver)),
    });
    const { transcript, outcomes } = await play(engine, dealt, 1);

    const ofBob = readPublished(shape, shape.parties[1]!, transcript[1]!.body);
    expect(ofBob.matrix).to.deep.equal(matrix(paper.bobMatrix));
    expect(ofBob.rhs).to.deep.equal(integers(paper.bobRhs));
    for (const [r, row] of ofBob.matrix.entries())
      expect(primitive([...row, ofBob.rhs[r]!])).to.deep.equal(integers(paper.bobRatio));

    await expectCentralised(dealt, outcomes);
  });
});
