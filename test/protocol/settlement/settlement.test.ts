// The settlement protocol: every party ends with the same valid certificate, and whoever departs from it is named.
import { expect } from "chai";
import type { Kind } from "../../../client/certificate/types.ts";
import { ProtocolError } from "../../../client/errors.ts";
import type { EngineOutcome, Message } from "../../../client/protocol/engine.ts";
import {
  receiveSettlement,
  type Settlement,
  type SettlementInput,
  type SettlementState,
  settlementSchedule,
  startSettlement,
} from "../../../client/protocol/settlement/settlement.ts";
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
  for (const [i, { from }] of settlementSchedule(sides.length).entries()) {
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

describe("settlement protocol", () => {
  for (const kind of ["optimal", "infeasible", "unbounded"] as const) {
    for (const parties of [2, 3, 5]) {
      it(`${parties} parties certify an ${kind} outcome, all alike`, () => {
        const round = buildRound(shape(kind, parties), `settle ${kind} ${parties}`);
        const { results } = play(inputs(round));
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
      Buffer.from(messages.find(({ step }) => step === FIRST_STEP + 3 + party)!.body);
    // Party 0's share differs in the masked words only because party 2 drew another key.
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
      message.step === FIRST_STEP + 3 * phase + 1 && to === 0
        ? { ...message, body: change(Uint8Array.from(message.body)) }
        : message,
    );
  const flip = (at: number) => (body: Uint8Array) => {
    body[at]! ^= 1;
    return body;
  };
  const faults: readonly [string, number, (body: Uint8Array) => Uint8Array, string][] = [
    ["a key of a wrong length", 0, (body) => body.subarray(1), "KeyInvalid"],
    ["a key of small order", 0, (body) => body.fill(0), "KeyInvalid"],
    ["a share of an unknown kind", 1, (body) => body.fill(7, 0, 1), "UnknownKind"],
    ["a share of another kind", 1, (body) => body.fill(2, 0, 1), "MessageLength"],
    ["another answer", 1, flip(1), "OutcomeDiffers"],
    ["a point off the curve", 1, flip(40), "PointInvalid"],
    ["a truncated share", 1, (body) => body.subarray(0, -1), "MessageLength"],
    ["a share with bytes too many", 1, (body) => new Uint8Array([...body, 0]), "MessageLength"],
    ["a multiplier out of range", 1, flip(33 + 64 * 4), "NumberOutOfRange"],
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

  it("refuses a well-formed proof that is wrong", () => {
    // The last byte of a = Σ t_j x̂_j − 10^δ t_0, the third word; and of zh, the sixth, which no linear form holds.
    expect(tamper(2, flip(3 * 32 - 1)))
      .to.throw()
      .with.property("code", "LinearFormFailed");
    expect(tamper(2, flip(6 * 32 - 1)))
      .to.throw()
      .with.property("code", "EquationFailed");
  });

  it("refuses an answer that this party's rows do not meet", () => {
    const sides = inputs(round).map((input) => ({
      ...input,
      outcome: {
        kind: "optimal" as const,
        x: [10n ** 9n, 0n, 0n, 0n],
        multipliers: input.rows.inequalities.rhs.map(() => 0n).concat(0n),
      },
    }));
    expect(() => play(sides))
      .to.throw()
      .with.property("code", "ResidualTooLarge");
  });
});
