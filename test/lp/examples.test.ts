// The two worked cases in examples/: what their case.json and README state is true of the files.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { solveExact } from "../../client/lp/exact/solve.ts";
import { defaultBounds, defaultTolerances } from "../../client/lp/exact/tolerances.ts";
import { announce, combine, type PublicProgram } from "../../client/lp/joint/program.ts";
import type { Sense } from "../../client/lp/model/model.ts";
import type { IntegerProgram, PartyRows } from "../../client/lp/model/normal.ts";
import { combinePrograms, toPartyRows } from "../../client/lp/model/normalise.ts";
import { readProgram } from "../../client/lp/readers/read.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import type { Solver } from "../../client/lp/solvers/solver.ts";
import { parseDecimal, toScaled } from "../../client/math/decimal.ts";
import { type RationalVector, roundTo } from "../../client/math/rational.ts";
import { glpkSolver } from "../../lab/solvers/glpk.ts";
import { itemsOf } from "../support/programs.ts";

/**
 * examples/<case>/case.json; `optimum` and `value` are decimals, exact or rounded to six places.
 */
interface CaseFile {
  readonly title: string;
  readonly companies: readonly { readonly name: string; readonly file: string }[];
  readonly objectiveOwner: string;
  readonly sense: Sense;
  readonly unit: string;
  readonly optimum: string;
  readonly apart: { readonly plan: string; readonly value: string };
}

interface LoadedCase {
  readonly description: CaseFile;
  readonly joint: PublicProgram;
  readonly parties: readonly PartyRows[];
}

const PLACES = 6;

async function loadCase(name: string): Promise<LoadedCase> {
  const path = (file: string): string => fileURLToPath(new URL(`../../examples/${name}/${file}`, import.meta.url));
  const description = JSON.parse(readFileSync(path("case.json"), "utf8")) as CaseFile;
  const models = await Promise.all(description.companies.map(({ file }) => readProgram(path(file))));
  expect(models.flatMap(({ warnings }) => warnings)).to.deep.equal([]);
  const joint = combine(models.map(announce));
  return { description, joint, parties: models.map((model) => toPartyRows(model, joint, joint.decimals)) };
}

function outcomeOf(program: IntegerProgram, { joint }: LoadedCase, solver: Solver) {
  const decimals = { coefficient: joint.decimals, solution: 9, multiplier: 15 };
  const tolerances = defaultTolerances(decimals, itemsOf(program));
  return solveExact(program, { solver, decimals, bounds: defaultBounds(joint.columns, decimals), tolerances });
}

async function solve(program: IntegerProgram, loaded: LoadedCase, solver: Solver) {
  const outcome = await outcomeOf(program, loaded, solver);
  if (outcome.kind !== "optimal") throw new Error(outcome.kind);
  return outcome;
}

/** The objective at x in the user's sense and unit, rounded to six places. */
function valueAt(costs: readonly bigint[], x: RationalVector, { joint }: LoadedCase): bigint {
  const sum = costs.reduce((total, cost, j) => total + cost * x.numerators[j]!, 0n);
  const numerators = [joint.sense === "max" ? -sum : sum];
  return roundTo({ numerators, denominator: x.denominator * 10n ** BigInt(joint.decimals) }, PLACES)[0]!;
}

function stated(text: string): bigint {
  return toScaled(parseDecimal(text), PLACES)!;
}

/** Columns whose variable's name satisfies the test. */
function columnsOf({ joint }: LoadedCase, passes: (name: string) => boolean): number[] {
  return joint.variables.filter(({ name }) => passes(name)).map(({ column }) => column);
}

/** `program` with the given columns fixed at their values in x. */
function fix(program: IntegerProgram, columns: readonly number[], x: RationalVector): IntegerProgram {
  const rows = columns.map((column) => program.objective.map((_, j) => (j === column ? x.denominator : 0n)));
  const { coefficients, rhs } = program.equalities;
  return {
    ...program,
    equalities: {
      coefficients: [...coefficients, ...rows],
      rhs: [...rhs, ...columns.map((column) => x.numerators[column]!)],
    },
  };
}

/** What the companies achieve by themselves, in the way that `apart.plan` names. */
const apart: Readonly<Record<string, (loaded: LoadedCase, solver: Solver) => Promise<bigint>>> = {
  /**
   * Nordlys and Bergslag plan deliveries with the least freight for the goods alone; then
   * everything is carried at the least cost.
   */
  logistics: async (loaded, solver) => {
    const [, , nordlys, bergslag, sundet] = loaded.parties;
    const goods = columnsOf(loaded, (name) => name.startsWith("goods_"));
    const objective = sundet!.objective!.map((cost, j) => (goods.includes(j) ? cost : 0n));
    const makers = combinePrograms([nordlys!, bergslag!, { ...sundet!, objective }]);
    const deliveries = await solve(makers, loaded, solver);
    const program = combinePrograms(loaded.parties);
    const outcome = await solve(fix(program, goods, deliveries.exactX), loaded, solver);
    return valueAt(program.objective, outcome.exactX, loaded);
  },
  /** No bodies travel between the works. */
  production: async (loaded, solver) => {
    const program = combinePrograms(loaded.parties);
    const bodies = columnsOf(loaded, (name) => name.startsWith("bodies_"));
    const none = { numerators: program.objective.map(() => 0n), denominator: 1n };
    const outcome = await solve(fix(program, bodies, none), loaded, solver);
    return valueAt(program.objective, outcome.exactX, loaded);
  },
};

describe("worked cases", function () {
  this.timeout(120_000);
  const sizes = { logistics: [34, 24, 9], production: [38, 41, 0] } as const;

  for (const [name, size] of Object.entries(sizes)) {
    describe(name, () => {
      let loaded: LoadedCase;
      before(async () => {
        loaded = await loadCase(name);
      });

      it("has the stated owner, sense and size; the owner has nothing but the objective", () => {
        const { description, joint, parties } = loaded;
        expect(description.companies[joint.objectiveOwner]!.name).to.equal(description.objectiveOwner);
        expect(joint.sense).to.equal(description.sense);
        const { inequalities, equalities } = combinePrograms(parties);
        expect([joint.columns, inequalities.rhs.length, equalities.rhs.length]).to.deep.equal(size);
        expect(joint.variables.some(({ free }) => free)).to.equal(false);
        expect(joint.inequalities[joint.objectiveOwner]! + joint.equalities[joint.objectiveOwner]!).to.equal(0);
      });

      for (const solver of [highsSolver, glpkSolver]) {
        it(`has the stated optimum, with ${solver.name}`, async () => {
          const program = combinePrograms(loaded.parties);
          const { exactX } = await solve(program, loaded, solver);
          expect(valueAt(program.objective, exactX, loaded)).to.equal(stated(loaded.description.optimum));
        });

        it(`is worth the stated difference to the companies apart, with ${solver.name}`, async () => {
          expect(await apart[name]!(loaded, solver)).to.equal(stated(loaded.description.apart.value));
        });
      }

      it("has one optimum, of the primal and of the dual", async () => {
        const program = combinePrograms(loaded.parties);
        const { exactX, exactMultipliers, slacks, reducedCosts } = await solve(program, loaded, highsSolver);
        const isZero = (value: bigint): boolean => value === 0n;
        // Slacks and reduced costs belong to the rounded solution: below 10^-5 of a unit they are
        // zero.
        const isSmall = (value: bigint): boolean => value < 10n ** BigInt(loaded.joint.decimals + 4);
        exactX.numerators.forEach((value, j) => {
          expect(isZero(value)).to.not.equal(isSmall(reducedCosts[j]!));
        });
        program.inequalities.rhs.forEach((_, i) => {
          expect(isZero(exactMultipliers.numerators[i]!)).to.not.equal(isSmall(slacks[i]!));
        });
        const active = (values: readonly bigint[]): number => values.filter((value) => !isZero(value)).length;
        const binding = active(exactMultipliers.numerators.slice(0, program.inequalities.rhs.length));
        expect(active(exactX.numerators)).to.equal(binding + program.equalities.rhs.length);
      });

      it("depends on the rows of every company", async () => {
        const program = combinePrograms(loaded.parties);
        const best = valueAt(program.objective, (await solve(program, loaded, highsSolver)).exactX, loaded);
        const others = loaded.parties.keys().filter((k) => k !== loaded.joint.objectiveOwner);
        for (const left of others) {
          const rest = combinePrograms(loaded.parties.filter((_, k) => k !== left));
          const value = valueAt(program.objective, (await solve(rest, loaded, highsSolver)).exactX, loaded);
          expect(value === best).to.equal(false);
        }
      });
    });
  }

  it("production without shared bodies and without stock cannot meet the firm orders", async () => {
    const loaded = await loadCase("production");
    const program = combinePrograms(loaded.parties);
    const columns = columnsOf(loaded, (name) => /^(bodies|stock)_/.test(name));
    const none = { numerators: program.objective.map(() => 0n), denominator: 1n };
    expect(await outcomeOf(fix(program, columns, none), loaded, highsSolver)).to.have.property("kind", "infeasible");
  });
});
