import { expect } from "chai";
import { rayLimits } from "../../../../client/engines/mpc/certify/direction-limits.ts";
import { limitsOf } from "../../../../client/engines/mpc/certify/limits.ts";
import { unboundedStatement } from "../../../../client/engines/mpc/certify/unbounded.ts";
import { SUM_BITS } from "../../../../client/engines/mpc/input/words.ts";
import { cutOf } from "../../../../client/engines/mpc/outcome/grid.ts";
import { LIMB_BITS } from "../../../../client/engines/mpc/outcome/limbs.ts";
import { UNIT_BITS } from "../../../../client/engines/mpc/outcome/unit-bits.ts";
import { ProtocolError } from "../../../../client/errors.ts";
import { resultsOf } from "../../../crypto/proven/nodes.ts";
import { sampled } from "../../../support/sampled.ts";
import { NODES } from "../../../support/sharing.ts";
import { CUTS } from "./planted.ts";
import { expectNothingElse, type Program, type ProofOptions, proveOnShares } from "./proving.ts";

/** A program with a point at 10^6 and a ray in units of 2^−120. */
interface Unbounded extends Program {
  readonly x: readonly bigint[];
  /** In units of 2^−40 of the grid's. */
  readonly off: readonly bigint[];
  readonly ray: readonly bigint[];
}

const ONE = 1n << BigInt(UNIT_BITS);
const GRID = 10n ** 6n;

/** min −x, x − y ≤ 2 (or = 2), −x ≤ 0; z in no row, at costs of 1. (2, 0, 0) and (1, 1, 0). */
function unbounded({
  ray = [ONE, ONE, 0n],
  off = [0n, 0n, 0n],
  equality = false,
  residual = 10n,
}: {
  readonly ray?: readonly bigint[];
  readonly off?: readonly bigint[];
  readonly equality?: boolean;
  readonly residual?: bigint;
} = {}): Unbounded {
  const decimals = { coefficient: 0, solution: 6, multiplier: 5 };
  const equalities = equality ? 1 : 0;
  return {
    round: {
      ...{ columns: 3, objectiveOwner: 0, decimals },
      ...{ inequalities: [2 - equalities, 0, 0], equalities: [equalities, 0, 0] },
      bounds: [3n * GRID, GRID, GRID],
      tolerances: { residual, dual: 10n, gap: 10n ** 10n },
    },
    coefficients: [
      [-1n, 0n, 0n],
      [1n, -1n, 0n],
    ],
    rhs: [0n, 2n],
    costs: [-1n, 0n, 1n],
    ...{ x: [2n * GRID, 0n, 0n], off, ray },
  };
}

/** No numbers open: an empty list at each node, or null if the proof fails. */
const prove = (program: Unbounded, options: ProofOptions = {}) => {
  const fine = program.x.map((value, j) => (value << BigInt(LIMB_BITS)) + cutOf(CUTS.x) + program.off[j]!);
  return proveOnShares(
    program,
    [...fine, ...program.ray],
    (node, data, components) => unboundedStatement(node, data, { components, cuts: { x: CUTS.x } }),
    options,
  );
};

const proves = async (what: string, program: Unbounded) =>
  expect(await resultsOf(prove(program)), what).to.deep.equal(NODES.map(() => []));
const refuses = async (what: string, program: Unbounded, options: ProofOptions = {}) =>
  expect(await resultsOf(prove(program, options)), what).to.deep.equal([null, null, null]);

describe("The proof that a program is unbounded", function () {
  this.timeout(600_000);
  const tolerance = 1n << BigInt(rayLimits(unbounded().round).tolerance);
  const fine = 1n << BigInt(LIMB_BITS);

  it("convinces every node, and opens no number", async () => {
    await proves("all", unbounded());
  });

  it("refuses a ray with an entry below 0", async () => {
    for (const below of [1n, 1n << 47n]) await refuses(`−${below}`, unbounded({ ray: [ONE, ONE, -below] }));
  });

  it("holds every row against the tolerance, an equality both ways", async () => {
    await proves("at it", unbounded({ ray: [ONE, ONE - tolerance, 0n] }));
    await refuses("beyond it", unbounded({ ray: [ONE, ONE - tolerance - 1n, 0n] }));
    await proves("the other way", unbounded({ ray: [ONE / 2n, ONE, 0n] }));
    const equal = (second: bigint) => unbounded({ equality: true, ray: [ONE / 2n, second, 0n] });
    await proves("an equality", equal(ONE / 2n + tolerance - 1n));
    await refuses("an equality beyond it", equal(ONE / 2n + tolerance));
    await refuses("an equality beyond it, below", equal(ONE / 2n - tolerance - 1n));
  });

  it("asks of costs more than all tolerances together pay for any multipliers", async () => {
    const residual = 1n << 50n;
    const { w, wUnit } = limitsOf(unbounded({ residual }).round);
    const most = 2n * ((1n << BigInt(w)) / wUnit + 1n);
    const { tolerance: wide, least } = rayLimits(unbounded({ residual }).round);
    expect(least).to.equal((most << BigInt(wide)) + 1n);
    await proves("as much", unbounded({ residual, ray: [least, least, 0n] }));
    await refuses("less", unbounded({ residual, ray: [least - 1n, least - 1n, 0n] }));
  });

  it("refuses costs that do not fall", async () => {
    const { costs, ...own } = unbounded();
    for (const other of [0n, 1n]) await refuses(`${other}`, { ...own, costs: [other, ...costs.slice(1)] });
  });

  it("refuses a point that misses a row, is below 0 or above its bound", async () => {
    await refuses("misses", { ...unbounded(), x: [2n * GRID + 1n, 0n, 0n] });
    await refuses("below 0", unbounded({ off: [0n, 0n, -((fine * 6n) / 10n)] }));
    const { round, ...own } = unbounded();
    await refuses("above", { ...own, round: { ...round, bounds: [2n * GRID - 1n, GRID, GRID] } });
    await proves("at the bound", { ...own, round: { ...round, bounds: [2n * GRID, GRID, GRID] } });
  });

  it("refuses another program's point and ray", async () => {
    const { coefficients, ...own } = unbounded();
    await refuses("coefficients", { ...own, coefficients: [coefficients[0]!, [2n, -1n, 0n]] });
    await refuses("right-hand sides", { ...unbounded(), rhs: [0n, 1n] });
  });

  it("refuses inputs whose sums are out of range", async () => {
    await refuses("above", unbounded(), { sumsOfInputs: [1n << BigInt(SUM_BITS)] });
  });

  it("throws for a round whose numbers do not fit into the field", () => {
    expect(() => rayLimits(unbounded({ residual: 1n << 190n }).round))
      .to.throw(ProtocolError)
      .with.property("code", "RoundUnsuitable");
  });

  it("opens no number, whichever message a node changes", async () => {
    await expectNothingElse(
      (options) => prove(unbounded(), options),
      [],
      (messages) => sampled(messages, 3),
    );
  });
});
