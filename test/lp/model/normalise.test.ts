import { expect } from "chai";
import fc from "fast-check";
import { announce, combine, type PublicProgram } from "../../../client/lp/joint/program.ts";
import { toUserOutcome } from "../../../client/lp/joint/user-outcome.ts";
import type { Model } from "../../../client/lp/model/model.ts";
import type { IntegerRows, PartyRows } from "../../../client/lp/model/normal.ts";
import { combinePrograms, toPartyRows } from "../../../client/lp/model/normalise.ts";
import { readProgramText } from "../../../client/lp/readers/read.ts";
import {
  add,
  compare,
  type Decimal,
  formatDecimal,
  fromScaled,
  multiply,
  negate,
  parseDecimal,
  subtract,
  ZERO,
} from "../../../client/math/decimal.ts";
import { consecutiveParts, splitProgram } from "../../../lab/splitting.ts";
import { anyModel } from "../../support/models.ts";
import { propertyRuns } from "../../support/property-runs.ts";

const RUNS = propertyRuns(300, 20260102);
const DECIMALS = { coefficient: 4, solution: 2, multiplier: 3 };

const lp = (text: string): Model => readProgramText(text, "a.lp");
const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return "none";
};

const dot = (left: readonly bigint[], right: readonly bigint[]): bigint =>
  left.reduce((sum, value, index) => sum + value * right[index]!, 0n);

/** Whether x ≥ 0, at scale 10^δ, meets the rows. */
function meets({ inequalities, equalities }: PartyRows, x: readonly bigint[]): boolean {
  const scale = 10n ** BigInt(DECIMALS.solution);
  const slack = (rows: IntegerRows, row: number) => scale * rows.rhs[row]! - dot(rows.coefficients[row]!, x);
  return (
    inequalities.rhs.every((_, row) => slack(inequalities, row) >= 0n) &&
    equalities.rhs.every((_, row) => slack(equalities, row) === 0n)
  );
}

function activity(entries: Model["rows"][number]["entries"], values: readonly Decimal[]): Decimal {
  return entries.reduce((sum, { variable, value }) => add(sum, multiply(value, values[variable]!)), ZERO);
}

/** Whether the user's values meet the file's rows and bounds as the file states them. */
function satisfies(model: Model, values: readonly Decimal[]): boolean {
  const within = (value: Decimal, { lower, upper }: Sides) =>
    (lower === null || compare(value, lower.value) >= 0) && (upper === null || compare(value, upper.value) <= 0);
  return (
    model.rows.every((row) => within(activity(row.entries, values), row)) &&
    model.variables.every((variable, j) => within(values[j]!, variable))
  );
}

/**
 * Values of the public columns for the user's values; null unless they are ≥ 0 wherever the public
 * variable is not free.
 */
function toColumns(program: PublicProgram, values: readonly bigint[]): bigint[] | null {
  const x: bigint[] = [];
  for (const [index, { free }] of program.variables.entries()) {
    const value = values[index]!;
    if (free) x.push(value > 0n ? value : 0n, value < 0n ? -value : 0n);
    else if (value < 0n) return null;
    else x.push(value);
  }
  return x;
}

type Sides = Pick<Model["rows"][number], "lower" | "upper">;

/**
 * The model with its sides moved so that `values` meets them all: equalities hold, other sides keep
 * their distance.
 */
function moveTo(model: Model, values: readonly Decimal[]): Model {
  const move = <T extends Sides>(sides: T, value: Decimal): T => {
    const { lower, upper } = sides;
    if (lower !== null && upper !== null && compare(lower.value, upper.value) === 0) {
      return { ...sides, lower: { value, line: 0 }, upper: { value, line: 0 } };
    }
    const distance = (side: Decimal): Decimal => (side.mantissa < 0n ? negate(side) : side);
    return {
      ...sides,
      lower: lower === null ? null : { value: subtract(value, distance(lower.value)), line: 0 },
      upper: upper === null ? null : { value: add(value, distance(upper.value)), line: 0 },
    };
  };
  return {
    ...model,
    rows: model.rows.map((row) => move(row, activity(row.entries, values))),
    variables: model.variables.map((variable, j) => move(variable, values[j]!)),
  };
}

/**
 * A model and values of its variables in hundredths. Every second model is moved so that they are
 * feasible, and there they are whole numbers.
 */
const anyModelAndPoint: fc.Arbitrary<[Model, bigint[]]> = fc.tuple(anyModel, fc.boolean()).chain(([model, moved]) => {
  const value = fc.bigInt({ min: -9n, max: 9n }).map((whole) => whole * (moved ? 100n : 37n));
  return fc
    .array(value, { minLength: model.variables.length, maxLength: model.variables.length })
    .map((point): [Model, bigint[]] => {
      const values = point.map((hundredths) => fromScaled(hundredths, DECIMALS.solution));
      return [moved ? moveTo(model, values) : model, point];
    });
});

describe("normalise", () => {
  it("keeps the feasible set and the objective, and maps back", () => {
    let feasible = 0;
    fc.assert(
      fc.property(anyModelAndPoint, ([model, point]) => {
        const program = combine([announce(model)]);
        const rows = toPartyRows(model, program, DECIMALS.coefficient);
        const values = point.map((value) => fromScaled(value, DECIMALS.solution));
        const x = toColumns(program, point);
        expect(satisfies(model, values)).to.equal(x !== null && meets(rows, x));
        if (x === null) return;
        if (meets(rows, x)) feasible++;
        const objective = dot(rows.objective!, x);
        const multipliers = [...rows.inequalities.rhs, ...rows.equalities.rhs].map(() => 0n);
        const outcome = toUserOutcome(model, program, DECIMALS, {
          kind: "optimal",
          x,
          objective,
          multipliers,
          reducedCosts: x,
        });
        if (outcome.kind !== "optimal") throw new Error("unexpected kind");
        expect(outcome.variables.map(({ value }) => value)).to.deep.equal(values.map(formatDecimal));
        const { entries, constant } = model.objective!;
        const cost = add(activity(entries, values), constant);
        expect(outcome.objective).to.equal(formatDecimal(cost));
      }),
      RUNS,
    );
    expect(feasible).to.be.greaterThan(RUNS.numRuns / 3);
  });

  it("returns duals with d = c − Aᵀy in the user's own sense", () => {
    const models = anyModel.chain((model) =>
      fc.tuple(fc.constant(model), fc.array(fc.bigInt({ min: 0n, max: 9999n }), { minLength: 30, maxLength: 30 })),
    );
    fc.assert(
      fc.property(models, ([model, weights]) => {
        const program = combine([announce(model)]);
        const { inequalities, equalities, objective } = toPartyRows(model, program, DECIMALS.coefficient);
        const rows = [...inequalities.coefficients, ...equalities.coefficients];
        const multipliers = weights.slice(0, rows.length);
        const scale = 10n ** BigInt(DECIMALS.multiplier);
        const reducedCosts = objective!.map(
          (cost, j) =>
            scale * cost +
            dot(
              multipliers,
              rows.map((row) => row[j]!),
            ),
        );
        const x = objective!.map(() => 0n);
        const outcome = toUserOutcome(model, program, DECIMALS, {
          kind: "optimal",
          x,
          objective: 0n,
          multipliers,
          reducedCosts,
        });
        if (outcome.kind !== "optimal") throw new Error("unexpected kind");
        for (const [j, { reducedCost }] of outcome.variables.entries()) {
          const cost = model.objective!.entries.find(({ variable }) => variable === j)!.value;
          const priced = model.rows.reduce((sum, { entries }, i) => {
            const entry = entries.find(({ variable }) => variable === j);
            return entry === undefined
              ? sum
              : subtract(sum, multiply(entry.value, parseDecimal(outcome.rows[i]!.dual)));
          }, cost);
          expect(reducedCost).to.equal(formatDecimal(priced));
        }
      }),
      RUNS,
    );
  });

  it("splits a program so that the parts together are the whole", () => {
    fc.assert(
      fc.property(
        anyModel,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 3 }),
        (model, companies, owner) => {
          const assignment = consecutiveParts(model.rows.length, Math.min(companies, model.rows.length));
          const objectiveOwner = owner % (Math.max(...assignment) + 2);
          const parts = splitProgram(model, assignment, objectiveOwner);
          const program = combine(parts.map(announce));
          expect(program.objectiveOwner).to.equal(objectiveOwner);
          const whole = combine([announce(model)]);
          const order = whole.variables.map(
            ({ name }) => program.variables.find((variable) => variable.name === name)!,
          );
          expect(order.map(({ free }) => free)).to.deep.equal(whole.variables.map(({ free }) => free));
          const columns = order.flatMap(({ free, column }) => (free ? [column, column + 1] : [column]));
          const joint = combinePrograms(parts.map((part) => toPartyRows(part, program, 4)));
          const central = combinePrograms([toPartyRows(model, whole, 4)]);
          const sorted = (rows: IntegerRows, pick: readonly number[]): string[] =>
            rows.coefficients.map((row, i) => `${pick.map((column) => row[column]).join(" ")} | ${rows.rhs[i]}`).sort();
          const all = columns.map((_, column) => column);
          expect(sorted(joint.inequalities, columns)).to.deep.equal(sorted(central.inequalities, all));
          expect(sorted(joint.equalities, columns)).to.deep.equal(sorted(central.equalities, all));
          expect(columns.map((column) => joint.objective[column])).to.deep.equal(central.objective);
        },
      ),
      RUNS,
    );
  });

  it("makes rows of bounds, ranges, ≥ and max as the design says", () => {
    const model = lp(
      "max\n 3 x - y + 4\nst\n a: x + y >= 2\n b: 1 <= x - z <= 5\n c: y = 3\nbounds\n x <= 4\n y free\n z = 1.5\nend",
    );
    const program = combine([announce(model)]);
    expect(program).to.deep.include({ columns: 4, inequalities: [4], equalities: [2], sense: "max", decimals: 1 });
    expect(toPartyRows(model, program, 1)).to.deep.equal({
      columns: 4,
      inequalities: {
        coefficients: [
          [-10n, -10n, 10n, 0n],
          [10n, 0n, 0n, -10n],
          [-10n, 0n, 0n, 10n],
          [10n, 0n, 0n, 0n],
        ],
        rhs: [-20n, 50n, -10n, 40n],
      },
      equalities: {
        coefficients: [
          [0n, 10n, -10n, 0n],
          [0n, 0n, 0n, 10n],
        ],
        rhs: [30n, 15n],
      },
      objective: [-30n, 10n, -10n, 0n],
    });
  });

  it("intersects the domains of the companies' files", () => {
    const free = lp("min\n x + y\nst\n a: x + y >= -2\nbounds\n x free\n y >= -7\nend");
    const other = readProgramText(
      '{"rows":[{"coefficients":{"x":1},"lower":-9}],"variables":{"x":{"lower":0}}}',
      "b.json",
    );
    const { variables } = combine([announce(free), announce(other)]);
    expect(variables).to.deep.equal([
      { name: "x", free: false, column: 0 },
      { name: "y", free: true, column: 1 },
    ]);
  });

  it("names what does not fit", () => {
    const owner = lp("min\n x + y\nst\n a: x + y >= 1\nend");
    const rows = (names: string) => readProgramText(`{"rows":[{"coefficients":{${names}},"upper":9}]}`, "b.json");
    expect(codeOf(() => combine([announce(owner), announce(owner)]))).to.equal("SeveralObjectives");
    expect(codeOf(() => combine([announce(rows('"x":1')), announce(rows('"x":1'))]))).to.equal("NoObjective");
    expect(codeOf(() => combine([announce(owner), announce(rows('"u":1'))]))).to.equal("NoSharedVariable");
    expect(codeOf(() => combine([announce(owner), announce(rows('"x":1,"Y":1'))]))).to.equal("NamesDiffer");
    expect(codeOf(() => combine([announce(owner), announce(rows('"x":1,"y":1'))]))).to.equal("none");
    const own = toPartyRows(owner, combine([announce(owner)]), 0);
    expect(codeOf(() => combinePrograms([own, own]))).to.equal("SeveralObjectives");
    expect(codeOf(() => combinePrograms([{ ...own, objective: null }]))).to.equal("NoObjective");
    expect(codeOf(() => toPartyRows(owner, combine([announce(lp("min\n z\nst\n z >= 1\nend"))]), 0))).to.equal(
      "ColumnsMismatch",
    );
    expect(codeOf(() => splitProgram(owner, [0, 1], 0))).to.equal("SplitInvalid");
    expect(codeOf(() => splitProgram(owner, [1], 1))).to.equal("EmptyParty");
  });

  it("refuses numbers that the round cannot hold, with file, line and field", () => {
    const place = (text: string, decimals: number): unknown => {
      const model = lp(text);
      try {
        toPartyRows(model, combine([announce(model)]), decimals);
      } catch (error) {
        const { code, place } = error as { code: string; place: unknown };
        return { code, place };
      }
      return null;
    };
    const text = "min\n x\nst\n a: x +\n 1.25 y >= 1\nend";
    const entry = { file: "a.lp", line: 5, field: "coefficient of variable y in row a" };
    expect(place(text, 1)).to.deep.equal({ code: "TooManyDecimals", place: entry });
    expect(place(text, 2)).to.equal(null);
    expect(place(text, 16)).to.deep.include({ code: "DecimalsOutOfRange" });
    const limit = 2n ** 72n;
    const large = { file: "a.lp", line: 4, field: "coefficient of variable x in row a" };
    const program = (coefficient: bigint) => `min\n x\nst\n a: ${coefficient} x >= 1\nend`;
    expect(place(program(limit), 0)).to.deep.equal({ code: "NumberTooLarge", place: large });
    expect(place(program(-limit), 0)).to.deep.equal({ code: "NumberTooLarge", place: large });
    expect(place(program(limit - 1n), 0)).to.equal(null);
    expect(place(program(limit - 1n), 1)).to.deep.equal({ code: "NumberTooLarge", place: large });
    const side = { file: "a.lp", line: 4, field: "right-hand side of row a" };
    const sides = `min\n x\nst\n a: x >= ${10n ** 20n - 1n}\nend`;
    expect(place(sides, 1)).to.equal(null);
    expect(place(sides, 2)).to.deep.equal({ code: "NumberTooLarge", place: side });
    const model = lp(text);
    expect(toPartyRows(model, combine([announce(model)]), 1, "nearest").inequalities.coefficients).to.deep.equal([
      [-10n, -13n],
    ]);
  });
});
