// The engine `mpc` on every file of examples/lp and on hundreds of hard programs, each outcome
// certified and compared with the right value. A program may end without an answer, though few do;
// none may end with a wrong answer.
import { expect } from "chai";
import { solveExact } from "../../client/lp/exact/solve.ts";
import { defaultTolerances } from "../../client/lp/exact/tolerances.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import { dot } from "../../client/math/field.ts";
import { amongThree, play, settle } from "../engines/mpc/problems.ts";
import { rightAnswer } from "../engines/mpc/right-answer.ts";
import { exampleNames, loadExample } from "../support/examples.ts";
import { HARD } from "../support/hard-programs.ts";
import { itemsOf } from "../support/programs.ts";

/** Of each kind, and of those whose rows and columns are far apart. */
const PROGRAMS = 60;
const FAR_APART = 200;
/** Programs without an answer, of each kind. */
const MAX_WITHOUT = 2;

describe("engine mpc, corpus", () => {
  for (const name of exampleNames())
    it(`certifies the optimum of ${name}`, async () => {
      const { program: whole, decimals } = await loadExample(name);
      const mpc = amongThree(whole, decimals);
      const { decimals: grids, bounds } = mpc.round;
      const tolerances = defaultTolerances(grids, itemsOf(whole));
      const exact = await solveExact(whole, { solver: highsSolver, decimals: grids, tolerances, bounds });
      if (exact.kind !== "optimal") throw new Error("an optimum is due");
      for (const seed of ["first", "second"]) {
        const { outcomes } = await play(mpc, `${name} ${seed}`);
        expect(settle(mpc, outcomes).kind).to.equal("optimal");
        const [found] = outcomes;
        if (found?.kind !== "optimal") throw new Error("an optimum is due");
        const [expected, value] = [exact.x, found.x].map((x) => Number(dot(whole.objective, x)));
        expect(Math.abs(value! - expected!)).to.be.at.most(1e-9 * Math.abs(expected!));
      }
    });

  for (const kind of Object.keys(HARD)) {
    const programs = kind.startsWith("columns 10^±4") ? FAR_APART : PROGRAMS;
    it(`answers rightly: ${programs} programs, ${kind}`, async () => {
      const without: number[] = [];
      for (let index = 0; index < programs; index++)
        if ((await rightAnswer(kind, index)) === "none") without.push(index);
      expect(without.length, `without an answer: ${without.join(", ")}`).to.be.at.most(MAX_WITHOUT);
    });
  }
});
