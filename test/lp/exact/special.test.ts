// Special linear programs, each through both solvers, and without a hint of either.
import { expect } from "chai";
import { SolverError } from "../../../client/errors.ts";
import { exactOutcome } from "../../../client/lp/exact/outcome.ts";
import { solveExact } from "../../../client/lp/exact/solve.ts";
import { fromIntegerProgram } from "../../../client/lp/exact/standard.ts";
import { defaultTolerances } from "../../../client/lp/exact/tolerances.ts";
import type { IntegerProgram } from "../../../client/lp/model/normal.ts";
import { highsSolver } from "../../../client/lp/solvers/highs.ts";
import type { Solver } from "../../../client/lp/solvers/solver.ts";
import { createRandom } from "../../../client/math/random.ts";
import { glpkSolver } from "../../../lab/solvers/glpk.ts";
import { expectFarkas, expectOptimal, expectRay } from "../../support/optimality.ts";
import { program, randomProgram } from "../../support/programs.ts";

const decimals = { coefficient: 0, solution: 9, multiplier: 15 };
const tolerances = defaultTolerances(decimals, 10);
const gridOf = ({ objective }: IntegerProgram) => ({ decimals, bounds: objective.map(() => 10n ** 17n) });
/** Fails on every problem, so that pivoting starts from nothing. */
const noSolver: Solver = {
  name: "none",
  solve: () => Promise.reject(new SolverError("SolverFailed", "refused")),
};
const solvers = [highsSolver, glpkSolver, noSolver];

const huge = 10n ** 18n;
const KLEE_MINTY = Array.from({ length: 10 }, (_, i) => i);

type Expected = number | "infeasible" | "unbounded";
const cases: readonly (readonly [name: string, program: IntegerProgram, expected: Expected])[] = [
  [
    "the paper's example",
    program(
      [-3, 1, 1],
      [
        [[1, -2, 1], 11],
        [[5, -1, -2], 1],
        [[-2, 1, 1], 0],
      ],
    ),
    -1,
  ],
  ["one column", program([-1], [[[3], 7]]), -7 / 3],
  ["one column, unbounded", program([-1], [[[-1], 0]]), "unbounded"],
  ["one column, infeasible", program([1], [[[1], -1]]), "infeasible"],
  ["no rows", program([1, 2], []), 0],
  ["no rows, unbounded", program([0, -2], []), "unbounded"],
  [
    "Beale's cycling example",
    program(
      [-75, 15_000, -2, 600],
      [
        [[25, -6000, -4, 900], 0],
        [[50, -9000, -2, 300], 0],
        [[0, 0, 1, 0], 1],
      ],
    ),
    -5,
  ],
  [
    "Klee and Minty's cube",
    program(
      KLEE_MINTY.map((j) => -(2 ** (9 - j))),
      KLEE_MINTY.map((i) => [KLEE_MINTY.map((j) => (j < i ? 2 ** (i - j + 1) : j === i ? 1 : 0)), 5 ** (i + 1)]),
    ),
    -(5 ** 10),
  ],
  [
    "a degenerate vertex",
    program(
      [-1, -1],
      [
        [[1, 0], 1],
        [[0, 1], 1],
        [[1, 1], 2],
        [[2, 1], 3],
        [[1, 2], 3],
      ],
    ),
    -2,
  ],
  [
    "empty rows and columns",
    program(
      [-1, 0, 2],
      [
        [[0, 0, 0], 0],
        [[1, 0, 0], 4],
        [[0, 0, 0], 3],
      ],
      [[[0, 0, 0], 0]],
    ),
    -4,
  ],
  ["an empty row that cannot hold", program([1], [[[0], -1]]), "infeasible"],
  ["an empty equality that cannot hold", program([1], [], [[[0], 2]]), "infeasible"],
  ["an empty column of negative cost", program([-1, 1], [[[0, 1], 1]]), "unbounded"],
  [
    "equalities only",
    program(
      [1, 2, 3],
      [],
      [
        [[1, 1, 1], 6],
        [[1, -1, 0], 2],
      ],
    ),
    8,
  ],
  [
    "redundant equalities",
    program(
      [1, 2, 3],
      [],
      [
        [[1, 1, 1], 6],
        [[2, 2, 2], 12],
        [[1, -1, 0], 2],
        [[0, 2, 1], 4],
      ],
    ),
    8,
  ],
  [
    "contradictory equalities",
    program(
      [1, 2],
      [],
      [
        [[1, 1], 1],
        [[2, 2], 3],
      ],
    ),
    "infeasible",
  ],
  ["a zero objective", program([0, 0], [[[1, 1], 1]], [[[1, -1], 0]]), 0],
  [
    "infeasible with an infeasible dual",
    program(
      [-1, -1],
      [
        [[1, -1], -1],
        [[-1, 1], -1],
      ],
    ),
    "infeasible",
  ],
  ["unbounded inside equalities", program([-1, -1], [], [[[1, -1], 3]]), "unbounded"],
  ["infeasible by one part in 10^18", program([0, 1], [[[huge, 0], huge]], [[[huge, 0], huge + 1n]]), "infeasible"],
  ["a falling cost of one part in 10^18", program([huge, -huge - 1n], [[[-1, 1], 0]]), "unbounded"],
];

const tooLarge: readonly (readonly [name: string, program: IntegerProgram, code: string])[] = [
  [
    "a residual the grid cannot meet",
    program(
      [-huge, -1],
      [
        [[huge * 999n, 1], huge * 1000n],
        [[1, huge], huge],
      ],
    ),
    "ToleranceNotMet",
  ],
  ["a multiplier", program([huge, -huge + 1n], [[[-1, 1], 0]]), "MultiplierTooLarge"],
  ["a solution", program([-1], [[[1], huge]]), "SolutionTooLarge"],
  [
    "a Farkas vector",
    program(
      [0, 0],
      [],
      [
        [[1, -huge - 9n], 0],
        [[-huge - 7n, 1], 0],
        [[1, 1], 1],
      ],
    ),
    "MultiplierTooLarge",
  ],
];

async function check(original: IntegerProgram, solver: (typeof solvers)[number]): Promise<string> {
  const outcome = await solveExact(original, { solver, ...gridOf(original), tolerances });
  if (outcome.kind === "optimal") expectOptimal(original, outcome.exactX, outcome.exactMultipliers);
  else if (outcome.kind === "infeasible") expectFarkas(original, outcome.multipliers);
  else expectRay(original, outcome.ray);
  return outcome.kind;
}

for (const solver of solvers) {
  describe(`exact answers with ${solver.name}`, function () {
    this.timeout(120_000);

    for (const [name, original, expected] of cases) {
      it(name, async () => {
        const outcome = await solveExact(original, { solver, ...gridOf(original), tolerances });
        expect(outcome.kind).to.equal(typeof expected === "number" ? "optimal" : expected);
        await check(original, solver);
        if (outcome.kind !== "optimal") return;
        const value = Number(outcome.objective) / 1e9;
        expect(value).to.be.closeTo(expected as number, 1e-6 * Math.max(1, Math.abs(expected as number)));
      });
    }

    for (const [name, original, code] of tooLarge) {
      it(`refuses ${name} out of range`, async () => {
        const error = await solveExact(original, { solver, ...gridOf(original), tolerances }).catch(
          (reason: unknown) => reason,
        );
        expect(error).to.be.instanceOf(SolverError);
        expect((error as SolverError).code).to.equal(code);
      });
    }

    it("decides between programs that doubles cannot tell apart", async () => {
      const feasible = program([0, 1], [[[huge, 0], huge + 1n]], [[[huge, 0], huge + 1n]]);
      const rising = program([huge, -huge + 1n], [[[-1, 1], 0]]);
      for (const original of [feasible, rising]) {
        const outcome = await exactOutcome(fromIntegerProgram(original), solver);
        if (outcome.kind !== "optimal") throw new Error(outcome.kind);
        const w = { ...outcome.duals, numerators: outcome.duals.numerators.map((value) => -value) };
        expectOptimal(original, outcome.x, w);
      }
    });
  });
}

describe("exact answers to random programs", function () {
  this.timeout(120_000);

  it("meet the exact conditions, and both solvers lead to the same kind", async () => {
    const random = createRandom(new Uint8Array(32).fill(7));
    const kinds = new Set<string>();
    for (let i = 0; i < 300; i++) {
      const original = randomProgram(random);
      const [first, second] = [await check(original, highsSolver), await check(original, glpkSolver)];
      expect(first, `program ${i}`).to.equal(second);
      kinds.add(first);
    }
    expect([...kinds].sort()).to.deep.equal(["infeasible", "optimal", "unbounded"]);
  });
});
