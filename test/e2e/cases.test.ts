// The worked cases on the chain: five companies each, the objective held apart, with the default
// multi-party engine.
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { readOutcome } from "../../client/chain/coordinator/read.ts";
import { createWorkPool, type WorkPool } from "../../client/crypto/paillier/pool.ts";
import { createEngine } from "../../client/engines/engines.ts";
import { announce, combine } from "../../client/lp/joint/program.ts";
import { toUserOutcome } from "../../client/lp/joint/user-outcome.ts";
import { toPartyRows } from "../../client/lp/model/normalise.ts";
import { readProgram } from "../../client/lp/readers/read.ts";
import { type LocalChain, startLocalChain } from "../../lab/chain/local-chain.ts";
import { readCase } from "../../lab/demo/case.ts";
import { agree, playCompanies } from "../support/companies.ts";
import { sampled } from "../support/sampled.ts";

describe("worked cases", function () {
  this.timeout(300_000);
  let chain: LocalChain;
  let pool: WorkPool;

  before(async () => {
    chain = await startLocalChain(5);
    pool = createWorkPool(2);
  });
  after(() => Promise.all([chain.close(), pool.close()]));

  for (const name of sampled(["logistics", "production"], 2)) {
    it(`${name} settles at the optimum its case.json states`, async () => {
      const { companies, statements } = await readCase(
        fileURLToPath(new URL(`../../examples/${name}`, import.meta.url)),
      );
      const models = await Promise.all(companies.map(({ path }) => readProgram(path)));
      const program = combine(models.map(announce));
      const rows = models.map((model) => toPartyRows(model, program, program.decimals));
      const engine = createEngine("multi-party/masked", pool);
      const agreement = agree(chain, rows, engine, program.decimals);
      const { results, round } = await playCompanies(chain, rows, engine, agreement);
      for (const result of results) if (result.status === "rejected") throw result.reason;

      expect((await readOutcome(chain.sessions[0]!, round)).kind).to.equal("optimal");
      const owner = results[program.objectiveOwner]!;
      if (owner.status !== "fulfilled" || owner.value.outcome.kind !== "optimal")
        throw new Error("not settled as optimal");
      const { outcome } = owner.value;
      const multipliers = outcome.multipliers[program.objectiveOwner]!;
      const user = toUserOutcome(models[program.objectiveOwner]!, program, agreement.round.decimals, {
        ...outcome,
        multipliers,
      });
      if (user.kind !== "optimal") throw new Error("not optimal");
      // Hardhat's matchers replace closeTo and refuse fractions.
      const relative = Math.abs(Number(user.objective) / Number(statements.optimum) - 1);
      expect(relative <= 1e-6, `${user.objective} instead of ${statements.optimum}`).to.equal(true);
    });
  }
});
