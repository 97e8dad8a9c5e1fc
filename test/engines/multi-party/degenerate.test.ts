// A degenerate problem has many optimal multipliers. Masks must not pick those that no certificate
// holds.
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { multiPartyEngine } from "../../../client/engines/multi-party/engine.ts";
import { runEngine } from "../../../client/engines/run.ts";
import { prepare, publicRound } from "../../../client/library/problem.ts";
import { NO_BOUNDS } from "../../../client/lp/joint/program.ts";
import { readProgram } from "../../../client/lp/readers/read.ts";
import { highsSolver } from "../../../client/lp/solvers/highs.ts";
import { createRandom } from "../../../client/math/random.ts";
import { splitProgram } from "../../../lab/splitting.ts";

const engine = multiPartyEngine({ keyBits: 512, minimumBits: 512, solver: highsSolver });
/** With these masks, the solver's first basis has multipliers between 4 and 28. */
const SEEDS = [14, 87, 88, 99];

describe("multi-party: a degenerate problem", function () {
  this.timeout(120_000);

  it("has small multipliers, whatever the masks", async () => {
    const file = fileURLToPath(new URL("../../cases/n37-giga-coefficients.lp", import.meta.url));
    const model = await readProgram(file);
    const members = splitProgram(model, [0, 1, 0], 2).map((own, k) => ({ name: `Company ${k}`, model: own }));
    const problem = prepare(members, { rounding: "exact", feasible: false, bounds: NO_BOUNDS });
    const round = publicRound(problem, engine);
    for (const seed of SEEDS) {
      const inputs = problem.companies.map(({ rows }, k) => {
        const bytes = new Uint8Array(32);
        bytes.set([seed, k]);
        return { rows, random: createRandom(bytes) };
      });
      const { outcomes } = await runEngine(engine, round, inputs);
      for (const outcome of outcomes) {
        if (outcome.kind !== "optimal") throw new Error(outcome.kind);
        for (const multiplier of outcome.multipliers)
          expect(Number(multiplier) / 10 ** round.decimals.multiplier, `seed ${seed}`).to.be.within(-1.01, 1.01);
      }
    }
  });
});
