// Numbers many powers of ten apart in one program: what the engine's scaling and its thresholds
// must handle (decision 14).
import { expect } from "chai";
import { solveExact } from "../../../client/lp/exact/solve.ts";
import { defaultTolerances } from "../../../client/lp/exact/tolerances.ts";
import type { IntegerProgram } from "../../../client/lp/model/normal.ts";
import { highsSolver } from "../../../client/lp/solvers/highs.ts";
import { dot } from "../../../client/math/field.ts";
import { type Random, randomBelow } from "../../../client/math/random.ts";
import { testSeed } from "../../support/certificate.ts";
import { itemsOf, program } from "../../support/programs.ts";
import { sampled, sampledOfEach } from "../../support/sampled.ts";
import type { ProgramKind } from "../multi-party/problems.ts";
import { amongThree, type MpcProgram, play, settle } from "./problems.ts";

/** Kind of the outcome and its objective value, c·x as an integer, once it is certified. */
async function certified(mpc: MpcProgram, seed: string): Promise<readonly [kind: string, value: bigint | null]> {
  const { outcomes } = await play(mpc, seed);
  const { kind } = settle(mpc, outcomes);
  const [first] = outcomes;
  return [kind, first?.kind === "optimal" ? dot(mpc.whole.objective, first.x) : null];
}

function bounds(limit: number): [number[], number][] {
  return [
    [[1, 0], limit],
    [[0, 1], limit],
  ];
}

function bigM(m: number): IntegerProgram {
  return program(
    [-1, 0],
    [
      [[1, -m], 0],
      [[0, 1], 1],
    ],
  );
}

/** Optimal values, or null where there is none. */
const CASES: Readonly<Record<string, readonly [kind: ProgramKind, value: number | null, program: IntegerProgram]>> = {
  "bounds of 2·10^8 beside a 1": ["optimal", 1, program([1, 1], [...bounds(2e8), [[-1, -1], -1]])],
  "bounds of 10^10 beside a 1": ["optimal", 1, program([1, 1], [...bounds(1e10), [[-1, -1], -1]])],
  "a bound of 10^9 on a variable without other rows": [
    "optimal",
    -4,
    program(
      [0, -1],
      [
        [[1, 0], 1e9],
        [[0, 1], 4],
      ],
    ),
  ],
  "bounds of 10^9 that bind beside a 1": ["optimal", -1e9 + 1, program([-1, 1], [...bounds(1e9), [[0, -1], -1]])],
  "another unit of the rows": [
    "optimal",
    0.01,
    program(
      [1, 1],
      [
        [[100, 0], 1e9],
        [[0, 100], 1e9],
        [[-100, -100], -1],
      ],
    ),
  ],
  "x ≤ 10^6·y": ["optimal", -1e6, bigM(1e6)],
  "x ≤ 10^8·y": ["optimal", -1e8, bigM(1e8)],
  "x + s = 10^6·y": ["optimal", -1e6, program([-1, 0, 0], [[[0, 1, 0], 1]], [[[1, -1e6, 1], 0]])],
  "nothing feasible beside a bound of 10^10": [
    "infeasible",
    null,
    program(
      [1, 1],
      [
        [[1, 0], 1e10],
        [[1, 1], 1],
        [[-1, -1], -2],
      ],
    ),
  ],
  "a ray beside a bound of 10^10": [
    "unbounded",
    null,
    program(
      [0, -1],
      [
        [[1, 0], 1e10],
        [[1, -1], -1],
      ],
    ),
  ],
  "costs of 1 beside 10^8": [
    "optimal",
    -5 - 5e8,
    program(
      [-1, -100_000_000],
      [
        [[1, 0], 5],
        [[0, 1], 5],
      ],
    ),
  ],
};

/** The least upper bound of a column: 10^9, at 12 decimals. */
const LARGE = 10n ** 21n;

/** Decimals of the random programs: their coefficients are digits times 10^−6 to 10^6. */
const DECIMALS = 6;

/**
 * A feasible program, bounded by limits on all variables, whose rows and columns each have units of
 * 10^−3 to 10^3.
 */
function wideProgram(random: Random): IntegerProgram {
  const below = (limit: number): number => Number(randomBelow(random, BigInt(limit)));
  const list = <T>(count: number, item: () => T): T[] => Array.from({ length: count }, item);
  const power = (exponent: number): bigint => 10n ** BigInt(DECIMALS + exponent);
  const digit = (): bigint => BigInt(below(3) === 0 ? 0 : (below(2) * 2 - 1) * (1 + below(9)));
  const columns = list(2 + below(5), () => below(7) - 3);
  const rows = list(2 + below(6), () => below(7) - 3);
  const point = columns.map(() => BigInt(below(10)));
  const inequalities = rows.map((unit): [bigint[], bigint] => {
    const digits = columns.map(digit);
    const rhs = dot(digits, point) + BigInt(below(3));
    return [digits.map((value, j) => value * power(unit + columns[j]!)), rhs * power(unit)];
  });
  const limits = columns.map((unit, j): [bigint[], bigint] => [
    columns.map((_, k) => (k === j ? power(0) : 0n)),
    100n * power(-unit),
  ]);
  const costs = columns.map((unit) => digit() * power(unit));
  return program(costs, [...inequalities, ...limits]);
}

describe("engine mpc, numbers far apart", function () {
  this.timeout(300_000);

  for (const [name, [kind, value, whole]] of sampledOfEach(Object.entries(CASES), 3, ([, [kind]]) => kind))
    it(`certifies: ${name}`, async () => {
      const { round, ...rest } = amongThree(whole, 0, 12);
      const mpc = {
        ...rest,
        round: { ...round, bounds: round.bounds.map((bound) => (bound > LARGE ? bound : LARGE)) },
      };
      const [found, objective] = await certified(mpc, name);
      expect(found).to.equal(kind);
      if (value === null) return;
      const error = Number(objective) / 10 ** mpc.round.decimals.solution - value;
      expect(Math.abs(error)).to.be.below(1e-9 * Math.max(1, Math.abs(value)));
    });

  it("agrees with the exact solver on random programs of coefficients from 10^−6 to 10^6", async () => {
    for (const i of sampled([...new Array(40).keys()], 5)) {
      const whole = wideProgram(testSeed(`wide ${i}`));
      const mpc = amongThree(whole, DECIMALS);
      const { decimals } = mpc.round;
      const tolerances = defaultTolerances(decimals, itemsOf(whole));
      const exact = await solveExact(whole, { ...mpc.round, solver: highsSolver, tolerances });
      if (exact.kind !== "optimal") throw new Error("an optimum is due");
      const [kind, objective] = await certified(mpc, `wide ${i}`);
      expect(kind, `program ${i}`).to.equal("optimal");
      const [expected, found] = [dot(whole.objective, exact.x), objective!].map(Number);
      expect(Math.abs(found! - expected!), `program ${i}`).to.be.at.most(1e-8 * Math.abs(expected!) + 1e12);
    }
  });
});
