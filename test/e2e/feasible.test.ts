// Rounds without costs: is there a plan that meets all rows? Every engine that takes inequalities
// proves the answer, yes or no.
import { expect } from "chai";
import { readOutcome } from "../../client/chain/coordinator/read.ts";
import { nodesOf } from "../../client/engines/engines.ts";
import { ENGINE_NAMES } from "../../client/engines/names.ts";
import { announce, combine } from "../../client/lp/joint/program.ts";
import { toUserOutcome, type UserOutcome } from "../../client/lp/joint/user-outcome.ts";
import { helperModel, type Model } from "../../client/lp/model/model.ts";
import { toPartyRows, withZeroCosts } from "../../client/lp/model/normalise.ts";
import { readProgramText } from "../../client/lp/readers/read.ts";
import type { Kind } from "../../client/round/verdict.ts";
import { type LocalChain, startLocalChain } from "../../lab/chain/local-chain.ts";
import { codeOf } from "../support/codes.ts";
import { agree, playCompanies } from "../support/companies.ts";
import { sampled } from "../support/sampled.ts";
import { smallEngine } from "../support/small-engines.ts";

/** Two companies' shifts: 4 ≤ a + b, a − b = 1, and the other's limit on a. */
const FIRST = "Minimize\nSubject To\n need: a + b >= 4\n lead: a - b = 1\nEnd\n";
const second = (limit: string): string => `Minimize\nSubject To\n limit: a + 0.5 b <= ${limit}\nEnd\n`;

describe("rounds without costs", function () {
  this.timeout(120_000);
  let chain: LocalChain;

  before(async () => {
    chain = await startLocalChain(4);
  });
  after(() => chain.close());

  const engines = ENGINE_NAMES.filter((engine) => engine !== "mangasarian");
  for (const name of sampled(engines, 3)) {
    const helpers = name.startsWith("two-party") ? 0 : (nodesOf(name) ?? 3) - 2;
    /** With more than two parties, a party without rows has the objective of zeros. */
    const models = (limit: string): Model[] => [
      readProgramText(FIRST, "first.lp"),
      readProgramText(second(limit), "second.lp"),
      ...Array.from({ length: helpers }, (_, k) => helperModel(`helper ${k}`)),
    ];

    async function play(limit: string): Promise<{ readonly kind: Kind; readonly outcomes: readonly UserOutcome[] }> {
      const own = models(limit);
      const program = combine(own.map(announce), { feasible: true });
      const rows = own.map((model, party) => withZeroCosts(toPartyRows(model, program, 2), program, party));
      const engine = smallEngine(name);
      const agreement = agree(chain, rows, engine, 2);
      const { results, round } = await playCompanies(chain, rows, engine, agreement);
      const outcomes = results.map((result, party) => {
        if (result.status === "rejected") throw result.reason;
        const { outcome } = result.value;
        const mine = outcome.kind === "unbounded" ? outcome : { ...outcome, multipliers: outcome.multipliers[party]! };
        return toUserOutcome(own[party]!, program, agreement.round.decimals, mine);
      });
      return { kind: (await readOutcome(chain.sessions[0]!, round)).kind, outcomes };
    }

    it(`${name} proves that a plan suits all, and shows it without prices`, async () => {
      const { kind, outcomes } = await play("3.5");
      expect(kind).to.equal("optimal");
      for (const outcome of outcomes) {
        if (outcome.kind !== "feasible") throw new Error(outcome.kind);
        const [a, b] = ["a", "b"].map((wanted) =>
          Number(outcome.variables.find((variable) => variable.name === wanted)!.value),
        );
        expect(Math.abs(a! - b! - 1) < 1e-4 && a! + b! > 4 - 1e-4 && a! + b! / 2 < 3.5 + 1e-4, `${a}, ${b}`).to.equal(
          true,
        );
      }
    });

    if (name === "mpc/proven") {
      it(`${name} says that no plan suits all, and shows no numbers that prove it`, async () => {
        expect(await codeOf(() => play("3"))).to.equal("KindProven");
      });
      continue;
    }

    it(`${name} proves that no plan suits all`, async () => {
      const { kind, outcomes } = await play("3");
      expect(kind).to.equal("infeasible");
      expect(outcomes.map((outcome) => outcome.kind)).to.deep.equal(outcomes.map(() => "infeasible"));
    });
  }
});
