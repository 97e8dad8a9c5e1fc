// Measured costs against the papers' formulas, for every engine whose paper has some.
import { expect } from "chai";
import { callingThread } from "../../client/crypto/paillier/pool.ts";
import { createCostMeter } from "../../client/engines/cost-meter.ts";
import type { Engine } from "../../client/engines/engine.ts";
import { createEngine } from "../../client/engines/engines.ts";
import { multiPartyEngine } from "../../client/engines/multi-party/engine.ts";
import { consortiumShape } from "../../client/engines/multi-party/shape.ts";
import { ENGINE_NAMES } from "../../client/engines/names.ts";
import { type RunInput, runEngine } from "../../client/engines/run.ts";
import type { SideState } from "../../client/engines/side.ts";
import { twoPartyEngine } from "../../client/engines/two-party/engine.ts";
import { paillier } from "../../client/engines/two-party/paillier.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import type { PublicRound } from "../../client/round/public-round.ts";
import { type CostLine, costLines, formatCosts } from "../../lab/paper-costs.ts";
import { consortium, randomProgram, seeded } from "../engines/multi-party/problems.ts";
import { splitProgram } from "../engines/two-party/problems.ts";

const short = { keyBits: 512, minimumBits: 512 };
const trio = consortium(randomProgram(31, "optimal", 6), 3, 0);
/** m = 4 rows, three of them inequalities, n = 2 variables. */
const pair = splitProgram(
  {
    inequalities: {
      coefficients: [
        [1n, 2n],
        [3n, 1n],
        [1n, 1n],
      ],
      rhs: [8n, 9n, 6n],
    },
    equalities: { coefficients: [[1n, -1n]], rhs: [0n] },
    objective: [-1n, -1n],
  },
  1,
  2,
  0,
);

function inputsOf(parties: readonly RunInput["rows"][]): RunInput[] {
  return parties.map((rows, party) => ({ rows, random: seeded(party) }));
}

function paperOf(lines: readonly CostLine[], formula: string): number {
  return lines.find((line) => line.formula === formula)!.paper;
}

describe("costs beside the papers'", function () {
  this.timeout(120_000);

  for (const variant of ["plain", "masked"] as const)
    it(`multi-party/${variant}: every difference has its reason`, async () => {
      const meter = createCostMeter();
      const engine = multiPartyEngine({ variant, solver: highsSolver, ...short, meter });
      await runEngine(engine, trio.round, inputsOf(trio.parties));
      const shape = consortiumShape(trio.round);
      const lines = costLines(engine.name, trio.round, meter);
      for (const { why } of lines) expect(why).not.to.equal("");
      const [messages, ...ciphers] = lines;
      expect(messages!.ours).to.equal(variant === "plain" ? 2 : 5);
      for (const { paper, ours } of ciphers)
        expect(ours).to.be.within(...((variant === "plain" ? [1, paper] : [0, 0]) as [number, number]));
      expect(formatCosts(lines)).to.have.length(lines.length);
      expect(paperOf(lines, "2(p − 1)")).to.equal(4);
      expect(paperOf(lines, "m′n²")).to.equal(shape.rows * shape.variables ** 2);
    });

  const twoParty: readonly (readonly [string, (meter: ReturnType<typeof createCostMeter>) => Engine<SideState>])[] = [
    ["paillier", (meter) => twoPartyEngine(paillier({ ...short, meter }), highsSolver)],
    [
      "decoy-ot, as the command line makes it",
      (meter) => createEngine("two-party/decoy-ot", callingThread, meter) as Engine<SideState>,
    ],
  ];
  for (const [name, make] of twoParty)
    it(`two-party with ${name}`, async () => {
      const meter = createCostMeter();
      const engine = make(meter);
      await runEngine(engine, pair.round, inputsOf(pair.parties));
      const lines = costLines(engine.name, pair.round, meter);
      // p = 2, d = 40: 80·(16·6 + 4·36) and 80·16.
      expect(lines.slice(0, 5).map(({ paper }) => paper)).to.deep.equal([19_200, 1_280, 80, 80, 160]);
      for (const { paper, ours, why } of lines) if (ours !== paper) expect(why).not.to.equal("");
      for (const { paper, ours } of lines.slice(0, 5)) expect(ours).to.be.at.most(paper);
      // The multiplications counted by hand in cost-meter.test.ts, here with d = 40 and p = 2.
      const multiplications = lines.slice(0, 2).map(({ ours }) => ours);
      const decoys = [40 * (80 + 2 * 60), 40 * (16 + 2 * 8)];
      expect(multiplications).to.deep.equal(engine.name.endsWith("decoy-ot") ? decoys : [100, 8]);
      expect(lines.slice(5).every(({ ours }) => ours > 0)).to.equal(true);
      const transfers = lines.slice(2, 5).map(({ ours }) => ours);
      expect(transfers).to.deep.equal(engine.name.endsWith("decoy-ot") ? [80, 80, 160] : [0, 0, 0]);
      expect(formatCosts(lines).join("\n")).to.include("pd(m²(n+m) + m(n+m)²) = 19,200");
    });

  it("exist for every engine of the papers except the baselines", () => {
    const sizes = (name: string): PublicRound => (name.startsWith("two-party") ? pair : trio).round;
    const counts = ENGINE_NAMES.map((name) => [name, costLines(name, sizes(name), createCostMeter()).length > 0]);
    expect(Object.fromEntries(counts)).to.deep.equal({
      "two-party/paillier": true,
      "two-party/decoy-ot": true,
      "multi-party/masked": true,
      "multi-party/plain": true,
      mangasarian: false,
      li: false,
      mpc: false,
      "mpc/four": false,
      "mpc/proven": false,
    });
  });
});
