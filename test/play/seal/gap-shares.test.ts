// How companies divide τ_gap: in public, never more than there is, and so that what rounding takes
// fits without a word.
import { expect } from "chai";
import fc from "fast-check";
import { primalPart } from "../../../client/certificate/outcome.ts";
import { solveExact } from "../../../client/lp/exact/solve.ts";
import { announce, combine } from "../../../client/lp/joint/program.ts";
import { scalesOf } from "../../../client/lp/joint/scales.ts";
import { combinePrograms, toPartyRows } from "../../../client/lp/model/normalise.ts";
import { readProgram } from "../../../client/lp/readers/read.ts";
import { highsSolver } from "../../../client/lp/solvers/highs.ts";
import { sum } from "../../../client/math/field.ts";
import { doublingsFor, gapShare } from "../../../client/play/seal/gap-shares.ts";
import { ownRowNumbers, rowGap } from "../../../client/sealed/numbers.ts";
import { sizeFor } from "../../../client/sealed/statement.ts";
import { propertyRuns } from "../../support/property-runs.ts";
import { buildSealed } from "../../support/sealed.ts";

const { statement } = buildSealed({ kind: "optimal", inequalities: [2, 0, 1], equalities: [1, 0, 0] }, "gap shares");
const round = { statement, inequalities: [2, 0, 1], equalities: [1, 0, 0] };

const withTolerances = (gap: bigint, dual: bigint) => ({
  ...round,
  statement: { ...statement, tolerances: { ...statement.tolerances, gap, dual } },
});

/** A party that has rows in all divisions. */
const WITH_ROWS = 0;

const divisions = fc
  .record({
    gap: fc.oneof(fc.bigInt({ min: 0n, max: 1n << 160n }), fc.constantFrom(0n, 40n, 10n ** 20n)),
    dual: fc.bigInt({ min: 0n, max: 1n << 40n }),
    own: fc.integer({ min: 1, max: 500 }),
    others: fc.array(fc.tuple(fc.nat(500), fc.nat(500)), { maxLength: 5 }),
  })
  .map(({ gap, dual, own, others }) => ({
    ...withTolerances(gap, dual),
    inequalities: [own, ...others.map(([count]) => count)],
    equalities: [0, ...others.map(([, count]) => count)],
  }));

describe("shares of the gap", () => {
  it("are equal for each row: of what reduced costs leave, at least of a sixteenth", () => {
    const most = sum(statement.bounds);
    const rows = [3n, 0n, 1n];
    const ample = withTolerances(2n * most, 1n);
    expect(rows.map((_, k) => gapShare(ample, k, 0))).to.deep.equal(rows.map((count) => (most / 4n) * count));
    const tight = withTolerances(most, 1n);
    const each = most / 16n / 4n;
    expect(rows.map((_, k) => gapShare(tight, k, 0))).to.deep.equal(rows.map((count) => each * count));
    expect(rows.map((_, k) => gapShare(withTolerances(0n, 0n), k, 0))).to.deep.equal([0n, 0n, 0n]);
  });

  it("come to no more than the gap, without doublings", () => {
    fc.assert(
      fc.property(divisions, (division) => {
        const shares = division.inequalities.map((_, k) => gapShare(division, k, 0));
        return sum(shares) <= division.statement.tolerances.gap;
      }),
      propertyRuns(100, 1),
    );
  });

  it("are doubled as often as it takes, and no oftener", () => {
    fc.assert(
      fc.property(divisions, fc.bigInt({ min: 0n, max: 1n << 200n }), (division, taken) => {
        const doublings = doublingsFor(division, WITH_ROWS, taken);
        const half = doublings === 0 ? -1n : gapShare(division, WITH_ROWS, doublings - 1);
        return gapShare(division, WITH_ROWS, doublings) >= taken && half < taken;
      }),
      propertyRuns(100, 2),
    );
  });

  it("are the whole gap after few doublings, so that their number tells little", () => {
    fc.assert(
      fc.property(divisions, (division) => {
        const rows = [...division.inequalities, ...division.equalities].reduce((all, count) => all + count, 0);
        const most = 6 + Math.ceil(Math.log2(rows));
        return gapShare(division, WITH_ROWS, most) > division.statement.tolerances.gap;
      }),
      propertyRuns(100, 3),
    );
  });

  for (const name of ["avgas", "afiro", "blend", "sc50b", "securescm-20", "share2b"])
    it(`hold without doublings what rounding takes where the gap follows from the data: ${name}`, async () => {
      const model = await readProgram(new URL(`../../../examples/lp/${name}.mps`, import.meta.url).pathname);
      const joint = combine([announce(model)]);
      const scales = scalesOf(joint, { coefficient: joint.decimals });
      const rows = toPartyRows(model, joint, joint.decimals);
      const outcome = await solveExact(combinePrograms([rows]), { solver: highsSolver, ...scales });
      if (outcome.kind !== "optimal") throw new Error("an optimum is due");
      const { decimals, tolerances, bounds } = scales;
      const size = sizeFor(rows.columns, rows.inequalities.rhs.length + 2 * rows.equalities.rhs.length);
      const own = { ...statement, size, tolerances, bounds };
      const primal = primalPart(rows, decimals, outcome.x, tolerances.residual);
      const values = { multipliers: outcome.multipliers, raySlacks: [], ...primal };
      const taken = rowGap(ownRowNumbers(own, rows.inequalities.rhs.length, values));
      // By far, as each row's part allows for the worst in all its numbers.
      const inequalities = [rows.inequalities.rhs.length];
      const division = { statement: own, inequalities, equalities: [rows.equalities.rhs.length] };
      expect(doublingsFor(division, 0, 1000n * taken)).to.equal(0);
    });

  it("exist for optima only, and for companies with rows", () => {
    expect(gapShare(round, 1, 7)).to.equal(0n);
    for (const kind of ["infeasible", "unbounded"] as const)
      expect(gapShare({ ...round, statement: { ...statement, kind } }, 0, 0)).to.equal(0n);
  });
});
