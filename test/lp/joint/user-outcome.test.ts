import { expect } from "chai";
import highsModule from "highs";
import { solveExact } from "../../../client/lp/exact/solve.ts";
import { defaultBounds, defaultTolerances } from "../../../client/lp/exact/tolerances.ts";
import { announce, combine, type PublicProgram } from "../../../client/lp/joint/program.ts";
import { toUserOutcome, type UserOutcome } from "../../../client/lp/joint/user-outcome.ts";
import type { Model } from "../../../client/lp/model/model.ts";
import { combinePrograms, toPartyRows } from "../../../client/lp/model/normalise.ts";
import { readProgram, readProgramText } from "../../../client/lp/readers/read.ts";
import { highsSolver } from "../../../client/lp/solvers/highs.ts";
import { consecutiveParts, splitProgram } from "../../../lab/splitting.ts";
import { itemsOf } from "../../support/programs.ts";
import { refusal } from "../../support/reading.ts";

const DECIMALS = { coefficient: 6, solution: 9, multiplier: 15 };

/** Outcomes of all companies, in their own units. */
async function solve(models: readonly Model[]): Promise<{ program: PublicProgram; outcomes: UserOutcome[] }> {
  const program = combine(models.map(announce));
  const parties = models.map((model) => toPartyRows(model, program, DECIMALS.coefficient));
  const joint = combinePrograms(parties);
  const tolerances = defaultTolerances(DECIMALS, itemsOf(joint));
  const bounds = defaultBounds(program.columns, DECIMALS);
  const outcome = await solveExact(joint, { solver: highsSolver, decimals: DECIMALS, bounds, tolerances });
  const starts = { inequalities: 0, equalities: joint.inequalities.rhs.length };
  const outcomes = parties.map(({ inequalities, equalities }, company) => {
    const own = <T>(values: readonly T[]): T[] => [
      ...values.slice(starts.inequalities, starts.inequalities + inequalities.rhs.length),
      ...values.slice(starts.equalities, starts.equalities + equalities.rhs.length),
    ];
    const result = outcome.kind === "unbounded" ? outcome : { ...outcome, multipliers: own(outcome.multipliers) };
    starts.inequalities += inequalities.rhs.length;
    starts.equalities += equalities.rhs.length;
    return toUserOutcome(models[company]!, program, DECIMALS, result);
  });
  return { program, outcomes };
}

/** A number of the HiGHS table and exact text agree. */
function near(text: string, value: number, what: string): void {
  expect(Number(text), what).to.be.closeTo(value, 1e-6);
}

const RANGE = " band: -2 <= x - z + v <= 6\n";

// Every kind of row and bound, with a unique optimum and unique duals.
const BODY = `
 obj: 3 x + 2 y - 4 z + u - 0.5 v + 7
Subject To
 cap: x + y + z <= 10
 low: x - y + u >= -3.5
${RANGE} bal: y + 2 u - v = 1
Bounds
 x <= 4
 -3 <= y <= 5
 z >= 0.5
 u free
 v = 2.25
End
`;

describe("outcomes in the user's own terms", () => {
  for (const sense of ["Minimize", "Maximize"]) {
    it(`have the signs of HiGHS: ${sense}`, async () => {
      const text = `${sense}${BODY}`;
      const model = readProgramText(text, "a.lp");
      const highs = await (highsModule as unknown as typeof highsModule.default)();
      // HiGHS does not read ranges in this format, so it is given one row per side.
      const expected = highs.solve(text.replace(RANGE, " band: x - z + v <= 6\n band2: x - z + v >= -2\n"));
      if (expected.Status !== "Optimal") throw new Error(expected.Status);
      const [outcome] = (await solve([model])).outcomes;
      if (outcome?.kind !== "optimal") throw new Error("not optimal");
      near(outcome.objective, expected.ObjectiveValue, "objective");
      for (const { name, value, reducedCost } of outcome.variables) {
        const column = expected.Columns[name]! as { Primal: number; Dual: number };
        near(value, column.Primal, `value of ${name}`);
        near(reducedCost, column.Dual, `reduced cost of ${name}`);
      }
      type HighsRow = { Name: string; Primal: number; Dual: number; Lower: number | null; Upper: number | null };
      for (const row of outcome.rows) {
        const sides = (expected.Rows as HighsRow[]).filter(({ Name }) => Name.replace("2", "") === row.name);
        const dual = sides.reduce((sum, { Dual }) => sum + Dual, 0);
        near(row.dual, dual, `dual of ${row.name}`);
        for (const { Primal, Lower, Upper } of sides) {
          near(row.activity, Primal, row.name);
          if (Upper !== null && Upper < 1e20) near(row.upperSlack!, Upper - Primal, `upper slack of ${row.name}`);
          if (Lower !== null && Lower > -1e20) near(row.lowerSlack!, Primal - Lower, `lower slack of ${row.name}`);
        }
      }
    });
  }

  it("are the published optimum when afiro and recipe are split among companies", async () => {
    for (const [file, companies, optimum] of [
      ["afiro", 2, -464.7531428571],
      ["recipe", 3, -266.616],
    ] as const) {
      const whole = await readProgram(new URL(`../../../examples/lp/${file}.mps`, import.meta.url).pathname);
      const models = splitProgram(whole, consecutiveParts(whole.rows.length, companies), 1);
      const { program, outcomes } = await solve(models);
      expect(program.variables).to.have.lengthOf(whole.variables.length);
      for (const outcome of outcomes) {
        if (outcome.kind !== "optimal") throw new Error(outcome.kind);
        near(outcome.objective, optimum, file);
      }
    }
  }).timeout(120_000);

  it("name the rows and bounds of a contradiction", async () => {
    const model = readProgramText(
      "max\n x + y\nst\n a: x + 2 y >= 9\n spare: x - y <= 50\nbounds\n x <= 2\n y <= 3\nend",
      "a.lp",
    );
    const [outcome] = (await solve([model])).outcomes;
    if (outcome?.kind !== "infeasible") throw new Error("not infeasible");
    const weight = (list: readonly { name: string; weight: string }[], name: string) =>
      Number(list.find((item) => item.name === name)!.weight);
    const a = weight(outcome.rows, "a");
    expect(a).to.be.greaterThan(0);
    expect(weight(outcome.rows, "spare")).to.equal(0);
    expect([weight(outcome.bounds, "x"), weight(outcome.bounds, "y")]).to.deep.equal([-a, -2 * a]);
  });

  it("list those bounds of a contradiction that the company's own file has", async () => {
    const files = [
      "min\n obj: x + y + z + f\nst\n a: x + y + z <= 4\n e: f >= 1\nbounds\n y <= 3\n z >= 1\n f free\nend",
      "min\n obj:\nst\n b: x >= 5\n c: x + y + z + f <= 90\nbounds\n x >= 0\n f free\nend",
    ];
    const [first, second] = (await solve(files.map((text, k) => readProgramText(text, `${k}.lp`)))).outcomes;
    if (first?.kind !== "infeasible" || second?.kind !== "infeasible") throw new Error("not infeasible");
    expect(first.bounds.map(({ name }) => name)).to.deep.equal(["y", "z"]);
    expect(second.bounds).to.deep.equal([]);
    expect(second.rows.map(({ name }) => name)).to.deep.equal(["b", "c"]);
  });

  it("give a direction without end in the user's own variables", async () => {
    const model = readProgramText(
      "max\n x - y\nst\n a: x + y <= 5\n b: x >= -4\nbounds\n x free\n y free\nend",
      "a.lp",
    );
    const [outcome] = (await solve([model])).outcomes;
    if (outcome?.kind !== "unbounded") throw new Error("not unbounded");
    const [x, y] = outcome.variables;
    const direction = [Number(x!.direction), Number(y!.direction)];
    expect(direction[0]! - direction[1]!).to.be.greaterThan(0);
    expect(direction[0]! + direction[1]!).to.be.at.most(0);
    expect(direction[0]!).to.be.at.least(0);
    expect(Number(x!.value)).to.be.at.least(-4);
  });

  it("are refused when they are not of this program", () => {
    const model = readProgramText("min\n x\nst\n a: x >= 1\nend", "a.lp");
    const program = combine([announce(model)]);
    const whole = { kind: "optimal", x: [1n], objective: 1n, multipliers: [1n], reducedCosts: [0n] } as const;
    for (const change of [{ x: [] }, { multipliers: [] }, { reducedCosts: [1n, 2n] }]) {
      expect(refusal(() => toUserOutcome(model, program, DECIMALS, { ...whole, ...change })).code).to.equal(
        "OutcomeMismatch",
      );
    }
  });
});
