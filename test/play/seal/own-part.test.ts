// Companies that seal an optimum of which each knows its own part only, by messages: every one ends
// with the same proof, which the verifier of all sealed proofs accepts.
import { expect } from "chai";
import { keccak256 } from "viem/utils";
import { objectiveValue } from "../../../client/certificate/outcome.ts";
import { concatBytes } from "../../../client/engines/codec.ts";
import { ProtocolError, SealedError } from "../../../client/errors.ts";
import { decodePart, encodePart } from "../../../client/play/seal/kept-part.ts";
import { OWN_PART_EXCHANGES, receiversOf } from "../../../client/play/seal/own-part/exchanges.ts";
import type { OwnPartInput } from "../../../client/play/seal/own-part/input.ts";
import { OwnPartSealing } from "../../../client/play/seal/own-part/seal.ts";
import { sealingSchedule } from "../../../client/play/seal/schedule.ts";
import { proofRandom } from "../../../client/play/seal/seal.ts";
import { decodeEnvelope } from "../../../client/round/envelope.ts";
import { UNPOSTED_EXCHANGE } from "../../../client/round/schedule.ts";
import type { Wish } from "../../../client/sealed/disclosure/claims.ts";
import { ownPart } from "../../../client/sealed/disclosure/own.ts";
import { discloseSealed } from "../../../client/sealed/disclosure/prove.ts";
import type { Field } from "../../../client/sealed/layout.ts";
import { SALT_BYTES } from "../../../client/sealed/own-part/own.ts";
import { verifySealed } from "../../../client/sealed/verify.ts";
import { testSeed } from "../../support/certificate.ts";
import {
  afresh,
  bumpedWord,
  exchangeOf,
  ownPartCompanies,
  type PlayedSealing,
  playSealing,
  turnFor,
  verdicts,
  WITH_HELPER,
} from "../../support/own-part-sealing.ts";
import { FOUR, THREE } from "../../support/sealed-own-part.ts";

const SHAPES = { three: THREE, "four, one a helper": FOUR, "two and a helper": WITH_HELPER } as const;

describe("play: seal own parts", function () {
  this.timeout(240_000);

  for (const [name, shape] of Object.entries(SHAPES))
    describe(name, () => {
      const { round, inputs } = ownPartCompanies(shape, `seal own ${name}`);
      const parties = inputs.length;
      let played: PlayedSealing;
      before(() => {
        played = playSealing(inputs);
      });

      it("every company ends with the same proof, which verifies", () => {
        expect(verdicts(played)).to.deep.equal(inputs.map(() => "proof"));
        const proofs = played.ends.map((end) => (end as { proof: Uint8Array }).proof);
        for (const proof of proofs) expect(Buffer.from(proof).equals(proofs[0]!)).to.equal(true);
        verifySealed(round.statement, round.key, proofs[0]!);
      });

      it("messages are as long as the schedule says, to whom it says", () => {
        const { size, objectiveOwner } = round.statement;
        const { inequalities, equalities } = inputs[0]!.round;
        const counts = { statement: { size, parties, objectiveOwner }, inequalities, equalities };
        const echo = parties * (32 + 65);
        const schedule = sealingSchedule({ ...counts, ownParts: inputs[0]!.ownParts }, 3);
        for (const [i, turns] of played.sent.entries())
          for (const [from, messages] of turns.entries()) {
            const entries = schedule.filter((entry) => entry.exchange === UNPOSTED_EXCHANGE + i && entry.from === from);
            const { stage, name: content } = OWN_PART_EXCHANGES[i]!;
            expect(entries.map(({ to }) => to)).to.deep.equal([null, ...receiversOf(stage, parties, from)]);
            const longest = entries.map(({ to, bytes }) => bytes - (to === null && i > 0 ? echo : 0));
            // A complaint may be longer than sums.
            if (stage === "check" && from < 3) expect(messages[0]!.length).to.be.lessThan(longest.shift()!);
            const own = stage === "check" && from < 3 ? messages.slice(1) : messages;
            expect(
              own.map(({ length }) => length),
              `${content} of ${from}`,
            ).to.deep.equal(longest);
          }
        expect(
          schedule.filter(({ exchange }) => exchange >= UNPOSTED_EXCHANGE + OWN_PART_EXCHANGES.length),
        ).to.deep.equal([]);
      });

      it("a company knows the variables that it names, and the reduced costs of columns that it keeps", () => {
        const { outcome, statement, setting } = round;
        if (outcome.kind !== "optimal") throw new Error("an optimum is due");
        const { objectiveOwner } = statement;
        for (const [k, { own }] of played.companies.entries()) {
          expect(own.outcome.x).to.deep.equal(outcome.x.map((x, j) => (shape.names[j]!.includes(k) ? x : null)));
          const kept = outcome.reducedCosts.map((z, j) => (setting.split.keepers[j + 1] === k ? z : null));
          expect(own.reducedCosts).to.deep.equal(kept);
          expect(own.objective).to.equal(k === objectiveOwner ? outcome.objective : null);
        }
      });

      it("from what it keeps a company discloses its rows and their dual value, and nothing of the solution", () => {
        const { statement, key, string } = round;
        const { proof } = played.ends[0] as { proof: Uint8Array };
        const accepted = { statement, key, proof };
        for (const [party, { part }] of played.companies.entries()) {
          const { matrix, costs } = inputs[party]!.committed;
          const kept = decodePart(encodePart(part!));
          const random = testSeed(`own part ${party}`);
          const own = ownPart(accepted, string.committer, { party, matrix, costs, ...kept }, proofRandom(random));
          const disclose = (...wishes: Wish[]) => discloseSealed(accepted, own, wishes, random);
          const { claims } = disclose(
            { what: "multiplier", index: 0 },
            { what: "slack", index: 0 },
            { what: "dual value", index: 0 },
          );
          const rows = round.own[party]!.rows;
          const of = (...fields: Field[]) => fields.map((field) => rows.get(field)![0]!);
          expect(claims.slice(0, 2).map(({ values }) => values)).to.deep.equal([of("w"), of("s", "r")]);
          expect(() => disclose({ what: "variable", index: 1 }))
            .to.throw(SealedError)
            .with.property("code", "DisclosureJoint");
          if (costs === null) continue;
          expect(() => disclose({ what: "objective", index: 0 }))
            .to.throw(SealedError)
            .with.property("code", "DisclosureJoint");
        }
      });

      it("a company that restarts after any exchange sends the same bytes again", () => {
        for (const party of [0, parties - 1]) {
          const resumed = new OwnPartSealing(afresh(inputs[party]!));
          for (const [exchange, all] of played.sent.entries()) {
            const same = resumed.sent.every((body, i) => Buffer.from(body).equals(all[party]![i]!));
            expect(same && resumed.sent.length === all[party]!.length, `party ${party}, exchange ${exchange}`).to.equal(
              true,
            );
            resumed.next(all.map((messages, from) => turnFor(party, { exchange, from, messages }, parties)));
          }
        }
      });
    });

  describe("what the engine told", () => {
    const { round, inputs } = ownPartCompanies(THREE, "told");
    const { objectiveOwner } = round.statement;
    const [first] = inputs;

    it("the value is told where all learn it, and is what the owner's costs make", () => {
      const owner = inputs[objectiveOwner]!;
      const value = objectiveValue(
        owner.rows.objective!,
        owner.outcome.x.map((x) => x ?? 0n),
      );
      const told = (at: typeof owner, to: "owner" | "all", stated: bigint | null) => () =>
        new OwnPartSealing(
          afresh({ ...at, outcome: { ...at.outcome, value: stated }, ownParts: { ...at.ownParts, value: to } }),
        );
      expect(told(owner, "all", value)().own.objective).to.equal(value);
      expect(told(first!, "all", value)().own.objective).to.equal(value);
      for (const wrong of [
        told(owner, "all", value + 1n),
        told(owner, "all", null),
        told(first!, "all", null),
        told(first!, "owner", value),
      ])
        expect(wrong).to.throw(ProtocolError).with.property("code", "AnswerWrong");
    });

    it("is the variables that the file names, and no others; rows contain no others", () => {
      const refused = (change: Partial<OwnPartInput>) =>
        expect(() => new OwnPartSealing(afresh({ ...first!, ...change })))
          .to.throw(ProtocolError)
          .with.property("code", "AnswerWrong");
      const { outcome, rows } = first!;
      // Variable 1 is company 0's alone, variable 2 company 1's.
      for (const x of [outcome.x.with(0, null), outcome.x.with(1, 0n), outcome.x.slice(1)])
        refused({ outcome: { ...outcome, x } });
      const { inequalities } = rows;
      const coefficients = inequalities.coefficients.map((row, i) => (i === 0 ? row.with(1, 1n) : row));
      refused({ rows: { ...rows, inequalities: { ...inequalities, coefficients } } });
    });
  });

  it("a node does not learn from the digest of another one's message whether it guesses the solution right", () => {
    const { inputs } = ownPartCompanies(THREE, "guess");
    const sent = playSealing(inputs).sent[exchangeOf("check")]!;
    // What nodes 0 and 1 send company 2: components 0 and 1, and 1 and 2, of sums that it knows.
    // Who guesses its variables right has the sums, as node 0 two components, and so all three.
    const bodies = [sent[0]![2]!, sent[1]![2]!];
    const [salt, right] = [bodies[1]!.subarray(0, SALT_BYTES), bodies[1]!.subarray(SALT_BYTES)];
    const turn = turnFor(0, { exchange: exchangeOf("check"), from: 1, messages: sent[1]! }, 3);
    const digest = decodeEnvelope(turn.envelope).parts[2];
    expect(keccak256(concatBytes([salt, right]))).to.equal(digest);
    for (const known of [new Uint8Array(0), new Uint8Array(SALT_BYTES), bodies[0]!.subarray(0, SALT_BYTES)])
      expect(keccak256(concatBytes([known, right]))).not.to.equal(digest);
    const salts = [sent[0]!, sent[1]!, sent[2]!].flatMap((messages) =>
      messages.slice(1).map((body) => Buffer.from(body.subarray(0, SALT_BYTES)).toString("hex")),
    );
    expect(new Set(salts).size).to.equal(6);
  });

  it("a company refuses another message of its own to one party", () => {
    const { inputs } = ownPartCompanies(THREE, "own private");
    const { sent } = playSealing(inputs, ({ exchange, messages }) =>
      exchange > exchangeOf("check") ? messages.map(() => new Uint8Array(1)) : messages,
    );
    const resumed = new OwnPartSealing(afresh(inputs[0]!));
    for (const [exchange, all] of sent.slice(0, exchangeOf("deal") + 1).entries()) {
      const turns = all.map((messages, from) => turnFor(0, { exchange, from, messages }, 3));
      if (exchange < exchangeOf("deal")) resumed.next(turns);
      else {
        const [toAll, toNode1, toNode2] = turns[0]!.messages as Uint8Array[];
        const other = { ...turns[0]!, messages: [toAll!, bumpedWord(toNode1!, 0), toNode2!] };
        expect(() => resumed.next(turns.with(0, other)))
          .to.throw(SealedError)
          .with.property("code", "MessageUnexpected");
      }
    }
  });

  it("from other randomness a company refuses the messages of its earlier life, and takes none twice", () => {
    const { inputs } = ownPartCompanies(THREE, "other life");
    const sent = inputs.map((input) => new OwnPartSealing(afresh(input)).sent);
    const turns = sent.map((messages, from) => turnFor(2, { exchange: 0, from, messages }, 3));
    const other = new OwnPartSealing({ ...afresh(inputs[2]!), random: testSeed("other") });
    expect(() => other.next(turns))
      .to.throw(SealedError)
      .with.property("code", "MessageUnexpected");
    const bad = turns.with(0, { ...turns[0]!, messages: [new Uint8Array(3)] });
    const refusing = new OwnPartSealing(afresh(inputs[2]!));
    expect(() => refusing.next(bad)).to.throw(ProtocolError);
    expect(() => refusing.next(turns))
      .to.throw(SealedError)
      .with.property("code", "StepRepeated");
  });
});
