// The whole engine: three or four nodes on real shares in one process, every outcome certified by
// the real settlement.
import { expect } from "chai";
import { mpcEngine } from "../../../client/engines/mpc/engine.ts";
import { FOUR } from "../../../client/engines/mpc/nodes/four.ts";
import { THREE } from "../../../client/engines/mpc/nodes/three.ts";
import { X_LIMIT } from "../../../client/engines/mpc/outcome/largest.ts";
import { runEngine } from "../../../client/engines/run.ts";
import { InputError, ProtocolError, SolverError } from "../../../client/errors.ts";
import { solveExact } from "../../../client/lp/exact/solve.ts";
import { defaultTolerances } from "../../../client/lp/exact/tolerances.ts";
import type { IntegerProgram, PartyRows } from "../../../client/lp/model/normal.ts";
import { highsSolver } from "../../../client/lp/solvers/highs.ts";
import { dot } from "../../../client/math/field.ts";
import { randomBelow } from "../../../client/math/random.ts";
import type { PublicRound } from "../../../client/round/public-round.ts";
import { testSeed } from "../../support/certificate.ts";
import { loadExample } from "../../support/examples.ts";
import { itemsOf, program, randomProgram } from "../../support/programs.ts";
import { sampled, sampledOfEach } from "../../support/sampled.ts";
import { type ProgramKind, randomProgram as randomOfKind } from "../multi-party/problems.ts";
import { amongThree, type MpcProgram, play, settle, TOO_CLOSE, withHelper } from "./problems.ts";

const OPTIMA = {
  avgas: -7.75,
  "securescm-20": -3.4411764706,
  afiro: -464.7531428571,
  sc50b: -70,
  adlittle: 225494.9631623804,
};

const SPECIAL: Readonly<Record<string, readonly [kind: ProgramKind, program: IntegerProgram]>> = {
  // Beale's example, on which the largest-coefficient rule cycles.
  "ties that cycle": [
    "optimal",
    program(
      [-75, 15000, -2, 600],
      [
        [[25, -6000, -4, 900], 0],
        [[50, -9000, -2, 300], 0],
        [[0, 0, 100, 0], 100],
      ],
    ),
  ],
  "negative right-hand sides only": [
    "optimal",
    program(
      [2, 3],
      [
        [[-1, -1], -4],
        [[-1, -3], -6],
      ],
    ),
  ],
  "degenerate vertices": [
    "optimal",
    program(
      [-1, -1, -1],
      [
        [[1, 1, 0], 2],
        [[0, 1, 1], 2],
        [[1, 0, 1], 2],
        [[1, 1, 1], 3],
        [[2, 1, 1], 4],
      ],
    ),
  ],
  "equalities that repeat others": [
    "optimal",
    program(
      [1, 2],
      [[[1, 0], 5]],
      [
        [[1, 1], 3],
        [[2, 2], 6],
        [[1, 1], 3],
      ],
    ),
  ],
  "equalities that contradict others": [
    "infeasible",
    program(
      [1, 2],
      [],
      [
        [[1, 1], 3],
        [[2, 2], 7],
      ],
    ),
  ],
  "an equality without coefficients": ["infeasible", program([1], [[[1], 5]], [[[0], -3]])],
  "a row of zeros that holds": [
    "optimal",
    program(
      [1, 1],
      [
        [[0, 0], 7],
        [[-1, -1], -1],
      ],
    ),
  ],
  "no costs": ["optimal", program([0, 0], [[[1, 1], 4]], [[[1, -1], 1]])],
  "one column": ["optimal", program([-3], [[[7], 22]])],
  "a ray from a vertex off the origin": [
    "unbounded",
    program(
      [-1, 0],
      [
        [[-1, 1], -2],
        [[0, -1], -1],
      ],
    ),
  ],
  "neither it nor its dual has a solution": [
    "infeasible",
    program(
      [-1, -1],
      [
        [[1, -1], -1],
        [[-1, 1], 0],
      ],
    ),
  ],
  "numbers far apart": [
    "optimal",
    program(
      [-1_000_000, -1],
      [
        [[1_000_000, 1], 3_000_000],
        [[0, 1], 700_000_000],
      ],
    ),
  ],
};

/** Kind of the outcome, once it is certified. */
async function certified(mpc: MpcProgram, seed: string, nodes = THREE): Promise<string> {
  const { outcomes } = await play(mpc, seed, nodes);
  return settle(mpc, outcomes).kind;
}

// Of a sample, three nodes play one half of the programs, four the other.
for (const [turn, nodes] of [THREE, FOUR].entries())
  describe(`engine ${nodes.engine}`, function () {
    this.timeout(300_000);
    const amongNodes = (whole: IntegerProgram, coefficient = 0): MpcProgram => {
      const three = amongThree(whole, coefficient);
      return nodes === FOUR ? withHelper(three) : three;
    };

    for (const [name, optimum] of sampled(Object.entries(OPTIMA), 4, turn))
      it(`certifies the optimum of ${name}`, async () => {
        const { program: whole, decimals, constant } = await loadExample(name);
        const mpc = amongNodes(whole, decimals);
        const { outcomes } = await play(mpc, name, nodes);
        const { kind, objective } = settle(mpc, outcomes);
        expect(kind).to.equal("optimal");
        const found = Number(objective) / 10 ** (decimals + mpc.round.decimals.solution) + constant;
        expect(Math.abs(found - optimum) / Math.abs(optimum)).to.be.below(1e-9);
      });

    for (const [name, [kind, whole]] of sampled(Object.entries(SPECIAL), 2, turn))
      it(`certifies: ${name}`, async () => {
        expect(await certified(amongNodes(whole), name, nodes)).to.equal(kind);
      });

    it("certifies larger programs of each kind, with decimals", async () => {
      const kinds = ["optimal", "infeasible", "unbounded"] as const;
      const programs = kinds.flatMap((kind) => [1, 2].map((seed) => ({ kind, seed })));
      for (const { kind, seed } of sampled(programs, 2, turn))
        expect(await certified(amongNodes(randomOfKind(seed, kind, 12), 3), `${kind} ${seed}`, nodes)).to.equal(kind);
    });

    it("refuses rounds of too few parties and rounds without rows", () => {
      const { round } = amongNodes(randomOfKind(3, "optimal", 6));
      const unsuitable: readonly [parties: PublicRound, text: RegExp][] = [
        [
          { ...round, inequalities: round.inequalities.slice(1), equalities: round.equalities.slice(1) },
          /1 helper party without rows/,
        ],
        [{ ...round, inequalities: [3, 3], equalities: [0, 0] }, /without rows/],
        [{ ...round, inequalities: round.inequalities.map(() => 0), equalities: round.equalities.map(() => 0) }, /row/],
      ];
      for (const [changed, text] of unsuitable)
        for (const ask of [
          mpcEngine({ nodes }).schedule,
          (of: PublicRound) => mpcEngine({ nodes }).leakage(of, String),
        ])
          expect(() => ask({ ...changed, objectiveOwner: 1 }))
            .to.throw(ProtocolError, text)
            .with.property("code", "RoundUnsuitable");
    });
  });

describe("engine mpc, besides", function () {
  this.timeout(300_000);

  it("opens x̂ at the largest bounds with the most decimals, to the last digit", async () => {
    const decimals = { coefficient: 6, solution: 15, multiplier: 15 };
    const most = X_LIMIT / 10n ** 15n;
    // 7 x ≤ 7·2361183 − 1 and y ≤ 2361183, for a sum as large as possible.
    const whole = program(
      [-(10n ** 6n), -(10n ** 6n)],
      [
        [[7n * 10n ** 6n, 0n], (7n * most - 1n) * 10n ** 6n],
        [[0n, 10n ** 6n], most * 10n ** 6n],
      ],
    );
    const { round, parties } = amongThree(whole, 6);
    const bounds = round.bounds.map(() => most * 10n ** 15n);
    const { outcomes } = await play({ round: { ...round, decimals, bounds }, parties, whole }, "largest");
    const [found] = outcomes;
    if (found?.kind !== "optimal") throw new Error("an optimum is due");
    const exact = most * 10n ** 15n;
    expect(found.x[1]).to.equal(exact);
    // One seventh less is 142,857,142,857,142 6/7 units less, and 1/7 rounds down.
    expect(found.x[0]).to.equal(exact - 10n ** 15n / 7n - 1n);
  });

  it("agrees with the exact solver on random programs of every kind", async () => {
    const kinds = new Set<string>();
    const programs: { readonly mpc: MpcProgram; readonly name: string; readonly kind: string }[] = [];
    for (let i = 0; i < 30; i++) {
      const whole = randomProgram(testSeed(`random ${i}`));
      if (whole.inequalities.rhs.length + whole.equalities.rhs.length === 0) continue;
      const mpc = amongThree(whole);
      const { decimals } = mpc.round;
      const tolerances = defaultTolerances(decimals, itemsOf(whole));
      const { kind } = await solveExact(whole, { ...mpc.round, solver: highsSolver, tolerances });
      programs.push({ mpc, name: `random ${i}`, kind });
      kinds.add(kind);
    }
    for (const { mpc, name, kind } of sampledOfEach(programs, 5, ({ kind }) => kind))
      expect(await certified(mpc, name), name).to.equal(kind);
    expect([...kinds].sort()).to.deep.equal(["infeasible", "optimal", "unbounded"]);
  });

  for (const [name, cut] of sampled(Object.entries({ "securescm-20": -4, sc50b: -71, afiro: -470 }), 3))
    it(`certifies that ${name} has no solution below its optimum`, async () => {
      const { program: whole, decimals } = await loadExample(name);
      const { coefficients, rhs } = whole.inequalities;
      const inequalities = {
        coefficients: [...coefficients, whole.objective],
        rhs: [...rhs, (BigInt(cut * 10) * 10n ** BigInt(decimals)) / 10n],
      };
      expect(await certified(amongThree({ ...whole, inequalities }, decimals), name)).to.equal("infeasible");
    });

  it("says that no proof fits where the exact numbers of a Farkas vector are too large", async () => {
    // One solution, and it has a negative number: the Farkas vector is a row of the inverse.
    const random = testSeed("too large");
    const solution = [1n, 1n, 1n, -1n];
    const rows = solution.map(() => solution.map(() => randomBelow(random, 1n << 40n)));
    const whole = program(
      [0, 0, 0, 0],
      [],
      rows.map((row) => [row, dot(row, solution)] as const),
    );
    const thrown = await play(amongThree(whole), "too large").catch((error: unknown) => error);
    expect(thrown).to.be.instanceOf(SolverError).with.property("code", "MultiplierTooLarge");
  });

  it("ends without an answer where numbers are too far apart", async () => {
    const thrown = await play(amongThree(TOO_CLOSE), "too close").catch((error: unknown) => error);
    expect(thrown).to.be.instanceOf(SolverError).with.property("code", "NoAnswer");
  });

  it("computes for two companies with a helper that has no rows, and for more than three parties", async () => {
    const three = amongThree(randomOfKind(3, "optimal", 6));
    const [first, second, owner] = three.parties;
    const { inequalities, equalities } = three.round;
    const helper = { ...owner!, objective: null };
    const two: MpcProgram = {
      ...three,
      round: {
        ...three.round,
        inequalities: [inequalities[0]!, 0, inequalities[1]!],
        equalities: [equalities[0]!, 0, equalities[1]!],
      },
      parties: [first!, helper, { ...second!, objective: owner!.objective }],
    };
    expect(await certified(two, "helper")).to.equal("optimal");
    const five: MpcProgram = {
      ...three,
      round: {
        ...three.round,
        inequalities: [0, 0, ...inequalities],
        equalities: [0, 0, ...equalities],
        objectiveOwner: 4,
      },
      parties: [helper, helper, ...three.parties],
    };
    expect(await certified(five, "five")).to.equal("optimal");
  });

  it("refuses a right-hand side too far from its row", async () => {
    const { round, parties } = amongThree(
      program(
        [1],
        [
          [[1], 1n << 60n],
          [[1], 1],
        ],
      ),
    );
    const inputs = parties.map((rows) => ({ rows, random: testSeed("far") }));
    const thrown = await runEngine(mpcEngine(), round, inputs).catch((error: unknown) => error);
    expect(thrown).to.have.property("code", "NumberTooLarge");
    const check = (rows: PartyRows, largestCost = 1n) =>
      mpcEngine().check?.({ rows, largestCost, nameOf: (row) => `row "r${row}"` });
    expect(() => check(parties[0]!))
      .to.throw(InputError, 'row "r0"')
      .with.property("code", "NumberTooLarge");
    for (const rows of parties.slice(1)) expect(() => check(rows)).not.to.throw();
    expect(() => check(parties[1]!, 1n << 50n)).not.to.throw();
    expect(() => check(parties[1]!, 1n << 53n))
      .to.throw(InputError, 'row "r0"')
      .with.property("code", "ScaleImpossible");
  });
});
