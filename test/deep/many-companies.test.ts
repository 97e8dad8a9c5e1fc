// Whole rounds on anvil, all clients in this process, whose blocks come when every party that is
// due has posted: apart from computing, a round waits as long among 20 companies as among three.
import { expect } from "chai";
import { waitBlocks } from "../../bench/scale/formulas.ts";
import { coveringProblem, playWholeRound } from "../../bench/whole-round.ts";
import { anvilProgram } from "../../lab/chain/node-process.ts";
import { smallEngine } from "../support/small-engines.ts";

describe("a round of 20 companies", function () {
  this.timeout(240_000);
  const test = anvilProgram() === null ? it.skip : it;

  for (const name of ["mpc", "multi-party/masked"] as const)
    test(`settles with ${name} in as many blocks as one of three`, async () => {
      const played = [];
      for (const companies of [3, 20]) {
        const problem = coveringProblem({ companies, rows: companies - 1, columns: 2 });
        played.push(await playWholeRound(problem, smallEngine(name), { pace: "together" }));
      }
      const [few, many] = played as [(typeof played)[0], (typeof played)[0]];
      expect(many.exchanges).to.equal(few.exchanges);
      expect([few.blocks, many.blocks]).to.deep.equal([few, many].map(({ exchanges }) => waitBlocks(exchanges, 0, 1)));
      expect(many.gas.settlement).to.have.length(1);
      for (const gas of many.gas.posts) expect(gas).to.be.at.most(40_000);
    });
});
