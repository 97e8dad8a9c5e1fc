// What a certificate proves, tested on random programs: no point within the bounds is better by
// more than the gap, whatever the multipliers; and no program has accepted outcomes of two kinds.
// Only the public conditions are checked: proofs would only add refusals.
import { expect } from "chai";
import fc from "fast-check";
import { dualPart } from "../../client/certificate/dual.ts";
import { checkPublic } from "../../client/certificate/dual-check.ts";
import { objectiveValue, primalPart, raySlacks } from "../../client/certificate/outcome.ts";
import type { PublicOutcome } from "../../client/certificate/types.ts";
import { CertificateError } from "../../client/errors.ts";
import { exactOutcome } from "../../client/lp/exact/outcome.ts";
import { fromIntegerProgram } from "../../client/lp/exact/standard.ts";
import { measure } from "../../client/lp/exact/tolerances.ts";
import type { IntegerProgram, PartyRows } from "../../client/lp/model/normal.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import { statementOf } from "../../client/round/statement.ts";
import { TEST_ID, testParams } from "../support/certificate.ts";
import { propertyRuns } from "../support/property-runs.ts";

const integer = (low: bigint, high: bigint) => fc.bigInt({ min: low, max: high });
const vector = (length: number, low: bigint, high: bigint) =>
  fc.array(integer(low, high), { minLength: length, maxLength: length });

const GRID = { coefficient: 0, solution: 2, multiplier: 3 };
const [X, W] = [100n, 1000n];
const COLUMNS = 3;
const ROWS = { inequalities: 3, equalities: 1 };

/** A program for which x is feasible, upper bounds m·10^e above x, and some multipliers. */
const programs = fc
  .record({
    matrix: fc.array(vector(COLUMNS, -9n, 9n), { minLength: 4, maxLength: 4 }),
    costs: vector(COLUMNS, -9n, 9n),
    x: vector(COLUMNS, 0n, 5n),
    slacks: vector(ROWS.inequalities, 0n, 9n),
    room: vector(COLUMNS, 5n, 9n),
    moved: vector(COLUMNS, -40n, 40n),
    multipliers: vector(4, -5000n, 5000n),
  })
  .map(({ matrix, costs, x, slacks, room, moved, multipliers }) => {
    const at = matrix.map((row) => row.reduce((sum, value, j) => sum + value * x[j]!, 0n));
    const program: IntegerProgram = {
      inequalities: { coefficients: matrix.slice(0, 3), rhs: slacks.map((slack, i) => at[i]! + slack) },
      equalities: { coefficients: matrix.slice(3), rhs: at.slice(3) },
      objective: costs,
    };
    const bounds = room.map((value) => value * X);
    // Any point within the bounds, near one that meets the rows: the claim about other points does
    // not depend on its residuals.
    const point = x
      .map((value, j) => value * X + moved[j]!)
      .map((value, j) => (value < 0n ? 0n : value > bounds[j]! ? bounds[j]! : value));
    return { program, bounds, point, multipliers: multipliers.map((w, i) => (i < 3 && w < 0n ? -w : w)) };
  });

/** The best cost within the bounds, as a fraction. */
async function bestWithin({ inequalities, equalities, objective }: IntegerProgram, bounds: readonly bigint[]) {
  const unit = (j: number) => objective.map((_, i) => (i === j ? 1n : 0n));
  const bounded = {
    inequalities: {
      coefficients: [...inequalities.coefficients, ...bounds.map((_, j) => unit(j))],
      rhs: [...inequalities.rhs, ...bounds.map((bound) => bound / X)],
    },
    equalities,
    objective,
  };
  const outcome = await exactOutcome(fromIntegerProgram(bounded), highsSolver);
  if (outcome.kind !== "optimal") throw new Error(outcome.kind);
  const value = objective.reduce((sum, cost, j) => sum + cost * outcome.x.numerators[j]!, 0n);
  return { value, denominator: outcome.x.denominator };
}

describe("certificate: safe bounds", function () {
  this.timeout(120_000);

  it("the gap is never less than the advantage of the best point within the bounds", async () => {
    await fc.assert(
      fc.asyncProperty(programs, async ({ program, bounds, point, multipliers }) => {
        const { objective, errors } = measure(program, { decimals: GRID, bounds }, point, multipliers);
        const best = await bestWithin(program, bounds);
        // 10^ω (f̂ − 10^δ best) ≤ gap, over the denominator of the best.
        const better = W * (objective * best.denominator - X * best.value);
        expect(better <= errors.gap * best.denominator).to.equal(true);
      }),
      propertyRuns(150, 20_040),
    );
  });
});

const BOUNDS = [900n];
const STATEMENT = statementOf(
  testParams({
    ...{ kind: "optimal", columns: 1, inequalities: [2, 1], equalities: [0, 0], owner: 0, bounds: BOUNDS },
    change: { coefficientDecimals: 0, solutionDecimals: GRID.solution, multiplierDecimals: GRID.multiplier },
  }),
  TEST_ID,
  [],
);

/**
 * One party with two inequalities in v, a·v ≤ b and c·v ≤ d, and costs on v. They are so close that
 * only the tolerances distinguish them.
 */
const disputed = fc.record({
  rows: fc.array(vector(1, -200n, 200n), { minLength: 2, maxLength: 2 }),
  rhs: vector(2, -3n, 3n),
  cost: integer(-20n, 20n),
  x: integer(0n, 1000n),
  tolerances: fc.record({ residual: integer(0n, 400n), dual: integer(0n, 4000n), gap: integer(0n, 10n ** 9n) }),
  multipliers: vector(2, 0n, 300n),
  scale: fc.constantFrom(1n, W),
  ray: integer(1n, 50n),
});

describe("certificate: kinds exclude each other", function () {
  this.timeout(120_000);

  it("no program and tolerances have accepted outcomes of two kinds", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(disputed, ({ rows: coefficients, rhs, cost, x, tolerances, multipliers, scale, ray }) => {
        const statement = { ...STATEMENT, tolerances };
        const own: PartyRows = {
          columns: 1,
          inequalities: { coefficients, rhs },
          equalities: { coefficients: [], rhs: [] },
          objective: [cost],
        };
        const { decimals } = statement;
        const blindings = { rows: [0n, 0n], objective: 0n };
        const feasible = (value: bigint) => {
          const part = primalPart(own, decimals, [value], tolerances.residual);
          return {
            x: [value],
            slacks: [part.slacks],
            residuals: [part.residuals],
            objective: objectiveValue([cost], [value]),
          };
        };
        const weighted = multipliers.map((w) => w * scale);
        const dual = (kind: "optimal" | "infeasible", w: bigint[]) => ({
          multipliers: [w],
          ...dualPart(kind, { rows: own, blindings }, w, decimals),
        });
        const makers: Record<string, (() => PublicOutcome)[]> = {
          optimal: [0n, x, BOUNDS[0]!].flatMap((value) => [
            (): PublicOutcome => ({ kind: "optimal", ...feasible(value), ...dual("optimal", weighted) }),
            (): PublicOutcome => ({ kind: "optimal", ...feasible(value), ...dual("optimal", [0n, 0n]) }),
          ]),
          infeasible: [weighted, [1n, 1n], coefficients.map((_, i) => magnitudeOf(coefficients[1 - i]![0]!))].map(
            (w) => (): PublicOutcome => ({ kind: "infeasible", ...dual("infeasible", w) }),
          ),
          unbounded: [0n, x, BOUNDS[0]!].map(
            (value) => (): PublicOutcome => ({
              ...{ kind: "unbounded", ...feasible(value), ray: [ray] },
              ...{ raySlacks: [raySlacks(own, [ray])], dual: objectiveValue([cost], [ray]) },
            }),
          ),
        };
        const accepted = Object.keys(makers).filter((kind) =>
          makers[kind]!.some((make) => {
            try {
              checkPublic({ statement, bounds: BOUNDS, outcome: make(), points: [] });
              return true;
            } catch (error) {
              if (error instanceof CertificateError) return false;
              throw error;
            }
          }),
        );
        for (const kind of accepted) seen.add(kind);
        expect(accepted.length).to.be.at.most(1);
      }),
      propertyRuns(1500, 20_042),
    );
    expect([...seen].sort()).to.deep.equal(["infeasible", "optimal", "unbounded"]);
  });
});

function magnitudeOf(value: bigint): bigint {
  return value < 0n ? -value : value;
}
