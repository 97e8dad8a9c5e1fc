// The settlement protocol: every party ends with the same valid certificate, and whoever departs
// from it is named.
import { x25519 } from "@noble/curves/ed25519.js";
import { expect } from "chai";
import { dualPart } from "../../../client/certificate/dual.ts";
import type { EngineOutcome, Message } from "../../../client/engines/engine.ts";
import { CertificateError, ProtocolError } from "../../../client/errors.ts";
import type { SettlementInput } from "../../../client/play/settle/input.ts";
import { decodeShare } from "../../../client/play/settle/messages.ts";
import {
  receiveSettlement,
  type Settlement,
  type SettlementState,
  settlementSchedule,
  startSettlement,
} from "../../../client/play/settle/settlement.ts";
import type { Kind } from "../../../client/round/verdict.ts";
import { buildRound, type RoundShape, type TestRound, testSeed } from "../../support/certificate.ts";

const FIRST_STEP = 5;

function shape(kind: Kind, parties: number): RoundShape {
  const counts = Array.from({ length: parties }, (_, k) => 2 + k);
  // The last party owns the objective and one row; all others have rows of both kinds.
  return { kind, columns: 4, inequalities: counts, equalities: counts.map(() => 1), owner: parties - 1 };
}

function engineOutcome({ outcome }: TestRound, party: number): EngineOutcome {
  if (outcome.kind === "unbounded") return { kind: "unbounded", x: outcome.x, ray: outcome.ray };
  const multipliers = outcome.multipliers[party]!;
  return outcome.kind === "optimal"
    ? { kind: "optimal", x: outcome.x, multipliers }
    : { kind: "infeasible", multipliers };
}

function inputs(round: TestRound): SettlementInput[] {
  return round.rows.map((rows, party) => ({
    party,
    firstStep: FIRST_STEP,
    statement: round.statement,
    bounds: round.bounds,
    rows,
    committed: round.committed[party]!,
    outcome: engineOutcome(round, party),
    random: testSeed(`settlement ${party}`),
  }));
}

interface Played {
  readonly transcript: Message[];
  readonly results: (Settlement | null)[];
}

/** Plays all parties in schedule order; `deliver` may change what one party receives. */
function play(sides: readonly SettlementInput[], deliver = (message: Message, _to: number) => message): Played {
  const outbox = new Map<number, Message>();
  const states: SettlementState[] = [];
  const results: (Settlement | null)[] = sides.map(() => null);
  const transcript: Message[] = [];
  const take = (party: number, step: ReturnType<typeof startSettlement>) => {
    states[party] = step.state;
    results[party] = step.result ?? results[party]!;
    for (const message of step.send) outbox.set(message.step, message);
  };
  for (const [party, input] of sides.entries()) take(party, startSettlement(input));
  for (const [i, { from }] of settlementSchedule(sides[0]!.statement).entries()) {
    const message = outbox.get(FIRST_STEP + i)!;
    expect(message.from).to.equal(from);
    transcript.push(message);
    for (const party of sides.keys()) {
      if (party !== from) take(party, receiveSettlement(states[party]!, deliver(message, party)));
    }
  }
  return { transcript, results };
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
  this.timeout(30_000);

  for (const kind of ["optimal", "infeasible", "unbounded"] as const) {
    for (const parties of [2, 3, 5]) {
      it(`${parties} parties certify an ${kind} outcome, all alike`, () => {
        const round = buildRound(shape(kind, parties), `settle ${kind} ${parties}`);
        const { results, transcript } = play(inputs(round));
        for (const [i, { bytes, content }] of settlementSchedule(round.statement).entries()) {
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
    const { transcript } = play(inputs(round));
    const others = inputs(round).map((input) =>
      input.party === 2 ? { ...input, random: testSeed("other masks") } : input,
    );
    const share = (messages: readonly Message[], party: number) =>
      Buffer.from(messages.filter(({ from }) => from === party)[1]!.body);
    // Party 0's share differs in the masked words only, because party 2 drew another key.
    const [a, b] = [share(transcript, 0), share(play(others).transcript, 0)];
    const maskedBytes = 32 * (round.statement.columns + 2);
    expect(a.subarray(0, -maskedBytes).equals(b.subarray(0, -maskedBytes))).to.equal(true);
    for (let at = a.length - maskedBytes; at < a.length; at += 32) {
      expect(a.subarray(at, at + 32).equals(b.subarray(at, at + 32))).to.equal(false);
    }
  });

  const round = buildRound(shape("optimal", 3), "settle faults");
  const tamper = (phase: number, change: (body: Uint8Array) => Uint8Array) => () =>
    play(inputs(round), (message, to) =>
      message.from === 1 && Math.floor((message.step - FIRST_STEP) / 3) === phase && to === 0
        ? { ...message, body: change(Uint8Array.from(message.body)) }
        : message,
    );
  const flip = (at: number) => (body: Uint8Array) => {
    body[at]! ^= 1;
    return body;
  };
  const faults: readonly [string, number, (body: Uint8Array) => Uint8Array, string][] = [
    ["a key of a wrong length", 0, (body) => body.subarray(1), "MessageLength"],
    ["a key of small order", 0, (body) => body.fill(0, 0, 32), "KeyInvalid"],
    ["an unknown kind of outcome", 0, (body) => body.fill(7, 32, 33), "UnknownKind"],
    ["another kind of outcome", 0, (body) => body.fill(2, 32, 33), "OutcomeDiffers"],
    ["another answer", 0, flip(40), "OutcomeDiffers"],
    ["a point off the curve", 1, flip(40), "PointInvalid"],
    ["a truncated share", 1, (body) => body.subarray(0, -1), "MessageLength"],
    ["a share with bytes too many", 1, (body) => new Uint8Array([...body, 0]), "MessageLength"],
    ["a multiplier out of range", 1, flip(64 * 4), "NumberOutOfRange"],
    ["a residual beyond the tolerance", 1, flip(64 * 4 + 32 * 8 + 16), "NumberOutOfRange"],
    ["a negative slack", 1, (body) => body.fill(255, 64 * 4 + 32 * 4, 64 * 4 + 32 * 5), "ShareInvalid"],
    ["a slack of an equality row", 1, flip(64 * 4 + 32 * 8 - 1), "ShareInvalid"],
    ["a proof whose first message is off the curve", 2, flip(5), "PointInvalid"],
    ["a response not below the group order", 2, (body) => body.fill(255, -32), "NumberOutOfRange"],
    ["a truncated proof", 2, (body) => body.subarray(32), "MessageLength"],
  ];
  for (const [what, phase, change, code] of faults) {
    it(`names the party that sends ${what}`, () => {
      expect(blamed(tamper(phase, change))).to.deep.equal({ code, party: 1 });
    });
  }

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
      for (const [i, word] of words.entries()) {
        const from = i % 3;
        const run = () =>
          play(inputs(own), (message) =>
            message.from === from && message.step >= FIRST_STEP + 6
              ? { ...message, body: flip(32 * word - 1)(Uint8Array.from(message.body)) }
              : message,
          );
        expect(blamed(run), `party ${from}, word ${word}`).to.deep.equal({ code: "ProofInvalid", party: from });
      }
    });
  }

  it("names nobody when the masks do not cancel", () => {
    // Party 1 announces another key than the one it masks with; its share looks like any other.
    const other = x25519.getPublicKey(Buffer.alloc(32, 7));
    const run = () =>
      play(inputs(round), (message) =>
        message.from === 1 && message.step < FIRST_STEP + 3
          ? { ...message, body: new Uint8Array([...other, ...message.body.subarray(32)]) }
          : message,
      );
    expect(run).to.throw(CertificateError);
  });

  it("keeps its rows to itself when the other of two parties makes up multipliers", () => {
    const two = buildRound(shape("optimal", 2), "settle made up");
    const digits = (own: EngineOutcome): EngineOutcome =>
      own.kind === "optimal" ? { ...own, multipliers: own.multipliers.map((_, i) => 1n << BigInt(20 * i)) } : own;
    // Party 1 owns the objective; party 0 got its multipliers from it.
    const sides = inputs(two).map((input) =>
      input.party === 0 ? { ...input, outcome: digits(input.outcome) } : input,
    );
    const sent: Message[] = [];
    const run = () =>
      play(sides, (message) => {
        sent.push(message);
        return message;
      });
    expect(run)
      .to.throw()
      .with.property("code")
      .that.is.oneOf(["ReducedCostNegative", "IdentityFailed", "GapTooLarge"]);
    expect(sent.map(({ from }) => from)).to.deep.equal([1, 0, 1]);
  });

  it("gives every pair masks of its own, also when a party copies another's key", () => {
    const three = buildRound({ ...shape("optimal", 3), owner: 1 }, "settle copied key");
    let copied: Uint8Array | undefined;
    const shares: Message[] = [];
    const run = () =>
      play(inputs(three), (message, to) => {
        if (message.from === 0 && message.step < FIRST_STEP + 3) copied = message.body.subarray(0, 32);
        if (message.step >= FIRST_STEP + 3) shares.push(message);
        // Party 2 sends party 0's key to party 1 as its own.
        const forged = message.from === 2 && to === 1 && message.step < FIRST_STEP + 3;
        return forged ? { ...message, body: new Uint8Array([...copied!, ...message.body.subarray(32)]) } : message;
      });
    expect(run).to.throw();
    const { rows, committed, outcome, statement } = three;
    if (outcome.kind !== "optimal") throw new Error("the round is optimal");
    const blinded = { rows: rows[1]!, blindings: committed[1]!.blindings };
    const part = dualPart("optimal", blinded, outcome.multipliers[1]!, statement.decimals);
    const share = decodeShare(shares.find(({ from }) => from === 1)!.body, "optimal", statement, 1);
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
