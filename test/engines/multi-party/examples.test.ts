// Known problems split among consortia: the known optimum, within the tolerances of the
// certificate.
import { expect } from "chai";
import type { EngineOutcome } from "../../../client/engines/engine.ts";
import { multiPartyEngine } from "../../../client/engines/multi-party/engine.ts";
import { runEngine } from "../../../client/engines/run.ts";
import { defaultTolerances, exceeded, measure } from "../../../client/lp/exact/tolerances.ts";
import { highsSolver } from "../../../client/lp/solvers/highs.ts";
import { loadExample } from "../../support/examples.ts";
import { itemsOf } from "../../support/programs.ts";
import { consortium, seeded } from "./problems.ts";

const engine = multiPartyEngine({ keyBits: 512, minimumBits: 512, solver: highsSolver });

async function optimumOf(name: string, holders: number): Promise<number> {
  const { program, decimals, constant } = await loadExample(name);
  const tolerances = defaultTolerances({ coefficient: decimals, solution: 9, multiplier: 15 }, itemsOf(program));
  const of = consortium(program, holders, holders % 3, decimals, tolerances.residual);
  const inputs = of.parties.map((rows, party) => ({ rows, random: seeded(party) }));
  const { outcomes } = await runEngine(engine, of.round, inputs);
  const all = outcomes as Extract<EngineOutcome, { kind: "optimal" }>[];
  for (const { kind } of all) expect(kind).to.equal("optimal");
  const multipliers: bigint[] = [];
  for (const [party, outcome] of all.entries())
    for (const [i, row] of of.origin[party]!.entries()) multipliers[row] = outcome.multipliers[i]!;
  const { errors, objective } = measure(program, of.round, all[0]!.x, multipliers);
  expect(exceeded(errors, tolerances)).to.equal(null);
  return Number(objective) / 10 ** (decimals + 9) + constant;
}

function expectNear(found: number, known: number): void {
  expect(Math.abs(found - known)).to.be.at.most(1e-6 * Math.abs(known));
}

describe("multi-party engine on known problems", function () {
  this.timeout(120_000);

  for (const holders of [2, 3, 5])
    it(`avgas among ${holders} holders`, async () => expectNear(await optimumOf("avgas", holders), -7.75));

  it("afiro among 3 holders", async () => expectNear(await optimumOf("afiro", 3), -464.75314286));
});
