import { expect } from "chai";
import { COUNTED, createCostMeter, type RecordingMeter } from "../../client/engines/cost-meter.ts";
import type { Engine } from "../../client/engines/engine.ts";
import { multiPartyEngine, type Variant } from "../../client/engines/multi-party/engine.ts";
import { COSTS_PHASE, HIDE_PHASE, PRODUCT_PHASE } from "../../client/engines/multi-party/phases.ts";
import { consortiumShape } from "../../client/engines/multi-party/shape.ts";
import { runEngine } from "../../client/engines/run.ts";
import type { SideState } from "../../client/engines/side.ts";
import { decoyOt } from "../../client/engines/two-party/decoy-ot.ts";
import { twoPartyEngine } from "../../client/engines/two-party/engine.ts";
import { paillier } from "../../client/engines/two-party/paillier.ts";
import {
  PRODUCT_PHASE as MASKED_PHASE,
  MATRIX_PHASE,
  type MaskedProduct,
  RHS_PHASE,
} from "../../client/engines/two-party/product.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import { consortium, randomProgram, seeded } from "./multi-party/problems.ts";
import { splitProgram } from "./two-party/problems.ts";

/**
 * Two inequalities of Alice, one inequality and one equality of Bob, in two variables: m₁ = 2, m =
 * 4, n + slacks = 5.
 */
const small = splitProgram(
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

async function metered(holders: number, variant: Variant, metering: boolean) {
  const { round, parties } = consortium(randomProgram(31, "optimal", 2 * holders), holders, 0);
  const meter = createCostMeter();
  const options = { solver: highsSolver, keyBits: 512, minimumBits: 512, variant };
  const engine = multiPartyEngine(metering ? { ...options, meter } : options);
  const inputs = parties.map((rows, party) => ({ rows, random: seeded(party) }));
  const { transcript } = await runEngine(engine, round, inputs);
  return { meter, transcript, shape: consortiumShape(round), counts: (name: string) => meter.of(name) };
}

async function playSmall(engine: Engine<SideState>) {
  const inputs = small.parties.map((rows, party) => ({ rows, random: seeded(party) }));
  return (await runEngine(engine, small.round, inputs)).transcript;
}

/** Runs the small program with and without the meter; the transcript must be the same. */
async function meteredTwoParty(metered: MaskedProduct, plain: MaskedProduct, meter: RecordingMeter) {
  const transcript = await playSmall(twoPartyEngine(metered, highsSolver));
  expect(await playSmall(twoPartyEngine(plain, highsSolver))).to.deep.equal(transcript);
  expect(meter.total().messages).to.equal(transcript.length);
  expect(meter.total().bytes).to.equal(transcript.reduce((sum, { body }) => sum + body.length, 0));
  expect(meter.of("solve").messages).to.equal(3);
  expect(meter.of(MASKED_PHASE).messages).to.equal(transcript.length - 3);
}

/** The non-zero counts, without messages and bytes. */
function operations(meter: RecordingMeter, phase: string) {
  const counts = Object.entries(meter.of(phase));
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

describe("cost meter", function () {
  this.timeout(120_000);

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

  it("counts p − 1 messages of the ring, and 3(p − 1) − 1 of the shares in its place", async () => {
    for (const holders of [2, 3, 5]) {
      expect((await metered(holders, "plain", true)).counts(HIDE_PHASE).messages).to.equal(holders - 1);
      expect((await metered(holders, "masked", true)).counts(HIDE_PHASE).messages).to.equal(3 * holders - 4);
    }
  });

  it("counts what multi-party/masked does, and changes no message", async () => {
    const { transcript, shape, counts, meter } = await metered(3, "masked", true);
    expect((await metered(3, "masked", false)).transcript).to.deep.equal(transcript);
    const { variables: n, rows } = shape;
    expect(meter.total().bytes).to.equal(transcript.reduce((sum, { body }) => sum + body.length, 0));
    expect(meter.total().messages).to.equal(transcript.length);
    expect(counts(HIDE_PHASE).multiplications).to.equal(rows * rows * shape.width);
    const { messages, bytes, ...product } = counts(PRODUCT_PHASE);
    // XQ₁, XQ₂, and RQ with one entry of Q in each column; nothing is encrypted.
    expect([messages, bytes > 0]).to.deep.equal([2, true]);
    for (const [counted, count] of Object.entries(product))
      expect(count, counted).to.equal(counted === "multiplications" ? 2 * rows * n * n + rows * n : 0);
    expect([counts(COSTS_PHASE).encryptions, counts(COSTS_PHASE).powers]).to.deep.equal([n, 2 * n]);
  });

  it("counts what multi-party/plain does, and changes no message", async () => {
    const { transcript, shape, counts, meter } = await metered(3, "plain", true);
    expect((await metered(3, "plain", false)).transcript).to.deep.equal(transcript);
    const { variables: n, rows } = shape;
    const product = counts(PRODUCT_PHASE);
    // Every ciphertext of H′ and S′ is encrypted, decrypted and re-randomised once; each one of S′
    // takes n powers.
    expect(product.encryptions).to.equal(product.decryptions);
    expect(product["re-randomisations"]).to.equal(product.decryptions);
    expect(product.powers).to.equal(n * product.decryptions);
    expect(product.encryptions).to.be.at.most(rows * n);
    expect(meter.total().bytes).to.equal(transcript.reduce((sum, { body }) => sum + body.length, 0));
    expect(meter.total().messages).to.equal(transcript.length);
    const multiplications = shape.rows * shape.rows * shape.width;
    expect(counts(HIDE_PHASE).multiplications).to.equal(multiplications);
    expect(product.multiplications).to.equal(rows * n * n);
    expect(counts(COSTS_PHASE).multiplications).to.equal(n * n);
    expect([counts(COSTS_PHASE).encryptions, counts(COSTS_PHASE).powers]).to.deep.equal([n, n * (n + 1)]);
  });

  it("counts decoys and transfers by hand, and changes no message", async () => {
    const meter = createCostMeter();
    const parameters = { choices: 3, shares: 2 };
    await meteredTwoParty(decoyOt(parameters, meter), decoyOt(parameters), meter);
    // Twice KY (4·4·5), and for each of the 2·3 choices KH (4·2·5) and the scaling by Q (4·5);
    // ⌈log₂3⌉ = 2.
    expect(operations(meter, MATRIX_PHASE)).to.deep.equal({
      multiplications: 2 * 80 + 6 * (40 + 20),
      transfers: 2,
      "base transfers": 4,
      offered: 6,
    });
    // Twice Kb (4·4), and for each choice 4·2.
    expect(operations(meter, RHS_PHASE)).to.deep.equal({
      multiplications: 2 * 16 + 6 * 8,
      transfers: 2,
      "base transfers": 4,
      offered: 6,
    });
  });

  it("counts encryptions and powers by hand, and changes no message", async () => {
    const meter = createCostMeter();
    const options = { keyBits: 512, minimumBits: 512 };
    await meteredTwoParty(paillier({ ...options, meter }), paillier(options), meter);
    // A slot takes 161 bits (96 for M, 64 more to hide it, and a sign): three fit in 512 bits, so
    // four rows take two blocks.
    expect(operations(meter, MATRIX_PHASE)).to.deep.equal({
      encryptions: 2 * 2,
      decryptions: 5 * 2,
      "re-randomisations": 5 * 2,
      powers: 2 * 4 * (2 + 1),
      products: 2 * 4 * 2,
      multiplications: 4 * 4 * 5 + 4 * 5,
    });
    expect(operations(meter, RHS_PHASE)).to.deep.equal({
      encryptions: 2,
      decryptions: 2,
      "re-randomisations": 2,
      powers: 4 * (2 + 1),
      products: 4 * 2,
      multiplications: 4 * 2,
    });
  });
});
