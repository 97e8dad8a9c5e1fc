import { expect } from "chai";
import { farkasLimits } from "../../../../client/engines/mpc/certify/direction-limits.ts";
import { infeasibleStatement } from "../../../../client/engines/mpc/certify/infeasible.ts";
import { SUM_BITS } from "../../../../client/engines/mpc/input/words.ts";
import { UNIT_BITS } from "../../../../client/engines/mpc/outcome/unit-bits.ts";
import { ProtocolError } from "../../../../client/errors.ts";
import { resultsOf } from "../../../crypto/proven/nodes.ts";
import { sampled } from "../../../support/sampled.ts";
import { NODES } from "../../../support/sharing.ts";
import { expectNothingElse, type Program, type ProofOptions, proveOnShares } from "./proving.ts";

/** A program with a vector that proves it infeasible, in units of 2^−120. */
interface Infeasible extends Program {
  readonly w: readonly bigint[];
}

const ONE = 1n << BigInt(UNIT_BITS);

/** Rows of party 0; every column up to 10^3. */
function infeasible(
  rows: readonly (readonly [coefficients: readonly bigint[], rhs: bigint, weight: bigint])[],
  equalities = 0,
): Infeasible {
  const columns = rows[0]![0].length;
  const decimals = { coefficient: 0, solution: 6, multiplier: 5 };
  return {
    round: {
      ...{ columns, objectiveOwner: 0, decimals },
      ...{ inequalities: [rows.length - equalities, 0, 0], equalities: [equalities, 0, 0] },
      bounds: new Array<bigint>(columns).fill(10n ** 9n),
      tolerances: { residual: 10n, dual: 10n, gap: 10n ** 10n },
    },
    coefficients: rows.map(([coefficients]) => coefficients),
    rhs: rows.map(([, rhs]) => rhs),
    costs: new Array<bigint>(columns).fill(1n),
    w: rows.map(([, , weight]) => weight),
  };
}

/** No numbers open: an empty list at each node, or null if the proof fails. */
const prove = (program: Infeasible, options: ProofOptions = {}) => {
  const { round, w } = program;
  const first = w.length - round.equalities[0]!;
  const offset = 1n << BigInt(farkasLimits(round).entry);
  const answer = w.map((value, i) => value + (i >= first ? offset : 0n));
  return proveOnShares(program, answer, infeasibleStatement, options);
};

const proves = async (what: string, program: Infeasible) =>
  expect(await resultsOf(prove(program)), what).to.deep.equal(NODES.map(() => []));
const refuses = async (what: string, program: Infeasible, options: ProofOptions = {}) =>
  expect(await resultsOf(prove(program, options)), what).to.deep.equal([null, null, null]);

describe("The proof that a program is infeasible", function () {
  this.timeout(600_000);
  /** x ≤ 1 and x ≥ 3, and 0 ≤ 5. */
  const contradiction = (first = ONE, second = ONE, third = 0n): Infeasible =>
    infeasible([
      [[1n], 1n, first],
      [[-1n], -3n, second],
      [[0n], 5n, third],
    ]);
  const tolerance = 1n << BigInt(farkasLimits(contradiction().round).tolerance);

  it("convinces every node, and opens no number", async () => {
    await proves("all", contradiction());
    await proves("a third", contradiction(ONE / 3n + 1n, ONE / 3n, 0n));
  });

  it("takes weights of equalities of either sign, and of inequalities from 0", async () => {
    const equality = (weight: bigint, equalities: number) =>
      infeasible(
        [
          [[1n], 1n, ONE],
          [[1n], 3n, weight],
        ],
        equalities,
      );
    await proves("x = 3", equality(-ONE, 1));
    await refuses("x ≤ 3", equality(-ONE, 0));
    await proves("0", contradiction(ONE, ONE, 0n));
    for (const below of [1n, 1n << 47n]) await refuses(`−${below}`, contradiction(ONE, ONE, -below));
  });

  it("holds every column against the tolerance", async () => {
    await proves("at it", contradiction(ONE, ONE + tolerance));
    await refuses("beyond it", contradiction(ONE, ONE + tolerance + 1n));
    await proves("far above it", contradiction(ONE, ONE / 2n));
    const columns = (off: bigint) =>
      infeasible([
        [[1n, 1n], 1n, ONE],
        [[-1n, -1n], -3n, ONE],
        [[1n, -1n], 0n, off],
      ]);
    await proves("two columns", columns(tolerance));
    await refuses("the second column", columns(tolerance + 1n));
  });

  it("asks of right-hand sides more than all tolerances together pay within the bounds", async () => {
    const { entry } = farkasLimits(contradiction().round);
    const withBound = (bound: bigint): Infeasible => {
      const own = contradiction();
      return { ...own, round: { ...own.round, bounds: [bound * 10n ** 6n] } };
    };
    // bᵀw = −2, and the tolerance times the bound is 2 or less.
    const most = (1n << BigInt(entry)) / tolerance;
    await proves("less", withBound(most - 1n));
    await refuses("as much", withBound(most));
  });

  it("refuses whatever is said of a program with a solution", async () => {
    /** x ≤ 1 and x ≥ 1. */
    const feasible = (first: bigint, second: bigint) =>
      infeasible([
        [[1n], 1n, first],
        [[-1n], -1n, second],
      ]);
    for (const [first, second] of [
      [ONE, ONE],
      [ONE, ONE + tolerance],
      [ONE, ONE + 10n ** 9n * tolerance],
      [ONE + tolerance, ONE],
      [0n, ONE],
    ] as const)
      await refuses(`${first}, ${second}`, feasible(first, second));
  });

  it("refuses another program's vector", async () => {
    const { round, costs, ...own } = contradiction();
    const changed = own.coefficients.map((row, i) => (i === 0 ? [0n] : row));
    await refuses("coefficients", { round, costs, ...own, coefficients: changed });
    await refuses("right-hand sides", { round, costs, ...own, rhs: [3n, -3n, 5n] });
  });

  it("refuses inputs whose sums are out of range", async () => {
    await refuses("above", contradiction(), { sumsOfInputs: [1n << BigInt(SUM_BITS)] });
    await refuses("below", contradiction(), { sumsOfInputs: [-(1n << BigInt(SUM_BITS)) - 1n] });
  });

  it("throws for a round whose numbers do not fit into the field", () => {
    const { round } = contradiction();
    const wide = { ...round, tolerances: { ...round.tolerances, dual: 1n << 142n }, bounds: [1n << 125n] };
    expect(() => farkasLimits(wide))
      .to.throw(ProtocolError)
      .with.property("code", "RoundUnsuitable");
  });

  it("opens nothing else if a node changes any one message", async () => {
    // x − y = 1 and x − y = 3: no vector but multiples of (1, −1).
    const small = infeasible(
      [
        [[1n, -1n], 1n, ONE],
        [[1n, -1n], 3n, -ONE],
      ],
      2,
    );
    await expectNothingElse(
      (options) => prove(small, options),
      [],
      (messages) => sampled(messages, 3),
    );
  });
});
