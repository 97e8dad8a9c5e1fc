// Known problems of up to 60 rows among 2, 3 and 5 holders of rows and an owner of the objective
// who has none: files, engine, channel, certificate, contract. Every problem in `npm test`, among
// every number of holders in `npm run test:deep`. Keys are short, as only their length makes a
// difference; test/e2e/cases.test.ts has keys of full length.
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { readOutcome, readState } from "../../client/chain/coordinator/read.ts";
import { createWorkPool, type WorkPool } from "../../client/crypto/paillier/pool.ts";
import type { Engine } from "../../client/engines/engine.ts";
import { multiPartyEngine } from "../../client/engines/multi-party/engine.ts";
import { announce, combine } from "../../client/lp/joint/program.ts";
import { toPartyRows } from "../../client/lp/model/normalise.ts";
import { readProgram } from "../../client/lp/readers/read.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import { toScaled } from "../../client/math/decimal.ts";
import { type LocalChain, startLocalChain } from "../../lab/chain/local-chain.ts";
import { consecutiveParts, splitProgram } from "../../lab/splitting.ts";
import { agree, playCompanies } from "../support/companies.ts";
import { sampled } from "../support/sampled.ts";

/** The optima of examples/lp/README.md. */
const OPTIMA: Readonly<Record<string, number>> = {
  avgas: -7.75,
  afiro: -464.7531429,
  sc50b: -70,
  adlittle: 225494.9632,
  "securescm-20": -3.4411764706,
};
const HOLDERS = [2, 3, 5];
const CASES = Object.entries(OPTIMA).flatMap(([name, optimum]) =>
  HOLDERS.map((holders) => ({ name, optimum, holders })),
);
const KEY_BITS = 768;

describe("consortia on the chain", function () {
  this.timeout(120_000);
  let chain: LocalChain;
  let pool: WorkPool;
  let engine: Engine<unknown>;

  before(async () => {
    chain = await startLocalChain(Math.max(...HOLDERS) + 1);
    pool = createWorkPool(2);
    engine = multiPartyEngine({
      solver: highsSolver,
      pool,
      keyBits: KEY_BITS,
      minimumBits: KEY_BITS,
    }) as Engine<unknown>;
  });
  after(() => Promise.all([chain.close(), pool.close()]));

  for (const { name, optimum, holders } of sampled(CASES, 8))
    it(`settles ${name} among ${holders} holders at its listed optimum`, async () => {
      const whole = await readProgram(fileURLToPath(new URL(`../../examples/lp/${name}.mps`, import.meta.url)));
      const models = splitProgram(whole, consecutiveParts(whole.rows.length, holders), holders);
      const program = combine(models.map(announce));
      const rows = models.map((model) => toPartyRows(model, program, program.decimals));
      const owner = rows[holders]!;
      expect([owner.inequalities.rhs.length, owner.equalities.rhs.length]).to.deep.equal([0, 0]);

      const agreement = agree(chain, rows, engine, program.decimals);
      const { results, round } = await playCompanies(chain, rows, engine, agreement);
      for (const result of results) if (result.status === "rejected") throw result.reason;
      expect((await readState(chain.sessions[0]!, round)).state.exchange).to.equal(
        agreement.schedule.at(-1)!.exchange + 1,
      );
      const settled = await readOutcome(chain.sessions[0]!, round);
      expect(settled.kind).to.equal("optimal");
      const constant = Number(toScaled(whole.objective!.constant, 9, "nearest")) / 1e9;
      const objective = Number(settled.objective) / 10 ** (program.decimals + 9) + constant;
      // Hardhat's matchers replace closeTo and refuse fractions.
      const relative = Math.abs(objective / optimum - 1);
      expect(relative <= 1e-6, `${objective} instead of ${optimum}`).to.equal(true);
    });
});
