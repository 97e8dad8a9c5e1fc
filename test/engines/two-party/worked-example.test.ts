// Section 2.2.1 of the paper: every printed number, through the whole protocol, with the K and Q it
// prints.
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { readBody } from "../../../client/engines/codec.ts";
import { runEngine } from "../../../client/engines/run.ts";
import { protocolOfSides } from "../../../client/engines/side.ts";
import { aliceSide, type MaskedProgram } from "../../../client/engines/two-party/alice.ts";
import { bobSide } from "../../../client/engines/two-party/bob.ts";
import { decoyOt } from "../../../client/engines/two-party/decoy-ot.ts";
import type { Disguise } from "../../../client/engines/two-party/disguise.ts";
import { twoPartyEngine } from "../../../client/engines/two-party/engine.ts";
import { type Answer, readAnswer, readResult } from "../../../client/engines/two-party/messages.ts";
import { paillier } from "../../../client/engines/two-party/paillier.ts";
import { twoPartyShape } from "../../../client/engines/two-party/shape.ts";
import type { ExactOutcome } from "../../../client/lp/exact/outcome.ts";
import { solveMasked } from "../../../client/lp/exact/solve.ts";
import type { IntegerProgram } from "../../../client/lp/model/normal.ts";
import { highsSolver } from "../../../client/lp/solvers/highs.ts";
import { seeded, splitProgram } from "./problems.ts";

const paper = JSON.parse(readFileSync(new URL("../../vectors/paper-004.json", import.meta.url), "utf8"));
const integers = (values: readonly number[]) => values.map(BigInt);
const matrix = (rows: readonly (readonly number[])[]) => rows.map(integers);

const whole: IntegerProgram = {
  inequalities: {
    coefficients: matrix([...paper.aliceRows.matrix, ...paper.bobRows.matrix]),
    rhs: integers([...paper.aliceRows.rhs, ...paper.bobRows.rhs]),
  },
  equalities: { coefficients: [], rhs: [] },
  objective: integers(paper.costs),
};

function disguiseOfPaper(): Disguise {
  const q = matrix(paper.q);
  const source = q.map((_, t) => q.findIndex((row) => row[t] !== 0n));
  return { k: matrix(paper.k), source, scale: source.map((j, t) => q[j]![t]!) };
}

for (const product of [decoyOt({ choices: 3, shares: 4 }), paillier({ keyBits: 512, minimumBits: 512 })]) {
  describe(`worked example of Liu et al. 2016 through ${product.name}`, () => {
    it("reproduces N̂, b̂, Ĉ, X̂*, X* and f*", async () => {
      const { round, parties } = splitProgram(whole, 1, 2, 0);
      const shape = twoPartyShape(round);
      let program: MaskedProgram | undefined;
      let outcome: ExactOutcome | undefined;
      const solve = async (masked: MaskedProgram) => {
        program = masked;
        outcome = await solveMasked(masked, highsSolver);
        return outcome;
      };
      const engine = protocolOfSides({
        name: "worked example",
        schedule: twoPartyEngine(product, highsSolver).schedule,
        start: (input) =>
          input.party === shape.alice
            ? aliceSide(shape, input, product, solve)
            : bobSide(shape, input, product, disguiseOfPaper()),
      });
      const run = await runEngine(engine, round, [
        { rows: parties[0], random: seeded(1) },
        { rows: parties[1], random: seeded(2) },
      ]);

      expect(program?.matrix).to.deep.equal(matrix(paper.maskedMatrix));
      expect(program?.rhs).to.deep.equal(integers(paper.maskedRhs));
      expect(program?.costs).to.deep.equal(integers(paper.maskedCosts));
      if (outcome?.kind !== "optimal") throw new Error("the worked example has an optimum");
      const { numerators, denominator } = outcome.x;
      for (const [t, [above, below]] of paper.maskedSolution.entries())
        expect(numerators[t]! * BigInt(below)).to.equal(BigInt(above) * denominator);

      const bodies = run.transcript.slice(-2).map(({ body }) => body);
      const unit = 10n ** 9n;
      const answer: Answer = readAnswer(shape, readBody(bodies[0]!, "answer", 0));
      expect(answer.kind === "optimal" && answer.objective).to.equal(BigInt(paper.objective) * unit);
      const result = readResult(shape, readBody(bodies[1]!, "result", 1));
      if (result.kind !== "optimal") throw new Error("the worked example has an optimum");
      expect([...result.x, ...result.slacks]).to.deep.equal(integers(paper.solution).map((value) => value * unit));
      expect(result.v).to.deep.equal([0n]);
      for (const party of run.outcomes) expect(party.kind === "optimal" && party.x).to.deep.equal(result.x);
    });
  });
}
