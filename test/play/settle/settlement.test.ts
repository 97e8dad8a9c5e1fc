// The settlement protocol: every party ends with the same valid certificate, and whoever departs
// from it is named. The keys of its first exchange have been exchanged before it starts.
import { x25519 } from "@noble/curves/ed25519.js";
import { expect } from "chai";
import { dualPart } from "../../../client/certificate/dual.ts";
import type { EngineOutcome, Message } from "../../../client/engines/engine.ts";
import { CertificateError, ProtocolError } from "../../../client/errors.ts";
import type { SettlementInput } from "../../../client/play/settle/input.ts";
import { answerDigest, decodeKey, decodeShare } from "../../../client/play/settle/messages.ts";
import {
  receiveSettlement,
  type Settlement,
  type SettlementState,
  settlementSchedule,
  startSettlement,
} from "../../../client/play/settle/settlement.ts";
import { publicKey } from "../../../client/play/settle/share.ts";
import { type ScheduleEntry, turnsOf } from "../../../client/round/schedule.ts";
import type { Kind } from "../../../client/round/verdict.ts";
import { buildRound, type RoundShape, type TestRound, testSeed } from "../../support/certificate.ts";
import { engineOutcome } from "../../support/engine-outcome.ts";
import { sampled } from "../../support/sampled.ts";

/** Position of the first message, a key, behind those of an engine. */
const FIRST_POSITION = 5;
const ENGINE_EXCHANGES = 4;
const KINDS = ["key", "share", "proof"] as const;

function shape(kind: Kind, parties: number): RoundShape {
  const counts = Array.from({ length: parties }, (_, k) => 2 + k);
  // The last party owns the objective and one row; all others have rows of both kinds.
  return { kind, columns: 4, inequalities: counts, equalities: counts.map(() => 1), owner: parties - 1 };
}

const randomOf = (party: number) => testSeed(`settlement ${party}`);

function inputs(round: TestRound): SettlementInput[] {
  const keys = round.rows.map((_, party) => publicKey(randomOf(party)));
  return round.rows.map((rows, party) => ({
    party,
    firstPosition: FIRST_POSITION,
    keys,
    statement: round.statement,
    bounds: round.bounds,
    rows,
    committed: round.committed[party]!,
    outcome: engineOutcome(round.outcome, party),
    random: randomOf(party),
  }));
}

interface Played {
  readonly transcript: Message[];
  readonly results: (Settlement | null)[];
}

/** Which of the messages it is, and of which party. */
function kindOf({ position }: Message, parties: number): (typeof KINDS)[number] {
  return KINDS[Math.floor((position - FIRST_POSITION) / parties)]!;
}

/**
 * Plays all parties, exchange by exchange: what a party sends in one is there before anything of
 * the others in it arrives. `deliver` may change what one party receives.
 */
function play(sides: readonly SettlementInput[], deliver = (message: Message, _to: number) => message): Played {
  const outbox = new Map<number, Message>();
  const states: SettlementState[] = [];
  const results: (Settlement | null)[] = sides.map(() => null);
  const transcript: Message[] = [];
  const take = (party: number, step: ReturnType<typeof startSettlement>) => {
    states[party] = step.state;
    results[party] = step.result ?? results[party]!;
    for (const message of step.send) outbox.set(message.position, message);
  };
  for (const [party, input] of sides.entries()) take(party, startSettlement(input));
  const schedule = settlementSchedule(sides[0]!.statement, ENGINE_EXCHANGES);
  for (const { exchange, messages, positions } of byExchange(schedule.slice(sides.length))) {
    const sent = positions.map((position) => outbox.get(FIRST_POSITION + sides.length + position));
    for (const [i, { from }] of messages.entries())
      expect(sent[i]?.from, `exchange ${exchange}, message ${i}`).to.equal(from);
    for (const message of sent as Message[]) {
      transcript.push(message);
      for (const party of sides.keys())
        if (party !== message.from) take(party, receiveSettlement(states[party]!, deliver(message, party)));
    }
  }
  return { transcript, results };
}

/** The messages of each exchange, whoever sends them. */
function byExchange(schedule: readonly ScheduleEntry[]) {
  return turnsOf(schedule.map((entry) => ({ ...entry, from: 0 }))).map((step) => ({
    ...step,
    messages: step.positions.map((position) => schedule[position]!),
  }));
}

function blamed(run: () => unknown): { code: string; party: number | undefined } {
  try {
    run();
  } catch (error) {
    if (error instanceof ProtocolError) return { code: error.code, party: error.party };
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("settlement protocol", function () {
  this.timeout(120_000);

  for (const [turn, kind] of (["optimal", "infeasible", "unbounded"] as const).entries()) {
    for (const parties of sampled([2, 3, 5], 3, turn)) {
      it(`${parties} parties certify an ${kind} outcome, all alike`, () => {
        const round = buildRound(shape(kind, parties), `settle ${kind} ${parties}`);
        const { results, transcript } = play(inputs(round));
        for (const [i, { bytes, content }] of settlementSchedule(round.statement, ENGINE_EXCHANGES)
          .slice(parties)
          .entries()) {
          const { length } = transcript[i]!.body;
          // The share of an unbounded outcome reaches its greatest length where rows are many and
          // columns few, those of other outcomes in the opposite case.
          if (kind === "optimal" || !content.startsWith("points")) expect(length, content).to.equal(bytes);
          else expect(length, content).to.be.within(bytes / 2, bytes);
        }
        for (const result of results) {
          expect(result?.verdict.kind).to.equal(kind);
          expect(result?.outcome).to.deep.equal(round.outcome);
          expect(result?.certificate).to.deep.equal(results[0]?.certificate);
        }
      });
    }
  }

  it("replays to the same bytes", () => {
    const round = buildRound(shape("optimal", 3), "settle replay");
    expect(play(inputs(round)).transcript).to.deep.equal(play(inputs(round)).transcript);
  });

  it("hides a party's part of the reduced costs from a third party's message", () => {
    const round = buildRound(shape("optimal", 3), "settle masks");
    const sides = inputs(round);
    const share = (messages: readonly Message[], party: number) =>
      Buffer.from(messages.find((message) => message.from === party && kindOf(message, 3) === "share")!.body);
    // Party 0's share differs in the masked words only, because party 2 drew another key.
    const random = testSeed("other masks");
    const others = sides.map((input) => ({
      ...input,
      keys: input.keys.with(2, publicKey(random)),
      random: input.party === 2 ? random : input.random,
    }));
    const [a, b] = [share(play(sides).transcript, 0), share(play(others).transcript, 0)];
    const maskedBytes = 32 * (round.statement.columns + 2);
    expect(a.subarray(0, -maskedBytes).equals(b.subarray(0, -maskedBytes))).to.equal(true);
    for (let at = a.length - maskedBytes; at < a.length; at += 32) {
      expect(a.subarray(at, at + 32).equals(b.subarray(at, at + 32))).to.equal(false);
    }
  });

  const round = buildRound(shape("optimal", 3), "settle faults");
  const tamper = (kind: (typeof KINDS)[number], change: (body: Uint8Array) => Uint8Array) => () =>
    play(inputs(round), (message, to) =>
      message.from === 1 && kindOf(message, 3) === kind && to === 0
        ? { ...message, body: change(Uint8Array.from(message.body)) }
        : message,
    );
  const flip = (at: number) => (body: Uint8Array) => {
    body[at]! ^= 1;
    return body;
  };
  // A share: kind 1 | digest of the answer 32 | points | multipliers | slacks | residuals | …
  const point = 33;
  const multiplier = point + 64 * 4;
  const slack = multiplier + 32 * 4;
  const residual = slack + 32 * 4;
  const faults: readonly [string, "share" | "proof", (body: Uint8Array) => Uint8Array, string][] = [
    ["an unknown kind of outcome", "share", (body) => body.fill(7, 0, 1), "NumberOutOfRange"],
    ["another kind of outcome", "share", (body) => body.fill(2, 0, 1), "OutcomeDiffers"],
    ["the digest of another answer", "share", flip(1), "OutcomeDiffers"],
    ["the digest of another answer in its last bit", "share", flip(32), "OutcomeDiffers"],
    ["a point off the curve", "share", flip(point + 7), "PointInvalid"],
    ["no share at all", "share", () => new Uint8Array(), "MessageLength"],
    ["a truncated share", "share", (body) => body.subarray(0, -1), "MessageLength"],
    ["a share with bytes too many", "share", (body) => new Uint8Array([...body, 0]), "MessageLength"],
    ["a multiplier out of range", "share", flip(multiplier), "NumberOutOfRange"],
    ["a residual beyond the tolerance", "share", flip(residual + 16), "NumberOutOfRange"],
    ["a negative slack", "share", (body) => body.fill(255, slack, slack + 32), "ShareInvalid"],
    ["a slack of an equality row", "share", flip(residual - 1), "ShareInvalid"],
    ["a proof whose first message is off the curve", "proof", flip(5), "PointInvalid"],
    ["a response not below the group order", "proof", (body) => body.fill(255, -32), "NumberOutOfRange"],
    ["a truncated proof", "proof", (body) => body.subarray(32), "MessageLength"],
  ];
  for (const [what, kind, change, code] of faults) {
    it(`names the party that sends ${what}`, () => {
      expect(blamed(tamper(kind, change))).to.deep.equal({ code, party: 1 });
    });
  }

  it("names the party whose key is of small order, and the one that sends a key of a wrong length", () => {
    const sides = inputs(round).map((input) => ({ ...input, keys: input.keys.with(1, new Uint8Array(32)) }));
    expect(blamed(() => startSettlement(sides[0]!))).to.deep.equal({ code: "KeyInvalid", party: 1 });
    for (const length of [0, 31, 33])
      expect(blamed(() => decodeKey(new Uint8Array(length), 1))).to.deep.equal({ code: "MessageLength", party: 1 });
    expect(decodeKey(sides[0]!.keys[0]!, 0)).to.deep.equal(sides[0]!.keys[0]);
  });

  for (const kind of ["optimal", "infeasible", "unbounded"] as const)
    for (const parties of [2, 3])
      it(`names the party that holds another outcome than this one, before its numbers are looked at: ${kind}, ${parties}`, () => {
        const own = buildRound(shape(kind, parties), `settle differs ${kind} ${parties}`);
        const others = (["optimal", "infeasible", "unbounded"] as const).filter((other) => other !== kind);
        // The owner of the objective is the last party; between two, its share comes first.
        const from = parties - 1;
        for (const other of others) {
          const theirs = buildRound(shape(other, parties), `settle differs ${other} ${parties}`);
          const share = play(inputs(theirs)).transcript.find((message) => message.from === from)!;
          const run = () => play(inputs(own), (message, to) => (message.from === from && to === 0 ? share : message));
          expect(blamed(run)).to.deep.equal({ code: "OutcomeDiffers", party: from });
        }
        if (kind === "infeasible") return;
        // The same kind, with one number of the answer another one in the last place.
        const run = () =>
          play(inputs(own), (message, to) => {
            if (message.from !== from || to !== 0) return message;
            const { outcome } = inputs(own)[from]!;
            if (outcome.kind === "infeasible") throw new Error("the round has an answer");
            const digest = answerDigest({ ...outcome, x: outcome.x.with(0, outcome.x[0]! + 1n) });
            return { ...message, body: new Uint8Array([message.body[0]!, ...digest, ...message.body.subarray(33)]) };
          });
        expect(blamed(run)).to.deep.equal({ code: "OutcomeDiffers", party: from });
      });

  it("names the party whose points are not those it committed to", () => {
    const other = buildRound(shape("optimal", 3), "settle others");
    const sides = inputs(round).map((input) =>
      input.party === 1 ? { ...input, committed: other.committed[1]! } : input,
    );
    expect(blamed(() => play(sides))).to.deep.equal({ code: "CommitmentMismatch", party: 1 });
  });

  for (const kind of ["optimal", "infeasible", "unbounded"] as const) {
    it(`names the party whose well-formed proof is wrong, at any of its numbers: ${kind}`, () => {
      const own = buildRound(shape(kind, 3), `settle wrong proofs ${kind}`);
      // The last bytes of a, aRay, z0, zh and of the first response; flipping a bit of ax or ay
      // gives a point off the curve.
      const words = kind === "optimal" ? [3, 5, 6, 7] : [3, 4, 5, 6, 7];
      for (const [i, word] of sampled([...words.entries()], 2)) {
        const from = i % 3;
        const run = () =>
          play(inputs(own), (message) =>
            message.from === from && kindOf(message, 3) === "proof"
              ? { ...message, body: flip(32 * word - 1)(Uint8Array.from(message.body)) }
              : message,
          );
        expect(blamed(run), `party ${from}, word ${word}`).to.deep.equal({ code: "ProofInvalid", party: from });
      }
    });
  }

  it("names nobody when the masks do not cancel", () => {
    // Party 1 has given party 0 another key than the one it masks with; its share looks like any
    // other.
    const other = x25519.getPublicKey(Buffer.alloc(32, 7));
    const sides = inputs(round).map((input) =>
      input.party === 0 ? { ...input, keys: input.keys.with(1, other) } : input,
    );
    expect(() => play(sides)).to.throw(CertificateError);
  });

  it("between two parties, the owner of the objective discloses first, and the other only after its check", () => {
    for (const owner of [0, 1]) {
      const two = buildRound({ ...shape("optimal", 2), owner }, `settle order ${owner}`);
      const sides = inputs(two);
      const [first, second] = [sides[owner]!, sides[1 - owner]!];
      const started = startSettlement(first);
      expect(started.send.map((message) => kindOf(message, 2))).to.deep.equal(["share"]);
      const waiting = startSettlement(second);
      expect(waiting.send).to.deep.equal([]);
      // Its share and its proof follow from the owner's share.
      const answered = receiveSettlement(waiting.state, started.send[0]!);
      expect(answered.send.map((message) => kindOf(message, 2))).to.deep.equal(["share", "proof"]);
      const proved = receiveSettlement(started.state, answered.send[0]!);
      expect(proved.send.map((message) => kindOf(message, 2))).to.deep.equal(["proof"]);
      expect(play(sides).transcript.map((message) => [kindOf(message, 2), message.from])).to.deep.equal([
        ["share", owner],
        ["share", 1 - owner],
        ["proof", owner],
        ["proof", 1 - owner],
      ]);
    }
  });

  it("among three and more, every party discloses at the start, whatever the others do", () => {
    for (const parties of [3, 5]) {
      const sides = inputs(buildRound(shape("optimal", parties), `settle at once ${parties}`));
      for (const [party, input] of sides.entries()) {
        const { send } = startSettlement(input);
        expect(send.map((message) => [kindOf(message, parties), message.from])).to.deep.equal([["share", party]]);
      }
    }
  });

  it("keeps its rows to itself when the other of two parties makes up multipliers", () => {
    const two = buildRound(shape("optimal", 2), "settle made up");
    const digits = (own: EngineOutcome): EngineOutcome =>
      own.kind === "optimal" ? { ...own, multipliers: own.multipliers.map((_, i) => 1n << BigInt(20 * i)) } : own;
    // Party 1 owns the objective; party 0 got its multipliers from it.
    const sides = inputs(two).map((input) =>
      input.party === 0 ? { ...input, outcome: digits(input.outcome) } : input,
    );
    const [share] = startSettlement(sides[1]!).send;
    const waiting = startSettlement(sides[0]!);
    expect(waiting.send).to.deep.equal([]);
    // It throws instead of sending.
    expect(() => receiveSettlement(waiting.state, share!))
      .to.throw()
      .with.property("code")
      .that.is.oneOf(["ReducedCostNegative", "IdentityFailed", "GapTooLarge"]);
  });

  it("gives every pair masks of its own, also when a party copies another's key", () => {
    const three = buildRound({ ...shape("optimal", 3), owner: 1 }, "settle copied key");
    // Party 2 sends party 0's key to party 1 as its own.
    const sides = inputs(three).map((input) =>
      input.party === 1 ? { ...input, keys: input.keys.with(2, input.keys[0]!) } : input,
    );
    const shares: Message[] = [];
    const run = () =>
      play(sides, (message) => {
        shares.push(message);
        return message;
      });
    expect(run).to.throw();
    const { rows, committed, outcome, statement } = three;
    if (outcome.kind !== "optimal") throw new Error("the round is optimal");
    const blinded = { rows: rows[1]!, blindings: committed[1]!.blindings };
    const part = dualPart("optimal", blinded, outcome.multipliers[1]!, statement.decimals);
    const { body } = shares.find(({ from }) => from === 1)!;
    const share = decodeShare(body, sides[1]!.outcome, statement, 1);
    const shown = share.dual!.reducedCosts.map((value) => BigInt.asIntN(256, value));
    expect(shown).to.not.deep.equal(part.reducedCosts);
    for (const [j, value] of shown.entries()) expect(value).to.not.equal(part.reducedCosts[j]);
  });

  it("refuses an answer that this party's rows do not meet", () => {
    const sides = inputs(round).map((input) => ({
      ...input,
      outcome: {
        kind: "optimal" as const,
        x: [round.bounds[0]!, round.bounds[1]!, 0n, 0n],
        multipliers: input.rows.inequalities.rhs.map(() => 0n).concat(0n),
      },
    }));
    expect(() => play(sides))
      .to.throw()
      .with.property("code", "ResidualTooLarge");
  });
});
