import { expect } from "chai";
import { liEngine } from "../../../client/engines/row-mixing/li.ts";
import { mangasarianEngine } from "../../../client/engines/row-mixing/mangasarian.ts";
import { ProtocolError } from "../../../client/errors.ts";
import { highsSolver } from "../../../client/lp/solvers/highs.ts";
import { loadExample } from "../../support/examples.ts";
import { dealInTurn, expectCentralised, KINDS, play, randomProgram, withSlackColumns } from "./problems.ts";

const engine = mangasarianEngine(highsSolver);

describe("mangasarian", function () {
  this.timeout(120_000);

  for (const kind of KINDS)
    it(`equals the centralised outcome among 2, 3 and 5 parties: ${kind}`, async () => {
      for (let seed = 0; seed < 9; seed++) {
        const parties = [2, 3, 5][seed % 3]!;
        const whole = withSlackColumns(randomProgram(20 + seed, kind, parties + (seed % 4)));
        const dealt = dealInTurn(whole, parties, seed % parties);
        const outcome = await expectCentralised(dealt, (await play(engine, dealt, 100)).outcomes);
        expect(outcome.kind, `seed ${seed}`).to.equal(kind);
      }
    });

  for (const [name, parties] of [
    ["avgas", 3],
    ["afiro", 2],
    ["sc50b", 3],
  ] as const)
    it(`equals the centralised optimum of ${name} with slack columns among ${parties} parties`, async () => {
      const { program, decimals } = await loadExample(name);
      const dealt = dealInTurn(withSlackColumns(program), parties, 0, decimals);
      const { kind } = await expectCentralised(dealt, (await play(engine, dealt, 100)).outcomes);
      expect(kind).to.equal("optimal");
    });

  it("refuses a round with inequalities, before anything is sent", async () => {
    const dealt = dealInTurn(randomProgram(1, "optimal", 3), 2, 0);
    expect(() => engine.schedule(dealt.round))
      .to.throw(ProtocolError)
      .with.property("code", "RoundUnsuitable");
    const error = await play(engine, dealt, 1).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(ProtocolError).with.property("code", "RoundUnsuitable");
  });

  it("names the party with an inequality, be it 0 ≤ 0 of a party without rows", () => {
    const { round } = dealInTurn(withSlackColumns(randomProgram(1, "optimal", 3)), 2, 0);
    const helped = { ...round, inequalities: [...round.inequalities, 1], equalities: [...round.equalities, 0] };
    const party = helped.inequalities.length - 1;
    expect(() => engine.schedule(helped)).to.throw(ProtocolError, `party ${party} has an inequality`);
    expect(() => engine.schedule(round)).not.to.throw();
  });

  it("refuses a round of one party, or with all rows at the owner of the objective", () => {
    const whole = withSlackColumns(randomProgram(1, "optimal", 3));
    for (const dealt of [dealInTurn(whole, 1, 0), dealInTurn(whole, 0, 0)])
      expect(() => engine.schedule(dealt.round))
        .to.throw(ProtocolError)
        .with.property("code", "RoundUnsuitable");
    const { round } = dealInTurn(whole, 2, 0);
    const alone = { ...round, equalities: [4, 0] };
    expect(() => engine.schedule(alone))
      .to.throw(ProtocolError)
      .with.property("code", "RoundUnsuitable");
  });

  it("is li without slacks: the same transcript from the same seeds", async () => {
    const dealt = dealInTurn(withSlackColumns(randomProgram(2, "optimal", 4)), 3, 1);
    const other = await play(liEngine(highsSolver), dealt, 30);
    expect(await play(engine, dealt, 30)).to.deep.equal(other);
  });
});
