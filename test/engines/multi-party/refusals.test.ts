// Bad input and bad messages: each gets a clear error that names the party at fault.
import { expect } from "chai";
import { readBody } from "../../../client/engines/codec.ts";
import type { EngineOutcome, Message } from "../../../client/engines/engine.ts";
import { multiPartyEngine } from "../../../client/engines/multi-party/engine.ts";
import {
  encodeRepresentativeDeal,
  encodeResult,
  type Result,
  readResult,
} from "../../../client/engines/multi-party/messages.ts";
import { firstShare } from "../../../client/engines/multi-party/monomial.ts";
import { ringShape } from "../../../client/engines/multi-party/shape.ts";
import { runEngine } from "../../../client/engines/run.ts";
import { ProtocolError } from "../../../client/errors.ts";
import { defaultTolerances, exceeded, measure } from "../../../client/lp/exact/tolerances.ts";
import { highsSolver } from "../../../client/lp/solvers/highs.ts";
import { codeOf } from "../../support/paillier.ts";
import { itemsOf } from "../../support/programs.ts";
import { type ConsortiumProgram, consortium, randomProgram, seeded } from "./problems.ts";

const keyBits = 512;
const keys = { keyBits, minimumBits: keyBits, solver: highsSolver };
const engine = multiPartyEngine(keys);

const play = (program: ConsortiumProgram, deliver?: (message: Message) => Message, of = engine, seed = 70) =>
  runEngine(
    of,
    program.round,
    program.parties.map((rows, party) => ({ rows, random: seeded(seed + party) })),
    deliver && { deliver },
  );

async function refusal(run: () => Promise<unknown>): Promise<ProtocolError> {
  try {
    await run();
  } catch (error) {
    expect(error, String(error)).to.be.instanceOf(ProtocolError);
    return error as ProtocolError;
  }
  throw new Error("nothing was refused");
}

const changed =
  (step: number, change: (body: Uint8Array) => Uint8Array) =>
  (message: Message): Message =>
    message.step === step ? { ...message, body: change(Uint8Array.from(message.body)) } : message;

// Holders 0, 1, 3; owner 2. Steps: 0, 1 ring; 2, 3 deal; 4 costs; 5 constraints; 6 product; 7
// opened; 8 Y*; 9 Q₂Y*; 10 result; 11–13 receipts.
const program = consortium(randomProgram(21, "optimal", 5), 3, 2);
const infeasible = consortium(randomProgram(22, "infeasible", 5), 3, 2);
const unbounded = consortium(randomProgram(23, "unbounded", 5), 3, 2);
const STEPS = 14;

describe("multi-party refusals", function () {
  this.timeout(120_000);

  it("has the schedule the header says", () => {
    const schedule = engine.schedule(program.round).map(({ from, to }) => `${from}→${to ?? "all"}`);
    expect(schedule.join(" ")).to.equal("0→1 1→3 0→2 0→3 2→3 3→2 2→3 3→2 2→3 3→2 2→all 0→all 1→all 3→all");
    expect(schedule).to.have.length(STEPS);
  });

  it("refuses rounds that do not suit it", async () => {
    const { round } = program;
    const unsuitable = [
      { ...round, inequalities: [2, 0], equalities: [0, 0], objectiveOwner: 1 },
      { ...round, columns: 0 },
      { ...round, objectiveOwner: 4 },
      { ...round, inequalities: round.inequalities.map((count, party) => (party === 2 ? 1 : count)) },
      { ...round, inequalities: [0, 2, 0, 2], equalities: [0, 0, 0, 0] },
    ];
    for (const bad of unsuitable) expect(await codeOf(() => engine.schedule(bad))).to.equal("RoundUnsuitable");
  });

  it("refuses keys that are too short", async () => {
    expect(
      await codeOf(() => play(program, undefined, multiPartyEngine({ solver: highsSolver, keyBits: 1024 }))),
    ).to.equal("PaillierKeyTooShort");
    // Long enough as a key, too short for one slot of this size.
    const short = multiPartyEngine({ solver: highsSolver, keyBits: 128, minimumBits: 128 });
    expect(await codeOf(() => play(program, undefined, short))).to.equal("PaillierSlotRange");
  });

  it("refuses truncated and longer messages of every step, naming the sender", async () => {
    const schedule = engine.schedule(program.round);
    for (const whole of [program, infeasible, unbounded])
      for (let step = 0; step < STEPS; step++) {
        if (whole !== program && step < 8) continue;
        for (const change of [
          (body: Uint8Array) => body.subarray(0, -1),
          (body: Uint8Array) => Uint8Array.from([...body, 0]),
        ]) {
          const error = await refusal(() => play(whole, changed(step, change)));
          expect(error.code, `step ${step}`).to.equal("MessageLength");
          expect(error.party, `step ${step}`).to.equal(schedule[step]!.from);
        }
      }
  });

  it("refuses keys and ciphertexts that are not what they should be, naming the sender", async () => {
    const width = keyBits / 8;
    const keyed = 9 * width;
    const replace = (at: number, values: Uint8Array) => (body: Uint8Array) => {
      body.set(values, at);
      return body;
    };
    const zeros = new Uint8Array(2 * width);
    const ones = new Uint8Array(2 * width).fill(0xff);
    for (const [step, from] of [
      [4, 2],
      [5, 3],
    ] as const) {
      const codes = new Map<string, (body: Uint8Array) => Uint8Array>([
        // An even N.
        ["PaillierKeyInvalid", (body) => replace(width - 1, Uint8Array.of(body[width - 1]! & 0xfe))(body)],
        // Shorter than it claims.
        ["PaillierLength", replace(0, Uint8Array.of(0))],
        ["PaillierModulusUnproven", (body) => replace(width + 3, Uint8Array.of(body[width + 3]! ^ 1))(body)],
      ]);
      for (const [code, change] of codes) {
        const error = await refusal(() => play(program, changed(step, change)));
        expect([error.code, error.party]).to.deep.equal([code, from]);
      }
      for (const ciphertext of [zeros, ones]) {
        const error = await refusal(() => play(program, changed(step, replace(keyed, ciphertext))));
        expect([error.code, error.party]).to.deep.equal(["PaillierCiphertextInvalid", from]);
      }
    }
    for (const ciphertext of [zeros, ones]) {
      const error = await refusal(() => play(program, changed(6, replace(0, ciphertext))));
      expect([error.code, error.party]).to.deep.equal(["PaillierCiphertextInvalid", 2]);
    }
    // The representative's ciphertexts of CᵀQ₂ come last.
    const last = (body: Uint8Array) => replace(body.length - zeros.length, zeros)(body);
    const error = await refusal(() => play(program, changed(5, last)));
    expect([error.code, error.party]).to.deep.equal(["PaillierCiphertextInvalid", 3]);
  });

  it("refuses answers that cannot be right, naming the sender", async () => {
    const flip = (at: number) => (body: Uint8Array) => {
      const index = at < 0 ? body.length + at : at;
      body[index] = body[index]! ^ 1;
      return body;
    };
    // A wrong share Q₂Y*: the objective no longer agrees.
    const share = await refusal(() => play(program, changed(9, flip(-1))));
    expect([share.code, share.party]).to.deep.equal(["ShareWrong", 3]);
    const kind = await refusal(() =>
      play(
        program,
        changed(9, () => Uint8Array.of(1)),
      ),
    );
    expect([kind.code, kind.party]).to.deep.equal(["ShareWrong", 3]);
    // A wrong X*: beyond the rows of some holder. Byte 10 holds a high digit of x₀.
    const result = await refusal(() =>
      play(
        program,
        changed(10, (body) => {
          body[4] = 0x40;
          return body;
        }),
      ),
    );
    expect([result.code, result.party]).to.deep.equal(["ResidualTooLarge", 2]);
    const receipt = await refusal(() =>
      play(
        program,
        changed(11, () => Uint8Array.of(2)),
      ),
    );
    expect([receipt.code, receipt.party]).to.deep.equal(["ReceiptWrong", 0]);
    const unknown = await refusal(() =>
      play(
        program,
        changed(10, (body) => Uint8Array.from([9, ...body.subarray(1)])),
      ),
    );
    expect([unknown.code, unknown.party]).to.deep.equal(["NumberOutOfRange", 2]);
  });

  it("refuses multipliers of the wrong sign and rays that leave the rows", async () => {
    const rewrite = (of: ConsortiumProgram, change: (result: Result) => Result) => {
      const shape = ringShape(of.round);
      return refusal(() =>
        play(
          of,
          changed(10, (body) => encodeResult(change(readResult(shape, readBody(body, "result", 2))))),
        ),
      );
    };
    const negated = (values: readonly bigint[]) => values.map((value) => -value);
    const wrongDuals = (result: Result): Result =>
      result.kind === "unbounded" ? result : { ...result, duals: negated(result.duals) };
    for (const whole of [program, infeasible]) {
      const error = await rewrite(whole, wrongDuals);
      expect([error.code, error.party]).to.deep.equal(["ResultWrong", 2]);
    }
    const wrongRay = (result: Result): Result =>
      result.kind === "unbounded" ? { ...result, ray: result.ray.map(() => 1n).fill(0n, 0, 1) } : result;
    const error = await rewrite(unbounded, wrongRay);
    expect([error.code, error.party]).to.deep.equal(["ResultWrong", 2]);
  });

  it("leaves a dealer whose Q is not monomial with an answer that the certificate refuses", async () => {
    // max x₁ with x₀ + x₁ ≤ 4, x₀ ≤ 3 is 4; with X = QY, Q = (1 1; 0 1), only x₀ ≥ x₁ can be
    // reached, and "4" becomes 2.
    const rows = {
      coefficients: [
        [1n, 1n],
        [1n, 0n],
      ],
      rhs: [4n, 3n],
    };
    const whole = { inequalities: rows, equalities: { coefficients: [], rhs: [] }, objective: [0n, -1n] };
    const of = consortium(whole, 2, 2);
    let first: bigint[][] = [];
    const cheat = (message: Message): Message => {
      if (message.step === 1) first = firstShare(message.body.subarray(0, 32), 2);
      if (message.step !== 2) return message;
      const q = [
        [1n, 1n],
        [0n, 1n],
      ];
      const share = q.map((row, i) => row.map((value, j) => value - first[i]![j]!));
      return { ...message, body: encodeRepresentativeDeal({ share, blindSeed: null }) };
    };
    const { outcomes } = await play(of, cheat, multiPartyEngine({ ...keys, ring: "plain" }));
    const [own, other] = outcomes as readonly Extract<EngineOutcome, { kind: "optimal" }>[];
    expect(own!.x).to.deep.equal([2_000_000_000n, 2_000_000_000n]);
    const { decimals } = of.round;
    const { errors } = measure(whole, of.round, own!.x, [own!.multipliers[0]!, other!.multipliers[0]!]);
    expect(exceeded(errors, defaultTolerances(decimals, itemsOf(whole)))).to.equal("dual");
  });

  it("takes no later message for one that is missing because its sender left", async () => {
    const states = await Promise.all(
      program.parties.map((rows, party) => engine.start({ party, round: program.round, rows, random: seeded(party) })),
    );
    const { transcript } = await play(program);
    // Party 3 waits for the ring's message of party 1, which never comes.
    const error = await refusal(() => engine.receive(states[3]!.state, transcript[3]!));
    expect([error.code, error.party]).to.deep.equal(["MessageUnexpected", 0]);
  });

  it("replays to the same bytes from the same seeds, and to others from others", async () => {
    const bytes = async (seed: number) => (await play(program, undefined, engine, seed)).transcript;
    const first = await bytes(40);
    expect(await bytes(40)).to.deep.equal(first);
    const other = await bytes(60);
    for (const [i, { body }] of first.entries())
      if (i < 10) expect(body, `message ${i}`).not.to.deep.equal(other[i]!.body);
  });

  it("keeps its states pure: a step may be taken twice", async () => {
    const states = await Promise.all(
      program.parties.map((rows, party) => engine.start({ party, round: program.round, rows, random: seeded(party) })),
    );
    const once = await engine.receive(states[1]!.state, states[0]!.send[0]!);
    const twice = await engine.receive(states[1]!.state, states[0]!.send[0]!);
    expect(twice.send).to.deep.equal(once.send);
  });
});
