import { expect } from "chai";
import { GROUP_ORDER } from "../../../../client/crypto/curve/bn254.ts";
import { fromLittleEndian, toLittleEndian } from "../../../../client/crypto/curve/little-endian.ts";
import { limitsOf, SIGN_BITS } from "../../../../client/engines/mpc/certify/limits.ts";
import { optimumStatement } from "../../../../client/engines/mpc/certify/optimum.ts";
import { SUM_BITS } from "../../../../client/engines/mpc/input/words.ts";
import { LIMB_BITS } from "../../../../client/engines/mpc/outcome/limbs.ts";
import { ProtocolError } from "../../../../client/errors.ts";
import { magnitude } from "../../../../client/math/field.ts";
import { sending } from "../../../crypto/proven/departing.ts";
import { type ProvingOptions, resultsOf } from "../../../crypto/proven/nodes.ts";
import { sampled } from "../../../support/sampled.ts";
import { NODES, seeded } from "../../../support/sharing.ts";
import { answerOf, CUTS, type Planted, planted } from "./planted.ts";
import { expectNothingElse, openedTo, type ProofOptions, proveOnShares } from "./proving.ts";

/** What opens at each node. */
const prove = (problem: Planted, answer: readonly bigint[], options: ProofOptions = {}) =>
  proveOnShares(
    problem,
    answer,
    (node, data, components) => optimumStatement(node, data, { components, cuts: CUTS }),
    options,
  );

function expectedOf({ round, x, w }: Planted): bigint[] {
  const { solution, multiplier } = round.decimals;
  return [...x.map((value) => value * 10n ** BigInt(solution)), ...w.map((value) => value * 10n ** BigInt(multiplier))];
}

describe("The proof that an answer is an optimum", function () {
  this.timeout(600_000);
  const sizes = { inequalities: 4, equalities: 2, columns: 5 };
  const problem = planted(sizes, seeded(7));
  const expected = expectedOf(problem);
  const { round, x, w } = problem;
  const refused = async (what: string, changed: Planted, answer: readonly bigint[]) =>
    expect(await resultsOf(prove(changed, answer)), what).to.deep.equal([null, null, null]);

  it("opens an optimum to every node", async () => {
    const opened = await resultsOf(prove(problem, answerOf(problem)));
    expect(opened).to.deep.equal([expected, expected, expected]);
  });

  it("opens the roundings of an answer that is off by less than the tolerances", async () => {
    const off = new Map([...x, ...w].map((_, i) => [i, BigInt((i % 3) - 1) * 2n]));
    expect(await resultsOf(prove(problem, answerOf(problem, off)))).to.deep.equal([expected, expected, expected]);
  });

  it("takes an answer that is off by its last digits, at tolerances that follow from the data", async () => {
    const { coefficients, costs } = problem;
    const most = (lines: readonly (readonly bigint[])[]) =>
      lines.map((line) => line.reduce((sum, value) => sum + magnitude(value), 0n)).reduce((a, b) => (a > b ? a : b));
    const [row, column] = [most(coefficients), most(costs.map((_, j) => coefficients.map((line) => line[j]!)))];
    const multipliers = BigInt(w.length) * 10n ** BigInt(round.decimals.multiplier + 3);
    const gap = round.bounds.reduce((sum, bound) => sum + bound, 0n) * column + multipliers * row;
    const narrow = { ...problem, round: { ...round, tolerances: { residual: row, dual: column, gap } } };
    const numbers = [...x, ...w];
    for (const sign of [1n, -1n]) {
      const off = new Map(numbers.map((value, i) => [i, value === 0n ? 0n : i % 2 === 0 ? sign : -sign]));
      expect(await resultsOf(prove(narrow, answerOf(narrow, off)))).to.deep.equal([expected, expected, expected]);
      const further = new Map([...off].map(([i, value]) => [i, value << 8n]));
      await refused(`by 2^8, ${sign}`, narrow, answerOf(narrow, further));
    }
  });

  it("counts a tolerance below a unit of the last place as half of one", async () => {
    const gap = 10n ** BigInt(Math.min(round.decimals.solution, round.decimals.multiplier));
    const at = (tolerances: typeof round.tolerances) => limitsOf({ ...round, tolerances });
    const none = { residual: 0n, dual: 0n, gap: gap - 1n };
    expect(at(none)).to.include({ residual: 3, dual: 3, gap: 3 });
    expect(at({ residual: 1n, dual: 1n, gap })).to.include({ residual: 4, dual: 4, gap: 4 });
    const narrow = { ...problem, round: { ...round, tolerances: none } };
    expect(await resultsOf(prove(narrow, answerOf(narrow)))).to.deep.equal([expected, expected, expected]);
    await refused("by one", narrow, answerOf(narrow, new Map([[0, 1n]])));
  });

  it("refuses an answer that is off by more", async () => {
    const fine = 1n << BigInt(LIMB_BITS);
    for (const off of [fine, -fine])
      for (const i of sampled([...[...x, ...w].keys()], 3))
        await refused(`${i} by ${off}`, problem, answerOf(problem, new Map([[i, off]])));
  });

  it("holds residuals, reduced costs and the gap against the tolerances, each by itself", async () => {
    const off = 1n << 8n;
    const tight = w.findIndex((value) => value > 0n);
    for (const [place, tolerance] of [
      [0, "residual"],
      [0, "gap"],
      [x.length + tight, "dual"],
    ] as const) {
      const narrow = { ...problem, round: { ...round, tolerances: { ...round.tolerances, [tolerance]: 1n } } };
      const changed = new Map([[place, off]]);
      expect(await resultsOf(prove(narrow, answerOf(narrow))), tolerance).to.deep.equal([expected, expected, expected]);
      expect(await resultsOf(prove(problem, answerOf(problem, changed))), tolerance).to.deep.equal([
        expected,
        expected,
        expected,
      ]);
      await refused(tolerance, narrow, answerOf(narrow, changed));
    }
  });

  describe("with numbers below 0 that pay in the gap for others", () => {
    const fine = 1n << BigInt(LIMB_BITS);
    const off = (fine * 6n) / 10n;
    /** min −5x₀ + 1000x₁ + x₂, x₀ ≤ 100, x₀ ≤ 10⁶: (100, 0, 0) at prices of 5 and 0. */
    const bought = (decimals: number): Planted => ({
      round: {
        ...{ columns: 3, inequalities: [2, 0, 0], equalities: [0, 0, 0], objectiveOwner: 0 },
        decimals: { coefficient: 0, solution: decimals, multiplier: decimals },
        bounds: [1, 2, 3].map(() => 10n ** BigInt(decimals + 6)),
        tolerances: { residual: 2n, dual: 2n, gap: 10n ** BigInt(2 * decimals - 3) },
      },
      ...{
        coefficients: [
          [1n, 0n, 0n],
          [1n, 0n, 0n],
        ],
        rhs: [100n, 10n ** 6n],
        costs: [-5n, 1000n, 1n],
      },
      ...{ x: [100n, 0n, 0n], w: [5n, 0n] },
    });
    const [COLUMN, PAID, TIGHT, SLACK] = [1, 2, 3, 4];
    const slack = 10n ** 6n - 100n;
    const columnBelow = (below: bigint, paid: bigint) =>
      new Map([
        [COLUMN, -below],
        [PAID, paid],
      ]);
    const multiplierBelow = (below: bigint, paid: bigint) =>
      new Map([
        [SLACK, -below],
        [TIGHT, below],
        [PAID, paid],
      ]);

    it("opens the optimum itself", async () => {
      for (const own of [bought(6), bought(9)])
        expect(await resultsOf(prove(own, answerOf(own)))).to.deep.equal(NODES.map(() => expectedOf(own)));
    });

    it("refuses a column below 0 that pays for another", async () => {
      const own = bought(6);
      for (const below of [off, 1n << 10n])
        await refused(`${below}`, own, answerOf(own, columnBelow(below, 1000n * below)));
    });

    it("refuses a multiplier below 0 that pays for a column", async () => {
      for (const own of [bought(6), bought(9)])
        for (const below of [off, 1n << 10n])
          await refused(`${below}`, own, answerOf(own, multiplierBelow(below, slack * below)));
    });

    it("refuses every value that a column could so be given", async () => {
      const own = bought(6);
      for (const value of [1n, 2n, 777n, 5999n]) {
        const below = (1000n * value * fine) / slack;
        await refused(`${value}`, own, answerOf(own, multiplierBelow(below, slack * below)));
      }
    });

    it("takes what refinement leaves of a 0", async () => {
      const own = bought(6);
      const least = 1n << BigInt(SIGN_BITS);
      const column = (below: bigint) => columnBelow(below, 1000n * below);
      const multiplier = (below: bigint) => multiplierBelow(below, slack * below);
      for (const changed of [column, multiplier]) {
        const results = await resultsOf(prove(own, answerOf(own, changed(least))));
        expect(results).to.deep.equal(NODES.map(() => expectedOf(own)));
        await refused("one unit more", own, answerOf(own, changed(least + 1n)));
      }
    });
  });

  it("refuses a point above an upper bound", async () => {
    const bounded = (bound: bigint): Planted => ({
      ...problem,
      round: { ...round, bounds: round.bounds.with(0, bound) },
    });
    const [at, below] = [bounded(expected[0]!), bounded(expected[0]! - 1n)];
    expect(await resultsOf(prove(at, answerOf(at)))).to.deep.equal([expected, expected, expected]);
    await refused("above", below, answerOf(below));
  });

  it("refuses another program's optimum", async () => {
    for (const change of ["coefficients", "rhs", "costs"] as const) {
      const other = {
        ...problem,
        coefficients: problem.coefficients.map((row) => [...row]),
        rhs: [...problem.rhs],
        costs: [...problem.costs],
      };
      if (change === "coefficients") other.coefficients[5]![0]! += 1n;
      else if (change === "rhs") other.rhs[5]! += 1n;
      else other.costs[0]! += 1n;
      await refused(change, other, answerOf(other));
    }
  });

  it("refuses inputs whose sums are out of range", async () => {
    const most = 1n << BigInt(SUM_BITS);
    for (const sumsOfInputs of [[most - 1n], [-most]])
      expect(await resultsOf(prove(problem, answerOf(problem), { sumsOfInputs }))).to.deep.equal(
        NODES.map(() => expected),
      );
    for (const sumsOfInputs of [[most], [-most - 1n], [0n, 1n << 160n]])
      expect(await resultsOf(prove(problem, answerOf(problem), { sumsOfInputs }))).to.deep.equal([null, null, null]);
  });

  it("throws for a round whose numbers do not fit into the field", () => {
    const wide = {
      ...round,
      bounds: round.bounds.map(() => 1n << 86n),
      decimals: { ...round.decimals, multiplier: 24 },
    };
    expect(() => limitsOf(wide))
      .to.throw(ProtocolError)
      .with.property("code", "RoundUnsuitable");
  });

  it("takes programs without inequalities, without equalities, and with a single column", async () => {
    for (const [inequalities, equalities, columns] of [
      [0, 2, 3],
      [3, 0, 2],
      [1, 0, 1],
    ] as const) {
      const other = planted({ inequalities, equalities, columns }, seeded(8));
      const opened = await resultsOf(prove(other, answerOf(other)));
      expect(opened, `${inequalities}, ${equalities}, ${columns}`).to.deep.equal(NODES.map(() => expectedOf(other)));
    }
  });

  const small = planted({ inequalities: 2, equalities: 1, columns: 2 }, seeded(11));
  const run = (options: ProvingOptions) => prove(small, answerOf(small), options);

  it("sends messages whose number and lengths follow from the size of the program alone", async () => {
    const lengthsOf = async (own: Planted) => {
      const lengths: string[] = [];
      const change = sending(({ from, to, bytes }) => {
        lengths.push(`${from} ${to} ${bytes.length}`);
        return bytes;
      });
      await resultsOf(prove(own, answerOf(own), { change }));
      return lengths;
    };
    const other = planted({ inequalities: 2, equalities: 1, columns: 2 }, seeded(12));
    expect(await lengthsOf(other)).to.deep.equal(await lengthsOf(small));
  });

  it("refuses digits that are not 0 or 1, although they add up to the right integer", async () => {
    // Node 1 adds to the digits of X when it reshares them: 2 to the lowest one, −1 to the next.
    const { x: width } = limitsOf(small.round);
    const columns = small.x.length;
    let departed = false;
    const computes: ProvingOptions["computes"] = (node, bytes) => {
      if (node !== 1 || departed || bytes.length < 32 * columns * width) return;
      departed = true;
      const numbers = fromLittleEndian(bytes.slice());
      numbers[0] = (numbers[0]! + 2n) % GROUP_ORDER;
      numbers[columns] = (numbers[columns]! + GROUP_ORDER - 1n) % GROUP_ORDER;
      bytes.set(toLittleEndian(numbers));
    };
    expect(await openedTo(1, run({ computes }))).to.deep.equal([]);
    expect(departed).to.equal(true);
  });

  it("opens nothing wrong if a node changes any one message", async () => {
    await expectNothingElse(run, expectedOf(small), (messages) => sampled(messages, 3));
  });
});
