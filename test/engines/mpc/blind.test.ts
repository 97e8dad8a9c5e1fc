// A run shows no more of its length than the bucket in which it ends: nothing opens on the way,
// iterations past the end change nothing, messages do not depend on the data, and the bits that
// open are few and counted.
import { expect } from "chai";
import type { Shares } from "../../../client/crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../client/crypto/sharing/arithmetic.ts";
import type { SharingMeter } from "../../../client/crypto/sharing/party.ts";
import { bitsIn, withBits } from "../../../client/engines/mpc/checkpoint.ts";
import { scaleInputs } from "../../../client/engines/mpc/input/scale.ts";
import { inputWords } from "../../../client/engines/mpc/input/words.ts";
import { numberOf, OpenedBits, type Place } from "../../../client/engines/mpc/opened-bits.ts";
import { bucketsOf, MOST_BITS, PLAN, positionsPerAttempt } from "../../../client/engines/mpc/plan.ts";
import { jointShape } from "../../../client/engines/mpc/shape.ts";
import { firstTableau } from "../../../client/engines/mpc/simplex/first-tableau.ts";
import { ONE } from "../../../client/engines/mpc/simplex/fixed-point.ts";
import { iterate } from "../../../client/engines/mpc/simplex/iterate.ts";
import { basisOf, refresh } from "../../../client/engines/mpc/simplex/refresh.ts";
import type { Tableau } from "../../../client/engines/mpc/simplex/tableau.ts";
import { DONE, prepareTableau, runIterations } from "../../../client/engines/mpc/solve.ts";
import { SolverError } from "../../../client/errors.ts";
import type { IntegerProgram } from "../../../client/lp/model/normal.ts";
import { drawPlant, programAround } from "../../../lab/games/planted.ts";
import { testSeed } from "../../support/certificate.ts";
import { program } from "../../support/programs.ts";
import { createNodes, runShared, seeded } from "../../support/sharing.ts";
import { fulfilled, NODES, outcomesOf, positionIn, runSession } from "./nodes.ts";
import { amongThree, type MpcProgram, settle, TOO_CLOSE } from "./problems.ts";
import { sendingThrough } from "./sending.ts";

/** One of each kind; the third ends with costs set aside and put back, the last with them aside. */
const KINDS: Readonly<Record<string, IntegerProgram>> = {
  "an optimum": program(
    [-3, -5, -4],
    [
      [[2, 3, 0], 8],
      [[0, 2, 5], 10],
      [[3, 2, 4], 15],
    ],
    [[[1, 1, 1], 4]],
  ),
  "no feasible point": program(
    [1, 1],
    [
      [[1, 1], 1],
      [[-1, -2], -5],
    ],
  ),
  "no bound": program(
    [-1, 0],
    [
      [[-1, 1], -2],
      [[0, -1], -1],
    ],
  ),
  "no feasible point, and costs that fall": program(
    [-1, 1, 1],
    [
      [[0, 1, 1], 1],
      [[0, -1, -2], -5],
    ],
  ),
};
const CASES = Object.entries(KINDS);

const FIRST = KINDS["an optimum"]!;
/** With the sizes of the first, other data, and another number of pivots. */
const ANOTHER = program(
  [1, 2, 7],
  [
    [[-1, 0, 1], 9],
    [[1, 5, 1], 100],
    [[0, 0, 3], 15],
  ],
  [[[9, -1, 2], 3]],
);

const RANDOM = seeded(77);

/** What each node does with the tableau before its first iteration, and the numbers of node 0. */
async function withTableau<T>(
  { round, parties }: MpcProgram,
  step: (shared: Parameters<typeof firstTableau>[0], tableau: Tableau) => Promise<T>,
): Promise<T> {
  const words = parties.map((rows) => inputWords(rows));
  const [first] = await runShared(createNodes(), words, seeded(5), async (a: Arithmetic, inputs: readonly Shares[]) => {
    const shared = await scaleInputs({ arithmetic: a, round, inputs });
    const tableau = await firstTableau(shared);
    await prepareTableau(tableau, RANDOM);
    return step(shared, tableau);
  });
  return first!;
}

/** Bits of which a node has stored the value. */
async function knowing(places: readonly (readonly [Place, boolean])[]): Promise<OpenedBits> {
  const bits = new OpenedBits();
  for (const [place, value] of places) await bits.ask(place, { open: async () => value, store: async () => {} });
  return bits;
}

const done = (position: number): Place => ({ position, question: "done" });
const holds = (position: number): Place => ({ position, question: "holds" });

/** A run in which the bits of the first `buckets` buckets count as 0. */
async function padded(problem: MpcProgram, buckets: number) {
  const ends = bucketsOf(jointShape(problem.round)).slice(0, buckets);
  return withTableau(problem, async (shared, tableau) => {
    const bits = await knowing(ends.map((end) => [done(end), false]));
    return runIterations(shared, tableau, { random: RANDOM, bits });
  });
}

/** The number of iterations after which the run is over. */
function pivotsOf(whole: IntegerProgram): Promise<number> {
  return withTableau(amongThree(whole), async ({ arithmetic: a }, tableau) => {
    let count = 0;
    for (; (await a.open(tableau.ended.over))[0] === 0n; count++)
      await iterate(tableau, RANDOM.fork(`iteration/${count}`));
    return count;
  });
}

/** Messages, bytes and rounds of each phase, in the order in which the phases come. */
function counter(): { readonly meter: SharingMeter; readonly log: Map<string, number> } {
  const log = new Map<string, number>();
  return {
    log,
    meter: { add: (phase, what, amount) => log.set(`${phase}: ${what}`, (log.get(`${phase}: ${what}`) ?? 0) + amount) },
  };
}

describe("blind runs", function () {
  this.timeout(300_000);

  describe("have iterations past the end", () => {
    for (const [name, whole] of CASES)
      it(`that change no basis, no kind and no stage: ${name}`, async () => {
        const { before, after } = await withTableau(amongThree(whole), async ({ arithmetic: a }, tableau) => {
          const { basic, nonBasic, fixed, signs, idle, reached, stage, ended } = tableau.parts;
          const look = () => a.open(a.concat([basic, nonBasic, fixed, signs, idle, reached, stage, ended]));
          const play = async (from: number, count: number) => {
            for (let i = from; i < from + count; i++) await iterate(tableau, RANDOM.fork(`iteration/${i}`));
          };
          await play(0, 20);
          const over = await a.open(tableau.ended.over);
          expect(over).to.deep.equal([1n]);
          const before = await look();
          // Over a block of pending pivots, and a correction of rounding errors.
          await play(20, 25);
          await refresh(await basisOf(tableau));
          await play(45, 5);
          return { before, after: await look() };
        });
        expect(after).to.deep.equal(before);
      });

    for (const [name, whole] of CASES)
      it(`that change no outcome, whichever bucket it is: ${name}`, async () => {
        const problem = amongThree(whole);
        const buckets = bucketsOf(jointShape(problem.round));
        const first = await padded(problem, 0);
        expect(first.answer.kind).not.to.equal("none");
        expect(first.iterations).to.equal(buckets[0]);
        for (let count = 1; count < buckets.length; count++) {
          const later = await padded(problem, count);
          expect(later.iterations).to.equal(buckets[count]);
          expect(later.answer).to.deep.equal(first.answer);
        }
      });
  });

  it("send the same messages for every program of a shape that ends in the same bucket", async () => {
    const played = async (whole: IntegerProgram) => {
      const problem = amongThree(whole);
      const { log, meter } = counter();
      const lengths: number[] = [];
      const results = await runSession(problem, "messages", {
        meter,
        links: (node, links) =>
          sendingThrough(links, (bytes) => {
            if (node === 0) lengths.push(bytes.length);
            return bytes;
          }),
      });
      const { answer, iterations } = fulfilled(results[0]!);
      expect(answer.kind).to.equal("optimal");
      return { log, lengths, iterations };
    };
    expect(await pivotsOf(ANOTHER)).not.to.equal(await pivotsOf(FIRST));
    const one = await played(FIRST);
    const other = await played(ANOTHER);
    expect(other.iterations).to.equal(one.iterations);
    expect(other.log).to.deep.equal(one.log);
    expect(other.lengths).to.deep.equal(one.lengths);
  });

  it("send the same messages for every kind of outcome, up to its opening", async () => {
    // x ≤ 3 and y ≤ 5; x ≤ −1 and y ≥ 5; 3 ≤ x ≤ 4 without a bound on y.
    const programs = [
      program(
        [-1, -2],
        [
          [[1, 0], 3],
          [[0, 1], 5],
        ],
      ),
      program(
        [-1, -2],
        [
          [[1, 0], -1],
          [[0, -1], -5],
        ],
      ),
      program(
        [-1, -1],
        [
          [[-1, 0], -3],
          [[1, 0], 4],
        ],
      ),
    ];
    const logs = [];
    for (const whole of programs) {
      const { log, meter } = counter();
      const results = await runSession(amongThree(whole), "kinds", { meter });
      logs.push({
        kind: fulfilled(results[0]!).answer.kind,
        log: [...log].filter(([phase]) => !phase.startsWith("outcome")),
      });
    }
    expect(logs.map(({ kind }) => kind)).to.deep.equal(["optimal", "infeasible", "unbounded"]);
    expect(logs[1]!.log).to.deep.equal(logs[0]!.log);
    expect(logs[2]!.log).to.deep.equal(logs[0]!.log);
  });

  describe("count the bits that open", () => {
    /** Asks at a place, and says whether the bit opened. */
    async function ask(bits: OpenedBits, place: Place, value: boolean) {
      let opened = false;
      const stored: Uint8Array[] = [];
      const bit = await bits.ask(place, {
        open: async () => {
          opened = true;
          return value;
        },
        store: async () => void stored.push(bits.encode()),
      });
      return { bit, opened, stored };
    }

    it("before each opens, and store its value after", async () => {
      const bits = new OpenedBits();
      const { stored } = await ask(bits, done(20), true);
      const [before, after] = stored.map((bytes) => OpenedBits.merged([bytes], 1));
      expect([before!.count, after!.count]).to.deep.equal([1, 1]);
      expect(await ask(before!, done(20), true)).to.deep.include({ opened: true });
      expect(before!.count).to.equal(2);
      expect(await ask(after!, done(20), false)).to.deep.include({ bit: true, opened: false });
      expect(after!.count).to.equal(1);
    });

    it("and open none again that one of them knows, unless they contradict each other", async () => {
      const none = new OpenedBits().encode();
      const lost = (await ask(new OpenedBits(), done(20), true)).stored[0]!;
      const [no, yes] = await Promise.all(
        [false, true].map(async (bit) => (await knowing([[done(20), bit]])).encode()),
      );
      for (const lists of [
        [none, lost, no!],
        [no!, none, none],
        [no!, no!, no!],
      ]) {
        const merged = OpenedBits.merged(lists, 1);
        expect(merged.count).to.equal(1);
        expect(await ask(merged, done(20), true)).to.deep.include({ bit: false, opened: false });
      }
      for (const lists of [
        [none, lost, lost],
        [no!, yes!, none],
      ]) {
        const merged = OpenedBits.merged(lists, 1);
        expect(await ask(merged, done(20), true)).to.deep.include({ bit: true, opened: true });
        expect(merged.count).to.equal(2);
      }
    });

    it("and test again what an answer opens after, and count that", async () => {
      const bits = await knowing([[holds(20), true]]);
      expect(await ask(bits, holds(20), false)).to.deep.include({ bit: false, opened: true });
      expect(bits.count).to.equal(2);
      expect(await ask(bits, holds(20), true)).to.deep.include({ bit: false, opened: false });
    });

    it("and take no node's word that a test was passed", async () => {
      const place = holds(20);
      const [none, claimed] = [[], [{ place: numberOf(place), value: true }]].map((own) =>
        new OpenedBits(own).encode(),
      );
      const bits = OpenedBits.merged([claimed!, none!, none!], 1);
      expect(await ask(bits, place, false)).to.deep.include({ bit: false, opened: true });
    });

    it("and say where one is left, however often others have opened", async () => {
      const entry = (position: number) => ({ place: numberOf(done(position)), value: null });
      const seven = new OpenedBits(Array.from({ length: MOST_BITS - 1 }, (_, i) => entry(i)));
      expect([holds(6), holds(5), holds(99)].map((place) => seven.isLast(place))).to.deep.equal([true, false, true]);
      const again = new OpenedBits([0, 0, 1, 2, 3, 4, 5].map(entry));
      expect(again.isLast(holds(99))).to.equal(false);
    });

    it("and refuse the ninth", async () => {
      const bits = new OpenedBits();
      for (let position = 0; position < MOST_BITS; position++)
        expect(await ask(bits, done(position), false)).to.deep.include({ bit: false, opened: true });
      expect(await ask(bits, done(MOST_BITS), false)).to.deep.equal({ bit: null, opened: false, stored: [] });
      expect(await ask(bits, done(0), true)).to.deep.include({ bit: false, opened: false });
      expect(bits.count).to.equal(MOST_BITS);
      expect(OpenedBits.merged([bits.encode(), (await knowing([[done(99), true]])).encode()], 1).count).to.equal(
        MOST_BITS,
      );
    });

    it("over all attempts, and end without an answer when they are spent", async () => {
      const problem = amongThree(TOO_CLOSE);
      const [end] = bucketsOf(jointShape(problem.round));
      const run = (before: Parameters<typeof knowing>[0]) =>
        withTableau(problem, async (shared, tableau) =>
          runIterations(shared, tableau, { random: RANDOM, bits: await knowing(before) }),
        );
      expect(await run([])).to.deep.include({ answer: { kind: "none", cause: "precision" }, bits: 6 });
      // As if as many bits had opened before, elsewhere: the run needs six.
      for (const [before, cause] of [
        [2, "precision"],
        [5, "precision"],
        [6, "bits"],
        [7, "bits"],
        [8, "bits"],
      ] as const) {
        const elsewhere = Array.from({ length: before }, (_, i) => [done(end! + 1 + i), true] as const);
        const { answer, bits, iterations } = await run(elsewhere);
        if (before === MOST_BITS) expect(iterations).to.equal(end);
        expect(answer).to.deep.equal({ kind: "none", cause });
        expect(bits).to.equal(Math.min(before + 6, MOST_BITS));
      }
    });
  });

  it("keep the last bit for the end of all attempts where the first one breaks down", async () => {
    const problem = amongThree(FIRST);
    const end = bucketsOf(jointShape(problem.round)).at(-1)!;
    const { answer, bits } = await withTableau(problem, async (shared, tableau) => {
      const { arithmetic: a, layout } = tableau;
      // As many as the ends of buckets of a larger program.
      const known = await knowing(Array.from({ length: 6 }, (_, i) => [done(end - 6 + i), false] as const));
      tableau.setBody(a.publicVector(new Array<bigint>(layout.rows * layout.columns).fill(ONE)));
      return runIterations(shared, tableau, { random: RANDOM, first: end, bits: known });
    });
    expect(answer.kind).to.equal("optimal");
    expect(bits).to.equal(MOST_BITS);
  });

  describe("that were interrupted", () => {
    let problem: MpcProgram;
    /** Per node, in order. */
    let saved: Uint8Array[][];
    let bits: number;

    /** The places of the saved checkpoints of node 0 that follow each other at one position. */
    function pairsIn(own: readonly Uint8Array[]): number[] {
      return own.flatMap((bytes, i) => (i > 0 && positionIn(bytes) === positionIn(own[i - 1]!) ? [i] : []));
    }

    /** Resumes each node from the checkpoints up to the given place. */
    async function resumed(places: readonly number[]) {
      const { log, meter } = counter();
      const checkpoints = places.map((place, node) => saved[node]!.slice(place - 1, place + 1).reverse());
      const results = await runSession(problem, "interrupted", { epoch: 1, checkpoints, meter });
      return { results, asked: (log.get(`${DONE}: rounds`) ?? 0) / 5, ...fulfilled(results[0]!) };
    }

    before(async () => {
      const random = testSeed("interrupted");
      problem = amongThree(programAround(drawPlant(16, 16, 8, random), new Map(), random));
      saved = NODES.map(() => []);
      const results = await runSession(problem, "interrupted", { save: (node, bytes) => saved[node]!.push(bytes) });
      bits = fulfilled(results[0]!).bits;
      expect(bits).to.be.at.least(3);
    });

    it("go on behind the last bit that one of the nodes knows", async () => {
      // Before and after the first bit.
      const after = pairsIn(saved[0]!)[0]!;
      for (const places of [
        [after, after, after],
        [after, after - 1, after - 1],
        [after - 1, after, after - 1],
      ]) {
        const again = await resumed(places);
        expect(again.bits).to.equal(bits);
        expect(again.asked).to.equal(bits - 2);
        expect(settle(problem, outcomesOf(problem, again.results)).kind).to.equal("optimal");
      }
    });

    it("count a bit twice that none of them knows", async () => {
      const before = pairsIn(saved[0]!)[0]! - 1;
      const again = await resumed([before, before, before]);
      expect(again.bits).to.equal(bits + 1);
      expect(again.asked).to.equal(bits - 1);
      expect(settle(problem, outcomesOf(problem, again.results)).kind).to.equal("optimal");
    });

    it("hold the same state before and after a test that failed", async () => {
      problem = amongThree(TOO_CLOSE);
      saved = NODES.map(() => []);
      await runSession(problem, "interrupted", { save: (node, bytes) => saved[node]!.push(bytes) });
      // Of the second bit: the first test.
      const after = pairsIn(saved[0]!).find((place) => OpenedBits.merged([bitsIn(saved[0]![place]!)], 1).count === 2)!;
      const again = await resumed([after + 1, after, after]);
      expect(again.answer).to.deep.equal({ kind: "none", cause: "precision" });
      expect(again.bits).to.equal(6);
    });
  });

  it("say why there is no answer when the bits are spent", async () => {
    const problem = amongThree(TOO_CLOSE);
    const size = jointShape(problem.round);
    const saved: Uint8Array[][] = NODES.map(() => []);
    await runSession(problem, "spent", { save: (node, bytes) => saved[node]!.push(bytes) });
    const far = positionsPerAttempt(size) * PLAN.length;
    const eight = await knowing(Array.from({ length: MOST_BITS }, (_, i) => [done(far + i), true]));
    const checkpoints = saved.map(([first]) => [withBits(first!, eight.encode())]);
    const results = await runSession(problem, "spent", { epoch: 1, checkpoints });
    expect(fulfilled(results[0]!)).to.deep.include({ answer: { kind: "none", cause: "bits" }, bits: MOST_BITS });
    expect(() => outcomesOf(problem, results))
      .to.throw(SolverError)
      .with.property("code", "NoAnswer");
  });
});
