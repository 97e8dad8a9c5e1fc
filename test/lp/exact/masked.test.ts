// Problems masked as by the two-party engine: dense rows of 60 to 100 bits, columns shuffled and
// scaled.
import { expect } from "chai";
import { farkasMultipliers, solveExact, solveMasked } from "../../../client/lp/exact/solve.ts";
import { defaultBounds, defaultTolerances } from "../../../client/lp/exact/tolerances.ts";
import { type IntegerProgram, VALUE_LIMIT } from "../../../client/lp/model/normal.ts";
import { highsSolver } from "../../../client/lp/solvers/highs.ts";
import type { Solver } from "../../../client/lp/solvers/solver.ts";
import { magnitude } from "../../../client/math/field.ts";
import { createRandom, randomBetween } from "../../../client/math/random.ts";
import { primitive, type RationalVector } from "../../../client/math/rational.ts";
import { glpkSolver } from "../../../lab/solvers/glpk.ts";
import { loadExample } from "../../support/examples.ts";
import { expectFarkas, expectFeasible, expectOptimal, expectRay } from "../../support/optimality.ts";
import { itemsOf, type Masked, mask, maskWith, program, randomProgram, unmask } from "../../support/programs.ts";
import { sampled } from "../../support/sampled.ts";

/** Values of the original columns. */
function reordered(masked: Masked, values: readonly bigint[], columns: number): bigint[] {
  const result = new Array<bigint>(values.length).fill(0n);
  masked.order.forEach((from, j) => {
    result[from] = values[j]! * masked.factors[j]!;
  });
  return result.slice(0, columns);
}

/** Solves the masked form of `original` and checks the unmasked answer exactly. */
async function solveAndCheck(original: IntegerProgram, masked: Masked, solver: Solver): Promise<string> {
  const n = original.objective.length;
  const outcome = await solveMasked(masked.problem, solver);
  const unmasked = (x: RationalVector): RationalVector => ({ ...x, numerators: reordered(masked, x.numerators, n) });
  if (outcome.kind === "optimal") {
    const w = { ...outcome.duals, numerators: unmask(masked.K, outcome.duals.numerators) };
    expectOptimal(original, unmasked(outcome.x), w);
  } else if (outcome.kind === "infeasible") {
    expectFarkas(original, primitive(unmask(masked.K, outcome.duals)));
  } else {
    expectFeasible(original, unmasked(outcome.x));
    expectRay(original, reordered(masked, outcome.ray, n));
  }
  return outcome.kind;
}

function withRow(original: IntegerProgram, row: readonly bigint[], rhs: bigint): IntegerProgram {
  const { coefficients, rhs: old } = original.inequalities;
  return { ...original, inequalities: { coefficients: [...coefficients, row], rhs: [...old, rhs] } };
}

for (const solver of [highsSolver, glpkSolver]) {
  describe(`masked problems with ${solver.name}`, function () {
    this.timeout(120_000);
    let afiro: IntegerProgram;

    before(async () => {
      afiro = (await loadExample("afiro")).program;
    });

    it("40 seeds of afiro give its optimum", async () => {
      for (const seed of sampled([...Array(40).keys()], 4)) {
        const masked = mask(afiro, createRandom(new Uint8Array(32).fill(seed)), 30 + seed);
        expect(await solveAndCheck(afiro, masked, solver), `seed ${seed}`).to.equal("optimal");
      }
    });

    it("afiro with a row that cannot hold is infeasible, proved within 87 bits", async () => {
      const bound = afiro.inequalities.coefficients.reduce(
        (sum, row) => sum.map((value, j) => value + row[j]!),
        afiro.objective.map(() => 0n),
      );
      const total = afiro.inequalities.rhs.reduce((sum, value) => sum + value, 0n);
      const infeasible = withRow(
        afiro,
        bound.map((value) => -value),
        -total - 1n,
      );
      for (let seed = 0; seed < 5; seed++) {
        const masked = mask(infeasible, createRandom(new Uint8Array(32).fill(seed)), 40);
        expect(await solveAndCheck(infeasible, masked, solver), `seed ${seed}`).to.equal("infeasible");
        const outcome = await solveMasked(masked.problem, solver);
        if (outcome.kind !== "infeasible") throw new Error(outcome.kind);
        const w = primitive(unmask(masked.K, outcome.duals));
        expect(w.every((value) => magnitude(value) < VALUE_LIMIT)).to.equal(true);
      }
    });

    it("afiro without its limits is unbounded", async () => {
      const { coefficients, rhs } = afiro.inequalities;
      const kept = [...rhs.keys()].filter((i) => rhs[i]! <= 0n);
      const unbounded = {
        ...afiro,
        inequalities: { coefficients: kept.map((i) => coefficients[i]!), rhs: kept.map((i) => rhs[i]!) },
      };
      for (let seed = 0; seed < 5; seed++) {
        const masked = mask(unbounded, createRandom(new Uint8Array(32).fill(seed)), 40);
        expect(await solveAndCheck(unbounded, masked, solver), `seed ${seed}`).to.equal("unbounded");
      }
    });

    it("a Farkas vector whose vertex exceeds 87 bits is rounded from the interior", async () => {
      const { program: adlittle, decimals } = await loadExample("adlittle");
      const infeasible = withRow(adlittle, adlittle.objective, 225_000n * 10n ** BigInt(decimals));
      const masked = mask(infeasible, createRandom(new Uint8Array(32).fill(1)), 40);
      const outcome = await solveMasked(masked.problem, solver);
      if (outcome.kind !== "infeasible" || outcome.interior === null) throw new Error(outcome.kind);
      expect(primitive(unmask(masked.K, outcome.duals)).some((value) => magnitude(value) >= VALUE_LIMIT)).to.equal(
        true,
      );
      const w = farkasMultipliers(unmask(masked.K, outcome.duals), unmask(masked.K, outcome.interior));
      expect(w.every((value) => magnitude(value) < VALUE_LIMIT)).to.equal(true);
      expectFarkas(infeasible, w);
      const round = { coefficient: decimals, solution: 9, multiplier: 15 };
      const plain = await solveExact(infeasible, {
        solver,
        decimals: round,
        bounds: defaultBounds(infeasible.objective.length, round),
        tolerances: defaultTolerances(round, itemsOf(infeasible)),
      });
      expect(plain.kind).to.equal("infeasible");
    });

    it("rows that are parallel up to one part in 10^12 are unmixed", async () => {
      const size = afiro.inequalities.rhs.length + afiro.equalities.rhs.length;
      for (let seed = 0; seed < 3; seed++) {
        const random = createRandom(new Uint8Array(32).fill(seed));
        const draw = (): bigint[] => Array.from({ length: size }, () => randomBetween(random, -1000n, 1000n));
        const shared = draw();
        const K = shared.map((weight) => draw().map((value, k) => value + 10n ** 12n * weight * shared[k]!));
        expect(await solveAndCheck(afiro, maskWith(afiro, random, K), solver), `seed ${seed}`).to.equal("optimal");
      }
    });

    it("redundant equalities do no harm", async () => {
      const original = program(
        [1, 2, 3],
        [],
        [
          [[1, 1, 1], 6],
          [[2, 2, 2], 12],
          [[1, -1, 0], 2],
        ],
      );
      const masked = mask(original, createRandom(new Uint8Array(32).fill(1)), 60);
      expect(await solveAndCheck(original, masked, solver)).to.equal("optimal");
    });

    it("random programs of every kind come back exactly", async () => {
      const random = createRandom(new Uint8Array(32).fill(3));
      const kinds = new Set<string>();
      for (let i = 0; i < 100; i++) {
        const original = randomProgram(random);
        kinds.add(await solveAndCheck(original, mask(original, random, 60), solver));
      }
      expect([...kinds].sort()).to.deep.equal(["infeasible", "optimal", "unbounded"]);
    });
  });
}
