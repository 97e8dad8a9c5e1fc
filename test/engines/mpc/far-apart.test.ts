// Variables tied to each other by conversions of 100 to 1000, and rows in units many powers of ten
// apart: the right kind, or the true cause and a remedy that works. Right values by hand.
import { expect } from "chai";
import { ConcordatError } from "../../../client/errors.ts";
import { readProgramText } from "../../../client/library/program.ts";
import { type SolveOptions, solveTogether } from "../../../client/library/solve-together.ts";
import { testSeed } from "../../support/certificate.ts";
import { sampled } from "../../support/sampled.ts";

interface Files {
  readonly objective: string;
  /** Alice's rows, then Bob's. */
  readonly rows: readonly [readonly string[], readonly string[]];
}

type Bounds = Pick<SolveOptions, "bounds" | "boundAll">;

function file(objective: string | null, rows: readonly string[]): string {
  const costs = objective === null ? ["Minimize"] : objective.split(" of ").map((part) => part);
  return [...costs, "Subject To", ...rows, "End", ""].join("\n");
}

/** The certified kind, with the value of an optimum (minimised); or the error. */
async function answerOf({ objective, rows }: Files, stated: Bounds = {}): Promise<string | ConcordatError> {
  const companies = [
    { name: "Alice", program: readProgramText(file(objective, rows[0]), "alice.lp") },
    { name: "Bob", program: readProgramText(file(null, rows[1]), "bob.lp") },
    { name: "Helper", program: null },
  ];
  const options = {
    companies,
    engine: "mpc",
    random: testSeed("far apart"),
    acceptTolerances: true,
    ...stated,
  } as const;
  try {
    const { proven } = await solveTogether(options);
    return proven.kind === "optimal" ? `optimal ${proven.objective}` : proven.kind;
  } catch (error) {
    if (error instanceof ConcordatError) return error;
    throw error;
  }
}

/** The bounds that the error asks for. */
function remedyOf(answer: string | ConcordatError): Record<string, string> {
  expect(answer).to.be.instanceOf(ConcordatError).with.property("code", "BoundExceeded");
  const named = [...(answer as ConcordatError).message.matchAll(/bounds: \{ "(\w+)": "([^"]+)" \}/g)];
  expect(named).not.to.have.length(0);
  return Object.fromEntries(named.map(([, name, bound]) => [name!, bound!]));
}

/**
 * Programs above the default bounds of 10^6: the bounds that the error must name, and the optimum.
 */
const ABOVE: Readonly<Record<string, Files & { readonly bounds: Record<string, string>; readonly optimum: string }>> = {
  "two conversions by 1000": {
    objective: "Maximize of x + y",
    rows: [["x - 1000 y <= 0", "z <= 1000"], ["y - 1000 z <= 0"]],
    bounds: { x: "1000000000" },
    optimum: "-1001000000",
  },
  "two conversions by 100": {
    objective: "Maximize of x + y",
    rows: [["x - 100 y <= 0", "z <= 100000"], ["y - 100 z <= 0"]],
    bounds: { x: "1000000000", y: "10000000" },
    optimum: "-1010000000",
  },
  "three conversions by 1000": {
    objective: "Maximize of x + y + z + u",
    rows: [
      ["x - 1000 y <= 0", "z - 1000 u <= 0"],
      ["y - 1000 z <= 0", "u <= 1"],
    ],
    bounds: { x: "1000000000" },
    optimum: "-1001001001",
  },
  "a value of 2^48, which is 0 modulo 2^128 with 80 fractional bits": {
    objective: "Maximize of x",
    rows: [["x - 65536 y = 0", "z <= 65536"], ["y - 65536 z <= 0"]],
    bounds: { x: "1e15", y: "1e10" },
    optimum: "-281474976710656",
  },
  // Was once called infeasible, when the slack of the last row wrapped around.
  "a row whose slack is 2^27 times as large as its numbers": {
    objective: "Maximize of 9 x + 7 y + 6 z + 6 u",
    rows: [["u <= 6"], ["x - 1000 y = 0", "y - 1000 z <= 0", "z - 250 u = 0", "x >= 173"]],
    bounds: { x: "1e10", y: "10000000" },
    optimum: "-13510509036",
  },
  "rows that are parallel but for 10^−10": {
    objective: "Minimize of x + y",
    rows: [["x - y >= 1"], ["1.0000000001 y - x >= 0"]],
    bounds: { x: "1e11", y: "1e10" },
    optimum: "20000000001",
  },
};

const WITHIN: Readonly<Record<string, Files & Bounds & { readonly answer: string }>> = {
  "an optimum at its bounds to the last digit": {
    objective: "Maximize of x + y",
    rows: [["x - 1000 y <= 0", "z <= 1"], ["y - 1000 z <= 0"]],
    answer: "optimal -1001000",
  },
  "equalities whose factors have a product of 10^10": {
    objective: "Maximize of x + 5 y + 3 z",
    rows: [["u <= 0.3"], ["x - 1000 y = 0", "y - 999 z = 0", "0.01 z - 100 u <= 33"]],
    boundAll: "1e12",
    answer: "optimal -6325187400",
  },
  "a ray beside conversions": {
    objective: "Maximize of x",
    rows: [["x - 1000 y <= 0"], ["y - 1000 z <= 0", "z >= 1"]],
    answer: "unbounded",
  },
};

/** 4 x + 6 y with a row in units of 10^`first` and a bound in units of 10^`second`, infeasible. */
function inUnits(first: number, second: number): Files {
  const in10 = (digits: number, exponent: number) =>
    exponent >= 0 ? `${digits}${"0".repeat(exponent)}` : (digits * 10 ** exponent).toFixed(-exponent);
  return {
    objective: "Minimize of 4 x + 6 y",
    rows: [
      [`a: ${in10(3, first)} x - ${in10(2, first)} y >= ${in10(170, first)}`],
      [`c: ${in10(1, second)} x <= ${in10(30, second)}`],
    ],
  };
}

describe("engine mpc, units and conversions", function () {
  this.timeout(300_000);

  for (const [name, { bounds, optimum, ...files }] of sampled(Object.entries(ABOVE), 2))
    it(`names the bounds that are too small, and no others: ${name}`, async () => {
      const remedy = remedyOf(await answerOf(files));
      expect(remedy).to.deep.equal(bounds);
      expect(await answerOf(files, { bounds: remedy })).to.equal(`optimal ${optimum}`);
    });

  it("does not take an optimum for one that a tableau out of its range points to", async () => {
    const files: Files = {
      objective: "Maximize of 9 x + 9 y + 6 z + 6 u + v",
      rows: [
        ["z - 250 u <= 0", "x >= 10"],
        ["x - 250 y <= 23", "y - 250 z = 0", "0.1 u - 60 v <= 40", "v <= 300"],
      ],
    };
    expect(remedyOf(await answerOf(files))).to.deep.equal({ x: "1e13", y: "1e11", z: "100000000" });
  });

  it("names the bound of an unbounded program's point, and proves the ray with a larger one", async () => {
    const files: Files = {
      objective: "Maximize of w",
      rows: [
        ["x - 1000 y = 0", "w - x >= 1"],
        ["y - 1000 z = 0", "z >= 10"],
      ],
    };
    const remedy = remedyOf(await answerOf(files));
    expect(await answerOf(files, { bounds: remedy })).to.equal("unbounded");
  });

  for (const [name, { answer, boundAll, ...files }] of Object.entries(WITHIN))
    it(`${answer.split(" ")[0]}: ${name}`, async () => {
      expect(await answerOf(files, boundAll === undefined ? {} : { boundAll })).to.equal(answer);
    });

  const units = [
    [-8, 0],
    [0, -8],
    [-8, -8],
    [-3, 5],
    [6, -2],
    [0, 8],
  ] as const;
  for (const [first, second] of sampled(units, 3))
    it(`infeasible, whatever the units: rows in 10^${first} and 10^${second}`, async () => {
      expect(await answerOf(inUnits(first, second))).to.equal("infeasible");
    });

  it("says that a multiplier does not fit where it is 10^12 times the costs", async () => {
    const files: Files = {
      objective: "Maximize of x + y + z + u",
      rows: [
        ["x - 1000 y <= 0", "z - 1000 u <= 0", "v <= 5"],
        ["y - 1000 z <= 0", "u - 100 v <= 1"],
      ],
    };
    const answer = await answerOf(files, { boundAll: "1e12" });
    expect(answer).to.be.instanceOf(ConcordatError).with.property("code", "MultiplierTooLarge");
  });

  /** With `others`, variables that are tied to x. */
  const chained = (...others: readonly string[]): Files => ({
    objective: `Maximize of x + 3 y + 8 z + 3 u + 8 v${others.map((_, k) => ` + w${k + 1}`).join("")}`,
    rows: [
      ["0.01 u - 60 v <= 9", "v <= 100", "x >= 287"],
      ["x - 60 y <= 0", "0.0001 y - 365 z <= 22", "z - 60 u = 0", ...others],
    ],
  });

  it("names bounds for variables 10^15 apart, whose multipliers do not fit then", async () => {
    const remedy = remedyOf(await answerOf(chained()));
    expect(remedy).to.deep.equal({ x: "1e16", y: "1e15", z: "100000000" });
    const answer = await answerOf(chained(), { bounds: remedy });
    expect(answer).to.be.instanceOf(ConcordatError).with.property("code", "MultiplierTooLarge");
  });

  it("has no answer for variables 10^21 apart, and says so first", async () => {
    const answer = await answerOf(chained("w1 - 1000 x <= 0", "w2 - 1000 w1 <= 0"));
    expect(answer).to.be.instanceOf(ConcordatError).with.property("code", "NoAnswer");
    expect((answer as ConcordatError).message).to.match(/likeliest first: \(1\) a variable that matters is/);
  });

  it("settles rows that contradict each other by no more than the tolerance of a row", async () => {
    const by = (last: string): Files => ({ objective: "Minimize of x", rows: [[`x >= 1.${last}`], ["x <= 1"]] });
    expect(await answerOf(by("000000000000001"))).to.equal("optimal 1.000000000000001");
    expect(await answerOf(by("00000000000001"))).to.equal("infeasible");
  });
});
