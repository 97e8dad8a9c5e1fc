// Companies that seal an outcome by messages: every one ends with the same proof, which verifies;
// whoever departs is named; bad bytes are refused, naming their sender.
import { expect } from "chai";
import { G1 } from "../../../client/crypto/curve/bn254.ts";
import type { EngineOutcome } from "../../../client/engines/engine.ts";
import { ConcordatError, ProtocolError, SealedError } from "../../../client/errors.ts";
import { encodeWords, WORD_BYTES } from "../../../client/math/words.ts";
import { sealingBytes, sealingExchanges } from "../../../client/play/seal/exchanges.ts";
import type { SealingInput } from "../../../client/play/seal/input.ts";
import { Sealing } from "../../../client/play/seal/seal.ts";
import { verifySealed } from "../../../client/sealed/verify.ts";
import { testSeed } from "../../support/certificate.ts";
import { resultOrError } from "../../support/codes.ts";
import { sampled } from "../../support/sampled.ts";
import { buildSealed } from "../../support/sealed.ts";
import { afresh, inputsOf } from "../../support/sealing-inputs.ts";

const SHAPE = { inequalities: [2, 1, 3], equalities: [1, 1, 0], owner: 1 } as const;

const TWO = { inequalities: [2, 2], equalities: [0, 1], owner: 1 } as const;

/** Changes a message of an exchange (0 for shares) on its way to all. */
type Tamper = (exchange: number, from: number, body: Uint8Array) => Uint8Array;

/** Each company's proof, or what it threw. */
function play(inputs: readonly SealingInput[], tamper: Tamper = (_exchange, _from, body) => body) {
  const companies = inputs.map((input) => new Sealing(afresh(input)));
  let bodies = companies.map(({ sent }) => sent[0]!);
  for (let exchange = 0; ; exchange++) {
    const sent = bodies.map((body, from) => tamper(exchange, from, body));
    // A sender keeps its own message as it was.
    const results = companies.map((company, k) => resultOrError(() => company.next(turnsOf(sent.with(k, bodies[k]!)))));
    if (results.some((result) => result instanceof ConcordatError || "proof" in result)) return results;
    bodies = results.map((result) => (result as { messages: readonly Uint8Array[] }).messages[0]!);
  }
}

/** Each of one message, to all. */
function turnsOf(bodies: readonly Uint8Array[]) {
  return bodies.map((body) => ({ messages: [body] }));
}

/** The code of each company's error, with the party that it names. */
function errors(results: ReturnType<typeof play>): string[] {
  return results.map((result) => {
    if (!(result instanceof ConcordatError)) return "none";
    const party = result instanceof ProtocolError || result instanceof SealedError ? result.party : undefined;
    return party === undefined ? result.code : `${result.code} ${party}`;
  });
}

/** Adds 1 to the last byte. */
function bumped(body: Uint8Array): Uint8Array {
  return body.with(body.length - 1, (body.at(-1)! + 1) % 256);
}

describe("play: seal", function () {
  this.timeout(240_000);

  for (const kind of ["optimal", "infeasible", "unbounded"] as const) {
    describe(kind, () => {
      const round = buildSealed({ kind, ...SHAPE }, `seal ${kind}`);
      const inputs = inputsOf(round, SHAPE);

      it("every company ends with the same proof, which verifies", () => {
        const results = play(inputs);
        const proofs = results.map((result) => ("proof" in result ? result.proof : null));
        expect(proofs[0]).to.be.an.instanceOf(Uint8Array);
        for (const proof of proofs) expect(proof).to.deep.equal(proofs[0]);
        verifySealed(round.statement, round.key, proofs[0]!);
      });

      // What the kinds do not change, once.
      if (kind !== "optimal") return;

      it("names whoever sends a wrong number in a share or a step", () => {
        const wrong = (at: number) =>
          errors(play(inputs, (exchange, from, body) => (exchange === at && from === 2 ? bumped(body) : body)));
        expect(wrong(0).slice(0, 2)).to.deep.equal(["PointInvalid 2", "PointInvalid 2"]);
        expect(wrong(1).slice(0, 2)).to.deep.equal(["ProofInvalid 2", "ProofInvalid 2"]);
        expect(wrong(8).slice(0, 2)).to.deep.equal(["ProofInvalid 2", "ProofInvalid 2"]);
        // After kind and digest, how often it doubles its share of the gap.
        const greedy = (body: Uint8Array) => body.with(1 + WORD_BYTES, 255);
        const found = errors(
          play(inputs, (exchange, from, body) => (exchange === 0 && from === 2 ? greedy(body) : body)),
        );
        expect(found.slice(0, 2)).to.deep.equal(["ShareInvalid 2", "ShareInvalid 2"]);
      });

      it("names whoever declares another part than it has, before anything is proven", () => {
        const declared = (change: (body: Uint8Array) => Uint8Array) =>
          errors(play(inputs, (exchange, from, body) => (exchange === 1 && from === 2 ? change(body) : body)));
        // Y_2 of the second column; the point of what it shares with party 1; its proof.
        const { x, y } = G1.BASE.toAffine();
        const at = 2 * WORD_BYTES - 1;
        const pair = WORD_BYTES * (16 + 2);
        for (const change of [
          (body: Uint8Array) => body.with(at, (body[at]! + 1) % 256),
          (body: Uint8Array) => {
            const changed = Uint8Array.from(body);
            changed.set(encodeWords([x, y]), pair);
            return changed;
          },
          bumped,
        ])
          expect(declared(change).slice(0, 2)).to.deep.equal(["ProofInvalid 2", "ProofInvalid 2"]);
      });

      it("names nobody, but goes no further, where a pair does not share the same", () => {
        const secrets = new Map(inputs[2]!.secrets).set(0, testSeed("another secret").bytes(32));
        const found = errors(play(inputs.with(2, { ...inputs[2]!, secrets })));
        expect(found).to.deep.equal(["ProofInvalid", "ProofInvalid", "ProofInvalid"]);
      });

      it("refuses messages of another length, and scalars beyond r", () => {
        for (const [at, change] of [
          [0, (body: Uint8Array) => body.subarray(1)],
          [0, (body: Uint8Array) => Uint8Array.from([...body, 0])],
          [1, (body: Uint8Array) => Uint8Array.from([...body, 0])],
          [8, (body: Uint8Array) => body.subarray(0, -WORD_BYTES)],
        ] as const) {
          const found = errors(
            play(inputs, (exchange, from, body) => (exchange === at && from === 2 ? change(body) : body)),
          );
          expect(found[0], `exchange ${at}`).to.be.oneOf(["MessageLength 2", "NumberOutOfRange 2", "OutcomeDiffers 2"]);
        }
        const large = encodeWords([(1n << 256n) - 1n]);
        const found = errors(
          play(inputs, (exchange, from, body) =>
            exchange === 8 && from === 2 ? Uint8Array.from([...body.subarray(0, -WORD_BYTES), ...large]) : body,
          ),
        );
        expect(found[0]).to.equal("NumberOutOfRange 2");
      });
    });
  }

  for (const kind of sampled(["optimal", "infeasible", "unbounded"] as const, 3)) {
    it(`two companies: the owner of the objective declares first: ${kind}`, () => {
      const round = buildSealed({ kind, ...TWO }, `two ${kind}`);
      const inputs = inputsOf(round, TWO);
      const lengths: number[][] = [];
      const results = play(inputs, (exchange, from, body) => {
        lengths[exchange] = [...(lengths[exchange] ?? []), body.length];
        expect(body.length).to.be.at.most(sealingBytes(inputs[0]!.round, from)[exchange]!);
        return body;
      });
      expect(errors(results)).to.deep.equal(["none", "none"]);
      expect(lengths.length).to.equal(sealingExchanges(2).length);
      const full = kind === "unbounded" ? 0 : WORD_BYTES * (16 + 2 + 19);
      expect(lengths.slice(1, 3)).to.deep.equal([
        [0, full],
        [full, 0],
      ]);
    });
  }

  it("two companies: the other one answers no part that is not the owner's, and goes no further", () => {
    const inputs = inputsOf(buildSealed({ kind: "optimal", ...TWO }, "two refuse"), TWO);
    const [other, owner] = inputs.map((input) => new Sealing(input)) as [Sealing, Sealing];
    const shares = [{ messages: other.sent }, { messages: owner.sent }];
    other.next(shares);
    const [message] = (owner.next(shares) as { messages: readonly Uint8Array[] }).messages as [Uint8Array];
    const lies = message.with(WORD_BYTES + 31, (message[WORD_BYTES + 31]! + 1) % 256);
    const nothing = new Uint8Array(0);
    expect(() => other.next(turnsOf([nothing, lies])))
      .to.throw(ProtocolError)
      .with.property("party", 1);
    expect(() => other.next(turnsOf([nothing, message])))
      .to.throw(SealedError)
      .with.property("code", "StepRepeated");
    // In one process nobody declares twice for a commitment; in another one the journal sees to it.
    const [again, third] = [inputs[0]!, inputs[0]!].map((input) => new Sealing(input)) as [Sealing, Sealing];
    for (const company of [again, third]) company.next(shares);
    expect(again.next(turnsOf([nothing, message]))).to.have.property("messages");
    expect(() => third.next(turnsOf([nothing, message])))
      .to.throw(SealedError)
      .with.property("code", "StepRepeated");
  });

  it("two companies: the other one declares nothing where both parts are right and make no outcome", () => {
    const round = buildSealed({ kind: "optimal", ...TWO }, "two multipliers");
    const inputs = inputsOf(round, TWO);
    const { outcome } = inputs[0]!;
    if (outcome.kind !== "optimal" || round.outcome.kind !== "optimal") throw new Error("an optimum is due");
    // As large as the gap allows a row with this slack: the owner could read digits of the row.
    const { slacks, residuals } = round.outcome;
    const weight = slacks[0]![0]! + residuals[0]![0]!;
    const multipliers = outcome.multipliers.with(0, round.statement.tolerances.gap / (8n * weight));
    const found = errors(play(inputs.with(0, { ...inputs[0]!, outcome: { ...outcome, multipliers } })));
    expect(found).to.deep.equal(["AgreementWrong", "none"]);
  });

  it("a company tells of its slacks how often it doubles its share of the gap, and nothing else", () => {
    const inputs = inputsOf(buildSealed({ kind: "optimal", ...TWO }, "two slacks"), TWO);
    const [input] = inputs as [SealingInput];
    const { outcome } = input;
    if (outcome.kind !== "optimal") throw new Error("an optimum is due");
    const sent = (own: EngineOutcome) => new Sealing(afresh({ ...input, outcome: own })).sent[0]!;
    // Solutions that differ in the last place, so that slacks or residuals of its rows differ.
    const [first, ...others] = outcome.x;
    const x = [first! + 1n, ...others];
    // After the kind, a digest of the solution, which all know.
    const told = (own: EngineOutcome) => sent(own).subarray(1 + WORD_BYTES);
    expect(told({ ...outcome, x })).to.deep.equal(told(outcome));
    const weighing = (weight: bigint) => ({ ...outcome, multipliers: [1n << 20n, weight] });
    const seen = new Set<string>();
    for (let weight = 1n; ; weight *= 2n) {
      const [own, near] = [weighing(weight), { ...weighing(weight), x }].map((each) => resultOrError(() => told(each)));
      if (!(own instanceof Uint8Array && near instanceof Uint8Array)) break;
      expect(near.subarray(1), `weight ${weight}`).to.deep.equal(own.subarray(1));
      for (const [doublings] of [own, near]) seen.add(`${doublings}`);
    }
    expect(seen.size).to.be.greaterThan(1);
  });

  it("a company tells nothing at all where its rows take more than the whole gap", () => {
    const inputs = inputsOf(buildSealed({ kind: "optimal", ...TWO }, "two slacks"), TWO);
    const [input] = inputs as [SealingInput];
    const { outcome } = input;
    if (outcome.kind !== "optimal") throw new Error("an optimum is due");
    const [first, ...others] = outcome.x;
    const weighing = { ...outcome, multipliers: [1n << 20n, 1n << 70n], x: [first! + 1n, ...others] };
    expect(() => new Sealing(afresh({ ...input, outcome: weighing })))
      .to.throw(SealedError)
      .with.property("code", "GapTooLarge");
  });

  it("a company that restarts after any exchange sends the same bytes again", () => {
    const shapes = [
      ["three", SHAPE],
      ["two", TWO],
    ] as const;
    for (const [name, shape] of sampled(shapes, 2)) {
      const inputs = inputsOf(buildSealed({ kind: "optimal", ...shape }, `restart ${name}`), shape);
      const exchanges: Uint8Array[][] = [];
      play(inputs, (exchange, _from, body) => {
        exchanges[exchange] = [...(exchanges[exchange] ?? []), body];
        return body;
      });
      for (const party of inputs.keys()) {
        const resumed = new Sealing(afresh(inputs[party]!));
        for (const [at, bodies] of exchanges.entries()) {
          expect(
            Buffer.from(resumed.sent[0]!).equals(bodies[party]!),
            `${name}, party ${party}, exchange ${at}`,
          ).to.equal(true);
          resumed.next(turnsOf(bodies));
        }
      }
    }
  });

  it("from other randomness a company refuses the messages of its earlier life: the two would show masks", () => {
    const inputs = inputsOf(buildSealed({ kind: "optimal", ...TWO }, "other life"), TWO);
    const shares = inputs.map((input) => new Sealing(afresh(input)).sent[0]!);
    // The owner's share has the masks of the solution.
    const other = new Sealing({ ...afresh(inputs[TWO.owner]!), random: testSeed("other") });
    expect(() => other.next(turnsOf(shares)))
      .to.throw(SealedError)
      .with.property("code", "MessageUnexpected");
  });

  it("one list has the exchanges, whatever the outcome is", () => {
    const stages = (parties: number) => sealingExchanges(parties).map(({ stage }) => stage);
    const proof = new Array<string>(9).fill("prove");
    expect(stages(1)).to.deep.equal(["share", "declare", ...proof]);
    expect(stages(2)).to.deep.equal(["share", "declare", "declare", ...proof]);
    expect(stages(7)).to.deep.equal(["share", "declare", ...proof]);
    expect(new Set(sealingExchanges(2).map(({ name }) => name)).size).to.equal(12);
  });
});
