import { expect } from "chai";
import { liEngine } from "../../../client/engines/row-mixing/li.ts";
import { SolverError } from "../../../client/errors.ts";
import { highsSolver } from "../../../client/lp/solvers/highs.ts";
import { loadExample } from "../../support/examples.ts";
import { program } from "../../support/programs.ts";
import { UNCOMMITTED } from "../../support/uncommitted.ts";
import { deal, dealInTurn, expectCentralised, KINDS, play, randomProgram, seeded } from "./problems.ts";

const engine = liEngine(highsSolver);

describe("li", function () {
  this.timeout(120_000);

  for (const kind of KINDS)
    it(`equals the centralised outcome among 2, 3 and 5 parties: ${kind}`, async () => {
      for (let seed = 0; seed < 12; seed++) {
        const parties = [2, 3, 5][seed % 3]!;
        const dealt = dealInTurn(randomProgram(seed, kind, parties + (seed % 4)), parties, seed % parties);
        const outcome = await expectCentralised(dealt, (await play(engine, dealt, 100)).outcomes);
        expect(outcome.kind, `seed ${seed}`).to.equal(kind);
      }
    });

  for (const [name, parties] of [
    ["avgas", 2],
    ["afiro", 3],
    ["sc50b", 5],
  ] as const)
    it(`equals the centralised optimum of ${name} among ${parties} parties`, async () => {
      const { program: whole, decimals } = await loadExample(name);
      const dealt = dealInTurn(whole, parties, 1, decimals);
      const { kind } = await expectCentralised(dealt, (await play(engine, dealt, 100)).outcomes);
      expect(kind).to.equal("optimal");
    });

  it("lets the owner, and others, have no rows", async () => {
    for (const kind of KINDS) {
      const whole = randomProgram(7, kind, 3);
      const rows = whole.inequalities.rhs.length + whole.equalities.rhs.length;
      const dealt = deal(whole, new Array<number>(rows).fill(1), 3, 0);
      await expectCentralised(dealt, (await play(engine, dealt, 100)).outcomes);
      expect(engine.schedule(dealt.round).map(({ from }) => from)).to.deep.equal([0, 1, 0, 1]);
    }
  });

  it("takes rows that follow from others", async () => {
    const whole = program(
      [1, 2, 3],
      [[[-1, -1, -1], -6]],
      [
        [[1, 2, 0], 4],
        [[2, 4, 0], 8],
        [[0, 0, 0], 0],
      ],
    );
    const dealt = dealInTurn(whole, 2, 0);
    await expectCentralised(dealt, (await play(engine, dealt, 100)).outcomes);
  });

  it("proves infeasibility within 87 bits although the mixed numbers are larger", async () => {
    const { program: whole, decimals } = await loadExample("afiro");
    const bound = whole.objective.map((_, j) =>
      whole.inequalities.coefficients.reduce((sum, row) => sum - row[j]!, 0n),
    );
    const total = whole.inequalities.rhs.reduce((sum, value) => sum + value, 0n);
    const infeasible = {
      ...whole,
      inequalities: {
        coefficients: [...whole.inequalities.coefficients, bound],
        rhs: [...whole.inequalities.rhs, -total - 1n],
      },
    };
    const dealt = dealInTurn(infeasible, 3, 0, decimals);
    const { kind } = await expectCentralised(dealt, (await play(engine, dealt, 100)).outcomes);
    expect(kind).to.equal("infeasible");
  });

  it("rounds a proof of infeasibility from the interior where the exact one exceeds 87 bits", async () => {
    // 1 ≤ x₁, p·x_j ≤ x_j₊₁, x₆ ≤ 5: the multipliers of the exact proof are 1, p, …, p⁵.
    const p = 1_000_003;
    const unit = (j: number, value: number) => Array.from({ length: 6 }, (_, i) => (i === j ? value : 0));
    const whole = program(unit(0, 1), [
      [unit(0, -1), -1],
      ...[0, 1, 2, 3, 4].map((j) => [unit(j, p).with(j + 1, -1), 0] as const),
      [unit(5, 1), 5],
    ]);
    const dealt = dealInTurn(whole, 3, 0);
    const { outcomes } = await play(engine, dealt, 100);
    await expectCentralised(dealt, outcomes);
    const largest = 1n << 86n;
    const all = outcomes.flatMap((outcome) => (outcome.kind === "infeasible" ? outcome.multipliers : []));
    expect(all).to.include(largest);
  });

  it("says that the round is too coarse when rounding alone misses the tolerance", async () => {
    const whole = program([-1, -1], [[[1, 1], 7]], [[[3, 0], 1]]);
    const { round, ...dealt } = dealInTurn(whole, 2, 0);
    const coarse = { ...dealt, round: { ...round, tolerances: { ...round.tolerances, residual: 0n } } };
    const error = await play(engine, coarse, 5).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(SolverError).with.property("code", "ToleranceNotMet");
  });

  it("replays to the same transcript from the same seeds, and publishes other numbers from others", async () => {
    const dealt = dealInTurn(randomProgram(3, "optimal", 6), 3, 0);
    const first = await play(engine, dealt, 40);
    expect(await play(engine, dealt, 40)).to.deep.equal(first);
    const other = await play(engine, dealt, 60);
    for (const step of [0, 1, 2]) expect(first.transcript[step]!.body).not.to.deep.equal(other.transcript[step]!.body);
    expect(other.outcomes).to.deep.equal(first.outcomes);
  });

  it("keeps its states pure: a step may be taken twice", async () => {
    const { round, parties } = dealInTurn(randomProgram(3, "optimal", 4), 2, 0);
    const [zero, one] = await Promise.all(
      parties.map((rows, party) => engine.start({ ...UNCOMMITTED, party, round, rows, random: seeded(party) })),
    );
    const once = await engine.receive(zero!.state, one!.send[0]!);
    const twice = await engine.receive(zero!.state, one!.send[0]!);
    expect(twice.send).to.deep.equal(once.send);
  });

  it("sends as many messages as its schedule says, whatever the outcome", async () => {
    for (const kind of KINDS) {
      const dealt = dealInTurn(randomProgram(5, kind, 6), 3, 2);
      const { transcript } = await play(engine, dealt, 9);
      expect(transcript.map(({ from, to }) => [from, to])).to.deep.equal(
        [0, 1, 2, 2, 0, 1, 2].map((from) => [from, null]),
      );
    }
  });
});
