import { expect } from "chai";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import { COUNTED, countTranscript, createCostMeter } from "../../client/protocol/cost-meter.ts";
import { multiPartyEngine, multiPartyPhases } from "../../client/protocol/multi-party/engine.ts";
import { COSTS_PHASE, PRODUCT_PHASE } from "../../client/protocol/multi-party/product.ts";
import { RING_PHASE, type RingMode } from "../../client/protocol/multi-party/ring.ts";
import { shapeOf } from "../../client/protocol/multi-party/shape.ts";
import { formatCosts, multiPartyCosts, twoPartyFormulas } from "../../client/protocol/paper-costs.ts";
import { runEngine } from "../../client/protocol/run.ts";
import { consortium, randomProgram, seeded } from "./multi-party/problems.ts";

async function metered(holders: number, ring: RingMode, metering: boolean) {
  const { round, parties } = consortium(randomProgram(31, "optimal", 2 * holders), holders, 0);
  const meter = createCostMeter();
  const options = { solver: highsSolver, keyBits: 512, minimumBits: 512, ring };
  const engine = multiPartyEngine(metering ? { ...options, meter } : options);
  const inputs = parties.map((rows, party) => ({ rows, random: seeded(party) }));
  const { transcript } = await runEngine(engine, round, inputs);
  const phases = multiPartyPhases(round);
  countTranscript(meter, transcript, phases);
  return { meter, transcript, round, shape: shapeOf(round), counts: (name: string) => meter.of(name) };
}

describe("cost meter", function () {
  this.timeout(60_000);

  it("adds up by phase and in all", () => {
    const meter = createCostMeter();
    meter.add("b", "powers", 3);
    meter.add("a", "powers", 4);
    meter.add("b", "bytes", 5);
    expect(meter.phases().map(({ phase }) => phase)).to.deep.equal(["b", "a"]);
    expect(meter.total().powers).to.equal(7);
    expect(meter.phases()[0]!.counts.bytes).to.equal(5);
    expect([meter.of("a").powers, meter.of("c").powers]).to.deep.equal([4, 0]);
    expect(Object.keys(meter.total())).to.deep.equal([...COUNTED]);
  });

  for (const ring of ["masked", "plain"] as const)
    it(`counts at most 2(p − 1) messages in the ${ring} ring, whatever p`, async () => {
      for (const holders of [2, 3, 5]) {
        const { counts } = await metered(holders, ring, true);
        expect(counts(RING_PHASE).messages).to.equal(holders - 1);
        expect(counts(RING_PHASE).messages).to.be.at.most(2 * (holders - 1));
      }
    });

  it("counts what was done, and changes no message", async () => {
    const { transcript, shape, counts, meter } = await metered(3, "masked", true);
    expect((await metered(3, "masked", false)).transcript).to.deep.equal(transcript);
    const { variables: n, rows } = shape;
    const product = counts(PRODUCT_PHASE);
    // Every ciphertext of H′ and S′ is encrypted, decrypted and re-randomised once; each one of S′ takes n powers.
    expect(product.encryptions).to.equal(product.decryptions);
    expect(product["re-randomisations"]).to.equal(product.decryptions);
    expect(product.powers).to.equal(n * product.decryptions);
    expect(product.encryptions).to.be.at.most(rows * n);
    expect(meter.total().bytes).to.equal(transcript.reduce((sum, { body }) => sum + body.length, 0));
    expect(meter.total().messages).to.equal(transcript.length);
    const multiplications = shape.rows * shape.rows * shape.width;
    expect(counts(RING_PHASE).multiplications).to.equal(multiplications);
    // XQ₂, R₀Q₁ and R₀Q₂; without the ring's mask XQ₂ alone, as in the paper.
    expect(product.multiplications).to.equal(3 * rows * n * n);
    expect((await metered(3, "plain", true)).counts(PRODUCT_PHASE).multiplications).to.equal(rows * n * n);
    expect(counts(COSTS_PHASE).multiplications).to.equal(n * n);
  });

  it("stands beside the papers' formulas, never above them", async () => {
    const { shape, round, meter } = await metered(3, "masked", true);
    const lines = multiPartyCosts(round, meter);
    for (const { paper, ours, why } of lines) {
      expect(ours).to.be.at.most(paper);
      expect(why).not.to.equal("");
    }
    expect(formatCosts(lines)).to.have.length(lines.length);
    const paper = (what: string) => lines.find((line) => line.formula === what)!.paper;
    expect(paper("2(p − 1)")).to.equal(4);
    expect(paper("m′n²")).to.equal(shape.rows * shape.variables ** 2);
    // pd(m²(n+m) + m(n+m)²) for m = 3, n = 3, p = 2, d = 40: 80 · (54 + 108).
    const formulas = twoPartyFormulas({ rows: 3, variables: 3, choices: 2, shares: 40 });
    expect(formulas.map(({ paper: value }) => value)).to.deep.equal([12_960, 720, 1, 2]);
  });
});
