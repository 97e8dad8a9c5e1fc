// Every file of examples/lp reaches its published optimum through both solvers, within the default
// tolerances.
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { solveExact } from "../../../client/lp/exact/solve.ts";
import { defaultBounds, defaultTolerances } from "../../../client/lp/exact/tolerances.ts";
import { highsSolver } from "../../../client/lp/solvers/highs.ts";
import { glpkSolver } from "../../../lab/solvers/glpk.ts";
import { loadExample } from "../../support/examples.ts";
import { expectOptimal } from "../../support/optimality.ts";
import { itemsOf } from "../../support/programs.ts";

const table = readFileSync(new URL("../../../examples/lp/README.md", import.meta.url), "utf8");
const optima = [...table.matchAll(/^\| ([a-z0-9-]+) \| \d.* \| ([−\d.]+) \|$/gm)].map(
  ([, file, optimum]) => [file!, Number(optimum!.replace("−", "-"))] as const,
);

describe("published optima", function () {
  this.timeout(120_000);

  it("are read from the table", () => {
    expect(optima.length).to.equal(13);
  });

  for (const solver of [highsSolver, glpkSolver]) {
    for (const [file, optimum] of optima) {
      it(`${file} with ${solver.name}`, async () => {
        const { program, decimals: kappa, constant } = await loadExample(file);
        const decimals = { coefficient: kappa, solution: 9, multiplier: 15 };
        const outcome = await solveExact(program, {
          solver,
          decimals,
          bounds: defaultBounds(program.objective.length, decimals),
          tolerances: defaultTolerances(decimals, itemsOf(program)),
        });
        if (outcome.kind !== "optimal") throw new Error(outcome.kind);
        expectOptimal(program, outcome.exactX, outcome.exactMultipliers);
        const value = Number(outcome.objective) / 10 ** (kappa + 9) + constant;
        expect(Math.abs(value - optimum)).to.be.at.most(1e-6 * Math.abs(optimum));
      });
    }
  }
});
