// The baselines from companies' rows to settled rounds: engine, channel, certificate and contract.
import { expect } from "chai";
import { readOutcome } from "../../client/chain/coordinator/read.ts";
import { callingThread } from "../../client/crypto/paillier/pool.ts";
import { createEngine } from "../../client/engines/engines.ts";
import { ProtocolError } from "../../client/errors.ts";
import { solveExact } from "../../client/lp/exact/solve.ts";
import { defaultTolerances } from "../../client/lp/exact/tolerances.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import { type LocalChain, startLocalChain } from "../../lab/chain/local-chain.ts";
import { type Dealt, dealInTurn, KINDS, randomProgram, withSlackColumns } from "../engines/row-mixing/problems.ts";
import { agree, type PlayOptions, playCompanies, tampering } from "../support/companies.ts";
import { loadExample } from "../support/examples.ts";
import { itemsOf } from "../support/programs.ts";
import { sampled } from "../support/sampled.ts";

const ENGINES = ["mangasarian", "li"] as const;

describe("rounds of the baselines", function () {
  this.timeout(120_000);
  let chain: LocalChain;

  before(async () => {
    chain = await startLocalChain(5);
  });
  after(() => chain.close());

  function companies(name: (typeof ENGINES)[number], { parties, round }: Dealt, options?: PlayOptions) {
    const engine = createEngine(name, callingThread);
    const agreement = agree(chain, parties, engine, round.decimals.coefficient);
    return playCompanies(chain, parties, engine, agreement, options);
  }

  /** Every company holds the centralised outcome, and so does the chain. */
  async function expectSettled(name: (typeof ENGINES)[number], dealt: Dealt): Promise<void> {
    const { decimals } = dealt.round;
    const tolerances = defaultTolerances(decimals, itemsOf(dealt.whole));
    const central = await solveExact(dealt.whole, { ...dealt.round, solver: highsSolver, tolerances });
    const { results, round } = await companies(name, dealt);
    for (const result of results) {
      if (result.status === "rejected") throw result.reason;
      expect(result.value.outcome.kind).to.equal(central.kind);
    }
    const onChain = await readOutcome(chain.sessions[0]!, round);
    expect(onChain.kind).to.equal(central.kind);
    if (central.kind === "optimal") expect(onChain.objective).to.equal(central.objective);
  }

  for (const [turn, name] of ENGINES.entries())
    for (const [i, kind] of sampled([...KINDS.entries()], 3, turn))
      it(`${name} settles: ${kind}, ${[5, 3, 2][i]} companies`, async () => {
        const program = randomProgram(40, kind, 5);
        const whole = name === "li" ? program : withSlackColumns(program);
        await expectSettled(name, dealInTurn(whole, [5, 3, 2][i]!, 1));
      });

  it("li settles afiro among three companies", async () => {
    const { program, decimals } = await loadExample("afiro");
    await expectSettled("li", dealInTurn(program, 3, 0, decimals));
  });

  it("stops at published rows whose digest is not the one on chain, and names their sender", async () => {
    const dealt = dealInTurn(randomProgram(40, "optimal", 5), 3, 1);
    const { results } = await companies("li", dealt, {
      channel: tampering(chain.sessions[2]!, 2, 2),
    });
    const reasons = results.map((result) => (result.status === "rejected" ? result.reason : null));
    const refusal = reasons.find((reason) => reason instanceof ProtocolError);
    expect(refusal).to.deep.include({ code: "DigestMismatch", party: 2 });
  });
});
