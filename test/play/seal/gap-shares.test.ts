// How companies divide τ_gap: in public, never more than there is, and so that what rounding takes
// fits without a word.
import { expect } from "chai";
import fc from "fast-check";
import { sum } from "../../../client/math/field.ts";
import { doublingsFor, gapShare } from "../../../client/play/seal/gap-shares.ts";
import { buildSealed } from "../../support/sealed.ts";

const { statement } = buildSealed({ kind: "optimal", inequalities: [2, 0, 1], equalities: [1, 0, 0] }, "gap shares");
const round = { statement, inequalities: [2, 0, 1], equalities: [1, 0, 0] };

const withTolerances = (gap: bigint, dual: bigint) => ({
  ...round,
  statement: { ...statement, tolerances: { ...statement.tolerances, gap, dual } },
});

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
      fc.property(fc.bigInt({ min: 0n, max: 1n << 160n }), fc.bigInt({ min: 0n, max: 1n << 40n }), (gap, dual) => {
        const division = withTolerances(gap, dual);
        return sum([0, 1, 2].map((k) => gapShare(division, k, 0))) <= gap;
      }),
    );
  });

  it("are doubled as often as it takes, and no oftener", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 1n << 200n }), fc.constantFrom(0n, 40n, 10n ** 20n), (taken, gap) => {
        const division = withTolerances(gap, 1n);
        const doublings = doublingsFor(division, 0, taken);
        const half = doublings === 0 ? -1n : gapShare(division, 0, doublings - 1);
        return gapShare(division, 0, doublings) >= taken && half < taken;
      }),
    );
  });

  it("exist for optima only, and for companies with rows", () => {
    expect(gapShare(round, 1, 7)).to.equal(0n);
    for (const kind of ["infeasible", "unbounded"] as const)
      expect(gapShare({ ...round, statement: { ...statement, kind } }, 0, 0)).to.equal(0n);
  });
});
