// Numbers that differ by less than 40 bits show, small coefficients beside large costs, and
// programs that are infeasible by the last digit: each is answered as by the exact solver, at the
// scales that a round of these files has.
import { expect } from "chai";
import { InputError, SolverError } from "../../../client/errors.ts";
import { readProgramText } from "../../../client/library/program.ts";
import { solveTogether } from "../../../client/library/solve-together.ts";
import { parseDecimal, subtract } from "../../../client/math/decimal.ts";
import { magnitude } from "../../../client/math/field.ts";
import { type Random, randomBelow } from "../../../client/math/random.ts";
import { testSeed } from "../../support/certificate.ts";
import { program } from "../../support/programs.ts";
import { sampled } from "../../support/sampled.ts";
import { amongThree, play, settle } from "./problems.ts";

interface Files {
  /** Alice's costs and rows, Bob's rows. */
  readonly costs: string;
  readonly alice: readonly string[];
  readonly bob: readonly string[];
}

function file(costs: string | null, rows: readonly string[]): string {
  return ["Minimize", ...(costs === null ? [] : [` obj: ${costs}`]), "Subject To", ...rows, "End", ""].join("\n");
}

/** The certified kind, with the objective value of an optimum. */
async function answerOf(
  { costs, alice, bob }: Files,
  engine: "mpc" | "mpc/proven" | "li",
  seed: string,
): Promise<string> {
  const companies = [
    { name: "Alice", program: readProgramText(file(costs, alice), "alice.lp") },
    { name: "Bob", program: readProgramText(file(null, bob), "bob.lp") },
    ...(engine === "li" ? [] : [{ name: "Helper", program: null }]),
  ];
  const { proven } = await solveTogether({ companies, engine, random: testSeed(seed), acceptTolerances: true });
  return proven.kind === "optimal" ? `optimal ${proven.objective}` : proven.kind;
}

const CASES: Readonly<Record<string, Files & { readonly answer: string }>> = {
  "costs of 10^9 that differ by 1": {
    costs: "1000000000 x + 999999999 y",
    alice: ["x + y >= 7"],
    bob: ["3 x - y <= 1"],
    answer: "optimal 6999999993",
  },
  "costs of 10^9 that differ by a quarter": {
    costs: "850000000.25 x + 850000000 y + 849999999.5 z",
    alice: ["x + y + z >= 7", "x - z >= -2"],
    bob: ["3 x - y <= 1", "y + z <= 5"],
    answer: "optimal 5950000000.5",
  },
  "costs that differ in the fifteenth digit": {
    costs: "10000000.00000001 x + 10000000 y",
    alice: ["x + y >= 7"],
    bob: ["x - y <= 1"],
    answer: "optimal 70000000",
  },
  "coefficients of 10^−7 beside costs near 1": {
    costs: "0.086 x + 0.068 y + 0.024 z",
    alice: ["0.0000005 x - 0.0000006 z <= 0.0000007"],
    bob: ["-0.0009 x <= 0", "0.0000002 y = 0.0000032", "-0.00005 x >= 0"],
    answer: "optimal 1.088",
  },
  "nothing but numbers of 10^−7": {
    costs: "0.0000001 x + 0.0000003 y",
    alice: ["0.0000002 x + 0.0000001 y >= 0.0000003"],
    bob: ["0.0000001 x - 0.0000002 y <= 0.0000001"],
    answer: "optimal 0.0000002",
  },
  "a contradiction of 10^−9": { costs: "x", alice: ["x >= 5.000000001"], bob: ["x <= 5"], answer: "infeasible" },
  "no contradiction, by 10^−9": {
    costs: "x",
    alice: ["x >= 4.999999999"],
    bob: ["x <= 5"],
    answer: "optimal 4.999999999",
  },
  "equalities that contradict each other by 10^−10": {
    costs: "x + 2 y",
    alice: ["x + 3 y = 4"],
    bob: ["2 x + 6 y = 8.0000000001"],
    answer: "infeasible",
  },
  "equalities that contradict each other by −10^−10": {
    costs: "x + 2 y",
    alice: ["x + 3 y = 4"],
    bob: ["2 x + 6 y = 7.9999999999"],
    answer: "infeasible",
  },
  "a ray along which costs fall by 10^−9": {
    costs: "x - 0.999999999 y",
    alice: ["y - x <= 1"],
    bob: ["y - x >= -1"],
    answer: "optimal -0.999999999",
  },
  "the same, with costs that do fall": {
    costs: "x - 1.000000001 y",
    alice: ["y - x <= 1"],
    bob: ["y - x >= -1"],
    answer: "unbounded",
  },
};

function pick<T>(random: Random, list: readonly T[]): T {
  return list[Number(randomBelow(random, BigInt(list.length)))]!;
}

const SMALL = [-3, -2, -1, 0, 1, 2, 3];
const NAMES = ["x", "y", "z"];

function sum(coefficients: readonly (string | number)[]): string {
  return coefficients.map((value, j) => `${String(value).startsWith("-") ? "" : "+ "}${value} ${NAMES[j]}`).join(" ");
}

/** Costs near 10^k that differ in their last digit, rows that often meet in one point. */
function nearTie(random: Random): Files & { readonly largest: number } {
  const power = pick(random, [4, 7, 9]);
  const decimals = pick(random, [0, 2, 6]);
  const costs = NAMES.map(() => {
    const digits = String(10n ** BigInt(power + decimals) + BigInt(pick(random, SMALL)));
    return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  });
  const row = () => `${sum(NAMES.map(() => pick(random, SMALL)))} ${pick(random, ["<=", ">="])} ${pick(random, SMALL)}`;
  return { costs: sum(costs), alice: ["x + y + z >= 7", row()], bob: [row(), row()], largest: power };
}

describe("engine mpc, numbers close together", function () {
  this.timeout(300_000);

  for (const [name, { answer, ...files }] of Object.entries(CASES))
    it(`${answer.split(" ")[0]}: ${name}`, async () => {
      // What rounding noise looked like depended on the random numbers of the run.
      for (const seed of sampled(["one", "two", "three"], 3))
        expect(await answerOf(files, "mpc", `${name} ${seed}`)).to.equal(answer);
    });

  it("agrees with another engine on near ties, but for the rounding of x̂", async () => {
    for (const i of sampled([...new Array(16).keys()], 4)) {
      const { largest, ...files } = nearTie(testSeed(`near tie ${i}`));
      const expected = await answerOf(files, "li", `${i}`);
      // x̂ has 15 decimals: with costs of 10^9, its rounding alone is worth 10^−6 of each variable.
      const rounding = 3n * 10n ** BigInt(largest);
      const tolerance = rounding > 10n ** 5n ? rounding : 10n ** 5n;
      for (const seed of ["", " 2", " 4"].slice(0, i === 13 ? 3 : 1)) {
        const found = await answerOf(files, "mpc", `near tie ${i}${seed}`);
        const [[kind, value], [otherKind, other]] = [found.split(" "), expected.split(" ")];
        expect(kind, JSON.stringify(files)).to.equal(otherKind);
        if (value === undefined) continue;
        const { mantissa, exponent } = subtract(parseDecimal(value), parseDecimal(other!));
        const difference = magnitude(mantissa) * 10n ** 15n;
        expect(difference <= tolerance * 10n ** BigInt(-exponent), `${value}, not ${other}`).to.equal(true);
      }
    }
  });

  it("counts a cost of 10^−19 beside one of 1", async () => {
    const one = 10n ** 19n;
    const whole = program(
      [-one, -1n],
      [
        [[one, 0n], one],
        [[0n, one], one],
      ],
    );
    const problem = amongThree(whole, 19);
    const { outcomes } = await play(problem, "far apart");
    expect(settle(problem, outcomes).kind).to.equal("optimal");
    const [first] = outcomes;
    const point = first?.kind === "optimal" ? first.x : [];
    expect(point).to.have.lengthOf(2);
    expect(point[1]).to.equal(point[0]);
  });

  it("settles what falls along a cost of 10^−21 of the largest, but cannot prove it", async () => {
    const files = { costs: "1000000 x - 0.000000000000001 y", alice: ["x + y >= 1"], bob: ["y <= 5"] };
    // At y = 5 it would be −0.000000000000005.
    expect(await answerOf(files, "mpc", "falls")).to.equal("optimal -0.000000000000001");
    const error = await answerOf(files, "mpc/proven", "falls").catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(SolverError).with.property("code", "NoAnswer");
  });

  it("refuses a row whose multiplier could not be held, before anyone commits, and names it", async () => {
    const tiny = { costs: "3000 x + 5000000000 y", alice: ["far: 0.0000002 x = 0.0016"], bob: ["x + y >= 9"] };
    const error = await answerOf(tiny, "mpc", "tiny").catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(InputError).with.property("code", "ScaleImpossible");
    expect((error as Error).message)
      .to.contain("alice.lp")
      .and.contain('row "far"');
    const larger = { ...tiny, alice: ["far: 2 x = 16000"] };
    expect(await answerOf(larger, "mpc", "larger")).to.equal("optimal 24000000");
  });
});
