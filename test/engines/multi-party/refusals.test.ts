// Bad input and bad messages: each gets a clear error that names the party at fault.
import { expect } from "chai";
import { readBody } from "../../../client/engines/codec.ts";
import type { EngineOutcome, Message } from "../../../client/engines/engine.ts";
import { multiPartyEngine } from "../../../client/engines/multi-party/engine.ts";
import {
  type Duals,
  encodeDuals,
  encodePoint,
  encodeSolution,
  readDuals,
  readPoint,
  readSolution,
  type Solution,
} from "../../../client/engines/multi-party/messages.ts";
import { encodeSecondShare } from "../../../client/engines/multi-party/plain/messages.ts";
import { firstShare } from "../../../client/engines/multi-party/plain/shares.ts";
import { consortiumShape } from "../../../client/engines/multi-party/shape.ts";
import { runEngine } from "../../../client/engines/run.ts";
import { ProtocolError } from "../../../client/errors.ts";
import { defaultTolerances, exceeded, measure } from "../../../client/lp/exact/tolerances.ts";
import { highsSolver } from "../../../client/lp/solvers/highs.ts";
import { codeOf } from "../../support/paillier.ts";
import { itemsOf } from "../../support/programs.ts";
import { sampled } from "../../support/sampled.ts";
import { UNCOMMITTED } from "../../support/uncommitted.ts";
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
    message.position === step ? { ...message, body: change(Uint8Array.from(message.body)) } : message;

// Holders 0 (dealer), 1, 3 (representative); owner 2.
const program = consortium(randomProgram(21, "optimal", 5), 3, 2);
const infeasible = consortium(randomProgram(22, "infeasible", 5), 3, 2);
const unbounded = consortium(randomProgram(23, "unbounded", 5), 3, 2);
const plain = multiPartyEngine({ ...keys, variant: "plain" });
/** In the schedule of `masked`, three holders. */
const STEPS = { share: 0, firstShare: 5, costs: 7, sum: 8, dealer: 9, duals: 10, point: 11, solution: 12, receipt: 13 };
/** Of `plain`. */
const PLAIN_STEPS = { constraints: 5, product: 6, pointShare: 9, result: 10 };

describe("multi-party refusals", function () {
  this.timeout(120_000);

  it("has the schedules the header says", () => {
    const scheduleOf = (of: typeof engine) =>
      of.schedule(program.round).map(({ exchange, from, to }) => `${exchange}:${from}→${to ?? "all"}`);
    expect(scheduleOf(engine).join(" ")).to.equal(
      "0:0→3 0:0→2 0:1→3 0:1→2 0:1→0 0:0→2 0:0→3 0:2→0 1:3→2 1:0→2 2:2→all 2:2→0 3:0→all 3:0→all 3:1→all 3:3→all",
    );
    expect(scheduleOf(plain).join(" ")).to.equal(
      "0:0→1 1:1→3 1:0→2 1:0→3 1:2→3 2:3→2 3:2→3 4:3→2 5:2→3 6:3→2 7:2→all 8:0→all 8:1→all 8:3→all",
    );
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
    const short = multiPartyEngine({ variant: "plain", solver: highsSolver, keyBits: 128, minimumBits: 128 });
    expect(await codeOf(() => play(program, undefined, short))).to.equal("PaillierSlotRange");
  });

  it("refuses truncated and longer messages of every step, naming the sender", async () => {
    for (const variant of [engine, plain]) {
      const schedule = variant.schedule(program.round);
      const later = schedule.findIndex(({ content }) => content.includes("solution"));
      for (const whole of [program, infeasible, unbounded]) {
        const steps = [...schedule.entries()].filter(([step]) => whole === program || step >= later);
        for (const [step, { from }] of sampled(steps, 3)) {
          for (const change of [
            (body: Uint8Array) => body.subarray(0, -1),
            (body: Uint8Array) => Uint8Array.from([...body, 0]),
          ]) {
            const error = await refusal(() => play(whole, changed(step, change), variant));
            expect([error.code, error.party], `${variant.name}, step ${step}`).to.deep.equal(["MessageLength", from]);
          }
        }
      }
    }
  });

  it("refuses keys, ciphertexts and residues that are not what they should be, naming the sender", async () => {
    const width = keyBits / 8;
    const keyed = 9 * width;
    const replace = (at: number, values: Uint8Array) => (body: Uint8Array) => {
      body.set(values, at < 0 ? body.length + at : at);
      return body;
    };
    const zeros = new Uint8Array(2 * width);
    const ones = new Uint8Array(2 * width).fill(0xff);
    const refused = async (of: typeof engine, step: number, change: (body: Uint8Array) => Uint8Array) => {
      const { code, party } = await refusal(() => play(program, changed(step, change), of));
      return [code, party];
    };
    for (const [of, step, from] of [
      [engine, STEPS.costs, 2],
      [plain, PLAIN_STEPS.constraints - 1, 2],
      [plain, PLAIN_STEPS.constraints, 3],
    ] as const) {
      const codes = new Map<string, (body: Uint8Array) => Uint8Array>([
        // An even N.
        ["PaillierKeyInvalid", (body) => replace(width - 1, Uint8Array.of(body[width - 1]! & 0xfe))(body)],
        // Shorter than it claims.
        ["PaillierLength", replace(0, Uint8Array.of(0))],
        ["PaillierModulusUnproven", (body) => replace(width + 3, Uint8Array.of(body[width + 3]! ^ 1))(body)],
      ]);
      for (const [code, change] of codes) expect(await refused(of, step, change)).to.deep.equal([code, from]);
      for (const ciphertext of [zeros, ones])
        expect(await refused(of, step, replace(keyed, ciphertext))).to.deep.equal(["PaillierCiphertextInvalid", from]);
    }
    for (const ciphertext of [zeros, ones])
      expect(await refused(plain, PLAIN_STEPS.product, replace(0, ciphertext))).to.deep.equal([
        "PaillierCiphertextInvalid",
        2,
      ]);
    // Enc(CᵀQ) and Enc(CᵀQ₂) come last.
    for (const [of, step, from] of [
      [engine, STEPS.dealer, 0],
      [plain, PLAIN_STEPS.constraints, 3],
    ] as const)
      expect(await refused(of, step, replace(-zeros.length, zeros))).to.deep.equal(["PaillierCiphertextInvalid", from]);
    for (const [step, from] of [
      [STEPS.share, 0],
      [STEPS.firstShare, 0],
      [STEPS.sum, 3],
      [STEPS.dealer, 0],
    ] as const)
      expect(await refused(engine, step, replace(0, new Uint8Array(8).fill(0xff)))).to.deep.equal([
        "NumberOutOfRange",
        from,
      ]);
  });

  it("plain: refuses a share of the solution that cannot be right, and a result that nobody's rows meet", async () => {
    const share = await refusal(() =>
      play(
        program,
        changed(PLAIN_STEPS.pointShare, (body) => body.with(-1, body.at(-1)! ^ 1)),
        plain,
      ),
    );
    expect([share.code, share.party]).to.deep.equal(["ShareWrong", 3]);
    const kind = await refusal(() =>
      play(
        program,
        changed(PLAIN_STEPS.pointShare, () => Uint8Array.of(1)),
        plain,
      ),
    );
    expect([kind.code, kind.party]).to.deep.equal(["ShareWrong", 3]);
    // Byte 4 holds a high digit of x₀. Whoever mixed, solved or unmasked may have spoilt it.
    const result = await refusal(() =>
      play(
        program,
        changed(PLAIN_STEPS.result, (body) => body.with(4, 0x40)),
        plain,
      ),
    );
    expect([result.code, result.party]).to.deep.equal(["ResidualTooLarge", undefined]);
  });

  const spoilt = async (
    of: ConsortiumProgram,
    step: number,
    change: (body: Uint8Array) => Uint8Array,
  ): Promise<(string | number | undefined)[]> => {
    const { code, party } = await refusal(() => play(of, changed(step, change)));
    return [code, party];
  };

  const withSolution = (of: ConsortiumProgram, kind: Solution["kind"], change: (solution: Solution) => Solution) =>
    spoilt(of, STEPS.solution, (body) =>
      encodeSolution(change(readSolution(consortiumShape(of.round), kind, readBody(body, "X*", 0)))),
    );

  it("names a dealer whose X* does not cost what Y* costs, and nobody for one that costs as much", async () => {
    const moved = (by: readonly bigint[]) => (solution: Solution) => {
      if (solution.kind === "infeasible") throw new Error("no X*");
      return { ...solution, x: solution.x.map((value, j) => value + (by[j] ?? 0n)) };
    };
    const costs = program.parties[2]!.objective!;
    // Against the costs of the first two variables, far enough to leave some holder's rows.
    const far = 10n ** 12n;
    const [c0, c1] = [costs[0]!, costs[1]!];
    expect(c0 * c1 < 0n, "costs of both signs, so that X* stays positive").to.equal(true);
    const along = [c1 < 0n ? -c1 * far : c1 * far, c0 < 0n ? -c0 * far : c0 * far];
    // Receivers check in order of party: the first holder sees its rows, the owner the costs.
    const even = await withSolution(program, "optimal", moved(along));
    expect(even).to.deep.equal(["ResidualTooLarge", undefined]);
    for (const [index, cost] of costs.entries())
      if (cost !== 0n) {
        const single = costs.map((_, j) => (j === index ? 10n ** 4n : 0n));
        const found = await withSolution(program, "optimal", moved(single));
        expect(found).to.be.deep.oneOf([
          ["ResultWrong", 0],
          ["ResidualTooLarge", undefined],
        ]);
      }
    const wrongKind = await spoilt(program, STEPS.solution, () => Uint8Array.of(1));
    expect(wrongKind).to.deep.equal(["ResultWrong", 0]);
    const doubled = (solution: Solution): Solution =>
      solution.kind === "unbounded" ? { ...solution, ray: solution.ray.map((value) => 7919n * value) } : solution;
    expect(await withSolution(unbounded, "unbounded", doubled)).to.be.deep.oneOf([["ResultWrong", 0]]);
    const away = (solution: Solution): Solution =>
      solution.kind === "unbounded" ? { ...solution, ray: solution.ray.map(() => 1n).fill(0n, 0, 1) } : solution;
    expect((await withSolution(unbounded, "unbounded", away))[0]).to.equal("ResultWrong");
  });

  it("names the owner whose Y* is negative or of another kind than ŷ", async () => {
    const withPoint = (change: (y: readonly bigint[]) => readonly bigint[]) =>
      spoilt(program, STEPS.point, (body) => {
        const point = readPoint(consortiumShape(program.round), readBody(body, "Y*", 2));
        return encodePoint({ ...point, y: change(point.y) });
      });
    expect(await withPoint((y) => y.with(0, -1n))).to.deep.equal(["ResultWrong", 2]);
    expect(await spoilt(program, STEPS.point, () => Uint8Array.of(1))).to.deep.equal(["ResultWrong", 2]);
    expect(await spoilt(program, STEPS.duals, () => Uint8Array.of(9))).to.deep.equal(["NumberOutOfRange", 2]);
    expect(await spoilt(program, STEPS.receipt, () => Uint8Array.of(2))).to.deep.equal(["ReceiptWrong", 0]);
  });

  it("names the owner whose multipliers have the wrong sign", async () => {
    const negated = (verdict: Duals): Duals =>
      verdict.kind === "unbounded" ? verdict : { ...verdict, duals: verdict.duals.map((value) => -value) };
    for (const whole of [program, infeasible]) {
      const found = await spoilt(whole, STEPS.duals, (body) =>
        encodeDuals(negated(readDuals(consortiumShape(whole.round), readBody(body, "ŷ", 2)))),
      );
      expect(found).to.deep.equal(["ResultWrong", 2]);
    }
  });

  it("ends in no valid proof, or an error, when a number of any masked message is changed", async () => {
    const schedule = engine.schedule(program.round);
    const { decimals } = program.round;
    const { outcomes: honest } = await play(program);
    for (const step of [STEPS.share, 1, STEPS.firstShare, STEPS.firstShare + 1, STEPS.sum, STEPS.dealer]) {
      const change = (body: Uint8Array) => body.with(5, body[5]! ^ 1);
      const run = await play(program, changed(step, change)).catch((error: unknown) => error);
      if (run instanceof Error) continue;
      const { outcomes } = run as Awaited<ReturnType<typeof play>>;
      if (outcomes[0]!.kind !== "optimal") continue; // of a problem that is not this one: no certificate
      const all = outcomes as readonly Extract<EngineOutcome, { kind: "optimal" }>[];
      const multipliers: bigint[] = [];
      for (const [party, outcome] of all.entries())
        for (const [i, row] of program.origin[party]!.entries()) multipliers[row] = outcome.multipliers[i]!;
      const { errors } = measure(program.whole, program.round, all[0]!.x, multipliers);
      const what = exceeded(errors, defaultTolerances(decimals, itemsOf(program.whole)));
      const same =
        JSON.stringify(all[0]!.x.map(String)) === JSON.stringify((honest[0] as (typeof all)[0])!.x.map(String));
      expect(what !== null || same, `${step}: ${schedule[step]!.content}`).to.equal(true);
    }
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
      if (message.position === 1) first = firstShare(message.body.subarray(0, 32), 2);
      if (message.position !== 2) return message;
      const q = [
        [1n, 1n],
        [0n, 1n],
      ];
      const share = q.map((row, i) => row.map((value, j) => value - first[i]![j]!));
      return { ...message, body: encodeSecondShare(share) };
    };
    const { outcomes } = await play(of, cheat, plain);
    const [own, other] = outcomes as readonly Extract<EngineOutcome, { kind: "optimal" }>[];
    expect(own!.x).to.deep.equal([2_000_000_000n, 2_000_000_000n]);
    const { decimals } = of.round;
    const { errors } = measure(whole, of.round, own!.x, [own!.multipliers[0]!, other!.multipliers[0]!]);
    expect(exceeded(errors, defaultTolerances(decimals, itemsOf(whole)))).to.equal("dual");
  });

  it("takes no later message for one that is missing because its sender left", async () => {
    const states = await Promise.all(
      program.parties.map((rows, party) =>
        engine.start({ ...UNCOMMITTED, party, round: program.round, rows, random: seeded(party) }),
      ),
    );
    const { transcript } = await play(program);
    // Party 3 waits for the share of party 0, which never comes.
    const error = await refusal(() => engine.receive(states[3]!.state, transcript[2]!));
    expect([error.code, error.party]).to.deep.equal(["MessageUnexpected", 1]);
  });

  it("replays to the same bytes from the same seeds, and to others from others", async () => {
    for (const variant of [engine, plain]) {
      const bytes = async (seed: number) => (await play(program, undefined, variant, seed)).transcript;
      const first = await bytes(40);
      expect(await bytes(40)).to.deep.equal(first);
      const other = await bytes(60);
      for (const [i, { body }] of first.entries())
        if (i < 10) expect(body, `message ${i}`).not.to.deep.equal(other[i]!.body);
    }
  });

  it("keeps its states pure: a step may be taken twice", async () => {
    const { transcript } = await play(program);
    const rows = program.parties[3]!;
    const { state } = await engine.start({ ...UNCOMMITTED, party: 3, round: program.round, rows, random: seeded(73) });
    const toThird = transcript.filter(({ from, to }) => from !== 3 && to === 3);
    let before = state;
    for (const message of toThird.slice(0, -1)) before = (await engine.receive(before, message)).state;
    const once = await engine.receive(before, toThird.at(-1)!);
    const twice = await engine.receive(before, toThird.at(-1)!);
    expect(once.send).to.have.length(1);
    expect(twice.send).to.deep.equal(once.send);
  });
});
