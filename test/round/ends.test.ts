// Where the true optimum lies, against exact optima: at no to three decimals, however x and w were
// rounded. Client, library and auditor name the same ends.
import { expect } from "chai";
import fc from "fast-check";
import { optimumEnds } from "../../auditor/report/optimum.ts";
import { provenBy } from "../../client/library/proven.ts";
import { type ExactOutcome, exactOutcome } from "../../client/lp/exact/outcome.ts";
import { fromIntegerProgram } from "../../client/lp/exact/standard.ts";
import { measure, type RoundedOptimum } from "../../client/lp/exact/tolerances.ts";
import type { Decimals, IntegerProgram } from "../../client/lp/model/normal.ts";
import { highsSolver } from "../../client/lp/solvers/highs.ts";
import { type Decimal, parseDecimal } from "../../client/math/decimal.ts";
import { createRandom } from "../../client/math/random.ts";
import { certaintyOf } from "../../client/round/certainty.ts";
import { randomProgram } from "../support/programs.ts";
import { propertyRuns } from "../support/property-runs.ts";

type Exact = Extract<ExactOutcome, { kind: "optimal" }>;

/** A rational number with a positive denominator. */
interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** How a number is put on its grid: to the unit below it and then so many units up. */
const moves = fc.infiniteStream(fc.integer({ min: -9, max: 9 }));
/** Only the two nearest units. */
const nearMoves = fc.infiniteStream(fc.integer({ min: 0, max: 1 }));

const low = fc.integer({ min: 0, max: 3 });
const cases = fc.record({
  seed: fc.integer(),
  decimals: fc.record({ coefficient: fc.integer({ min: 0, max: 1 }), solution: low, multiplier: low }),
  moves: fc.oneof(moves, nearMoves),
  room: fc.bigInt({ min: 0n, max: 20n }),
});

const power = (decimals: number): bigint => 10n ** BigInt(decimals);

function floor(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  return quotient * denominator > numerator ? quotient - 1n : quotient;
}

/** x and w on the grids, x ≥ 0, and w ≥ 0 on inequalities. */
function rounded({ x, duals }: Exact, inequalities: number, decimals: Decimals, next: () => bigint) {
  const onGrid = (value: bigint, unit: bigint, denominator: bigint) => floor(value * unit, denominator) + next();
  const least = (value: bigint) => (value < 0n ? 0n : value);
  const points = x.numerators.map((value) => least(onGrid(value, power(decimals.solution), x.denominator)));
  const prices = duals.numerators.map((value, i) => {
    const price = onGrid(-value, power(decimals.multiplier), duals.denominator);
    return i < inequalities ? least(price) : price;
  });
  return { points, prices };
}

/** −1, 0 or 1. */
function order({ mantissa, exponent }: Decimal, { numerator, denominator }: Ratio): number {
  const scale = power(Math.abs(exponent));
  const [left, right] =
    exponent < 0 ? [mantissa * denominator, numerator * scale] : [mantissa * scale * denominator, numerator];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Whether every missed row has a true price within a unit of the accepted one's last place. */
function pricesHold({ duals }: Exact, { multipliers, residuals }: RoundedOptimum, decimals: Decimals): boolean {
  return duals.numerators.every((value, i) => {
    const off = -value * power(decimals.multiplier) - multipliers[i]! * duals.denominator;
    return residuals[i] === 0n || (off <= duals.denominator && -off <= duals.denominator);
  });
}

function endsOfAll(program: IntegerProgram, decimals: Decimals, { errors, objective }: RoundedOptimum) {
  const recorded = { objective, gap: errors.gap, violation: errors.violation, maxResidual: errors.residual };
  const counts = {
    inequalities: [program.inequalities.rhs.length, 0],
    equalities: [0, program.equalities.rhs.length],
  };
  const round = { decimals, ...counts };
  const verdict = { kind: "optimal", ...recorded } as const;
  const { interval, endAtPrices } = certaintyOf({ objective: null }, { sense: "min" }, round, verdict);
  expect(provenBy(round, verdict), "library").to.deep.include({ interval, endAtPrices });
  const { coefficient, solution, multiplier } = decimals;
  const digits = { coefficientDecimals: coefficient, solutionDecimals: solution, multiplierDecimals: multiplier };
  expect(optimumEnds(recorded, { ...digits, ...counts }), "auditor").to.deep.equal({
    atLeast: interval!.lower,
    atMost: interval!.upper,
    atMostAtPrices: endAtPrices,
  });
  return { lower: interval!.lower!, upper: interval!.upper, endAtPrices };
}

describe("where the true optimum lies", function () {
  this.timeout(120_000);

  it("is what client, library and auditor say, at low decimals and however numbers were rounded", async () => {
    const seen = { closed: 0, open: 0, atPrices: 0, beyondPrices: 0 };
    await fc.assert(
      fc.asyncProperty(cases, async ({ seed, decimals, moves: stream, room }) => {
        const program = randomProgram(createRandom(Buffer.alloc(32, `ends ${seed}`)));
        const exact = await exactOutcome(fromIntegerProgram(program), highsSolver);
        if (exact.kind !== "optimal") return;
        const steps = stream[Symbol.iterator]();
        const { points, prices } = rounded(exact, program.inequalities.rhs.length, decimals, () =>
          BigInt(steps.next().value as number),
        );
        const bounds = points.map((value, j) => {
          const needed = floor(exact.x.numerators[j]! * power(decimals.solution), exact.x.denominator) + 1n;
          return room + (value > needed ? value : needed);
        });
        const found = measure(program, { decimals, bounds }, points, prices);
        const { lower, upper, endAtPrices } = endsOfAll(program, decimals, found);
        const truth: Ratio = {
          numerator: program.objective.reduce((sum, cost, j) => sum + cost * exact.x.numerators[j]!, 0n),
          denominator: exact.x.denominator * power(decimals.coefficient),
        };
        expect(order(parseDecimal(lower), truth), `${lower} is above the optimum`).to.be.below(1);
        if (upper !== null) {
          seen.closed++;
          expect(order(parseDecimal(upper), truth), `${upper} is below the optimum`).to.be.above(-1);
          return;
        }
        seen.open++;
        const assumed = order(parseDecimal(endAtPrices!), truth);
        if (pricesHold(exact, found, decimals)) {
          seen.atPrices++;
          expect(assumed, `${endAtPrices} is below the optimum`).to.be.above(-1);
        } else if (assumed < 0) seen.beyondPrices++;
      }),
      propertyRuns(1_000, 20_260_728),
    );
    // All of it happens, also optima beyond the end that holds at the accepted prices only.
    for (const [what, count] of Object.entries(seen)) expect(count, what).to.be.above(0);
  });
});
