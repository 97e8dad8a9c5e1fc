// From an outcome to hidden numbers: what a sealed proof cannot hold is refused before anything is
// committed, and what it can hold meets the public certificate's conditions.
import { expect } from "chai";
import type { OptimalOutcome, PublicOutcome, UnboundedOutcome } from "../../client/certificate/types.ts";
import { GROUP_ORDER } from "../../client/crypto/curve/bn254.ts";
import { measure } from "../../client/lp/exact/tolerances.ts";
import type { PartyRows } from "../../client/lp/model/normal.ts";
import { dot, sum } from "../../client/math/field.ts";
import { domainOf, onColumns } from "../../client/sealed/domain.ts";
import { limbsOf } from "../../client/sealed/layout.ts";
import { hiddenNumbers, matrixEntries, sumShares } from "../../client/sealed/numbers.ts";
import { commitMatrix } from "../../client/sealed/prover/commit.ts";
import { checkStatement, type SealedStatement, sizeFor, sumTarget } from "../../client/sealed/statement.ts";
import { TEST_ID, testSeed } from "../support/certificate.ts";
import { buildSealed, refusal, testString } from "../support/sealed.ts";

const STATEMENT: SealedStatement = {
  ...TEST_ID,
  ...{ kind: "optimal", size: 16, columns: 2, parties: 1, objectiveOwner: 0 },
  decimals: { solution: 1, multiplier: 1 },
  tolerances: { residual: 100n, dual: 100n, gap: 2000n },
  bounds: [500n, 500n],
  commitments: ["0x"],
};

/** min −x, x ≤ 7 in a row, 0 ≤ y: x = 7, w = 1. */
const OPTIMUM: OptimalOutcome = {
  kind: "optimal",
  ...{ x: [70n, 0n], slacks: [[0n]], residuals: [[0n]], objective: -70n },
  ...{ multipliers: [[10n]], reducedCosts: [0n, 20n], dual: 70n, rho: 0n },
};

const RAY: UnboundedOutcome = {
  kind: "unbounded",
  ...{ x: [70n, 0n], slacks: [[0n]], residuals: [[0n]], objective: -70n },
  ...{ ray: [0n, 1n], raySlacks: [[0n]], dual: -30n },
};

const SHAPE = { inequalities: [1] };

const codeOf = (act: () => unknown) => refusal(act).code;

const numbersOf = (outcome: PublicOutcome, change: Partial<SealedStatement> = {}) =>
  hiddenNumbers({ ...STATEMENT, kind: outcome.kind, ...change }, SHAPE, outcome);

describe("sealed: hidden numbers", () => {
  it("of an optimum: signs apart, complements, slack in the slot", () => {
    const over = { ...OPTIMUM, reducedCosts: [-3n, 20n], residuals: [[4n]], slacks: [[0n]] };
    const { columns, rows } = numbersOf(over);
    expect(columns.get("x")!.slice(0, 4)).to.deep.equal([10n, 70n, 0n, 0n]);
    expect(columns.get("x'")!.slice(0, 4)).to.deep.equal([0n, 430n, 500n, 0n]);
    expect(columns.get("z+")!.slice(0, 3)).to.deep.equal([0n, 0n, 20n]);
    expect(columns.get("z-")!.slice(0, 3)).to.deep.equal([0n, 3n, 0n]);
    expect(columns.get("z-'")!.slice(0, 3)).to.deep.equal([100n, 97n, 100n]);
    expect(rows[0]!.get("r")![0]).to.equal(4n);
    expect(rows[0]!.get("w")![14]).to.equal(1n);
    expect(codeOf(() => numbersOf(over, { tolerances: { ...STATEMENT.tolerances, gap: 430n * 3n + 40n } }))).to.equal(
      "accepted",
    );
    expect(codeOf(() => numbersOf(over, { tolerances: { ...STATEMENT.tolerances, gap: 430n * 3n + 39n } }))).to.equal(
      "GapTooLarge",
    );
  });

  it("of a ray: as steep as reduced costs are tolerated, and one unit more", () => {
    // u·d + τ_dual Σ ray + 1 ≤ 0 with u = 10, d = −30.
    expect(codeOf(() => numbersOf(RAY, { tolerances: { ...STATEMENT.tolerances, dual: 299n } }))).to.equal("accepted");
    expect(codeOf(() => numbersOf(RAY, { tolerances: { ...STATEMENT.tolerances, dual: 300n } }))).to.equal(
      "RayTooShallow",
    );
  });

  it("of a contradiction: scaled until it covers the mask rows", () => {
    const { multipliers, reducedCosts, rho } = OPTIMUM;
    const farkas = (dual: bigint) => ({ kind: "infeasible" as const, multipliers, reducedCosts, rho, dual });
    // x_0 = 10, Σ w = 10, τ = 100: more than 1000 is needed for the rows alone.
    const { rows, columns } = numbersOf(farkas(-101n));
    const factor = rows[0]!.get("w")![0]! / 10n;
    // τ·P + 1, with one party.
    expect(factor).to.equal(101n);
    expect(columns.get("z+")![0]).to.equal(factor * 101n);
    expect(codeOf(() => numbersOf(farkas(-100n)))).to.equal("ContradictionTooWeak");
  });

  it("sums: the shares of all parties come to the target", () => {
    for (const kind of ["optimal", "infeasible", "unbounded"] as const) {
      const { statement, numbers } = buildSealed(
        { kind, inequalities: [2, 3], equalities: [1, 1], owner: 1 },
        "shares",
      );
      const shares = sumShares(statement, numbers);
      expect((sum(shares) - sumTarget(statement)) % GROUP_ORDER, kind).to.equal(0n);
    }
  });

  it("refuses numbers that a field cannot hold, by field and index only", () => {
    const domain = domainOf(16);
    const values = new Map([["x" as const, [1n << 54n]]]);
    expect(codeOf(() => limbsOf(domain, "optimal", "C", values))).to.equal("NumberOutOfRange");
    expect(codeOf(() => limbsOf(domain, "optimal", "C", new Map([["x" as const, [-1n]]])))).to.equal(
      "NumberOutOfRange",
    );
    expect(() => limbsOf(domain, "optimal", "C", values)).to.not.throw((1n << 54n).toString());
  });

  it("refuses a matrix that needs a larger string, and entries of 2^72", () => {
    const rows = (count: number, entry = 1n): PartyRows => ({
      columns: 2,
      inequalities: { coefficients: [], rhs: [] },
      equalities: { coefficients: Array.from({ length: count }, () => [entry, 1n]), rhs: new Array(count).fill(1n) },
      objective: [0n, 0n],
    });
    expect(codeOf(() => matrixEntries(16, rows(7)))).to.equal("accepted");
    expect(codeOf(() => matrixEntries(16, rows(8)))).to.equal("MatrixTooLarge");
    const wide = (columns: number): PartyRows => ({
      columns,
      inequalities: { coefficients: [new Array<bigint>(columns).fill(1n)], rhs: [1n] },
      equalities: { coefficients: [], rhs: [] },
      objective: null,
    });
    for (const [columns, code] of [
      [13, "accepted"],
      [14, "MatrixTooLarge"],
      [16, "MatrixTooLarge"],
    ] as const)
      expect(
        codeOf(() => matrixEntries(16, wide(columns))),
        `${columns} columns`,
      ).to.equal(code);
    expect(onColumns(4, 7n, [8n, 9n])).to.deep.equal([7n, 8n, 9n, 0n]);
    expect(onColumns(4, 7n, [8n, 9n, 1n])).to.deep.equal([7n, 8n, 9n, 1n]);
    expect(codeOf(() => onColumns(4, 7n, [8n, 9n, 1n, 2n]))).to.equal("MatrixTooLarge");
    const { committer } = testString(16);
    const commit = (own: PartyRows) => commitMatrix(committer, 16, own, testSeed("commit"));
    expect(codeOf(() => commit(rows(1, (1n << 72n) - 1n)))).to.equal("accepted");
    expect(codeOf(() => commit(rows(1, 1n << 72n)))).to.equal("NumberOutOfRange");
    expect(codeOf(() => commit({ ...rows(1), objective: [-(1n << 72n), 0n] }))).to.equal("NumberOutOfRange");
    expect([sizeFor(13, 14), sizeFor(14, 1), sizeFor(1, 15)]).to.deep.equal([16, 32, 32]);
  });

  it("equalities count twice, with both signs", () => {
    const own: PartyRows = {
      columns: 2,
      inequalities: { coefficients: [[1n, 2n]], rhs: [3n] },
      equalities: { coefficients: [[4n, 5n]], rhs: [6n] },
      objective: null,
    };
    const entries = matrixEntries(16, own).map((row) => row.slice(0, 3));
    expect(entries.slice(0, 4)).to.deep.equal([
      [-3n, 1n, 2n],
      [-6n, 4n, 5n],
      [6n, -4n, -5n],
      [0n, 0n, 0n],
    ]);
  });

  it("meet every condition of the specification over the integers", () => {
    const { statement, numbers, rows } = buildSealed({ kind: "optimal", inequalities: [3, 2], owner: 1 }, "conditions");
    checkStatement(statement);
    const x = numbers.columns.get("x")!;
    for (const [k, own] of rows.entries()) {
      const values = numbers.rows[k]!;
      for (const [i, entries] of matrixEntries(16, own).slice(0, -1).entries())
        expect(dot(entries, x)).to.equal(values.get("r")![i]! - values.get("s")![i]!);
    }
  });

  it("of an optimum sum up to the public gap and violation together at most, and to each of them at least", () => {
    for (const seed of ["a", "b", "c", "d"]) {
      const { statement, numbers, rows } = buildSealed({ kind: "optimal", inequalities: [4], equalities: [2] }, seed);
      const { inequalities, equalities, objective, columns } = rows[0]!;
      const w = numbers.rows[0]!.get("w")!;
      const signed = equalities.rhs.map((_, i) => w[4 + 2 * i]! - w[5 + 2 * i]!);
      const { errors } = measure(
        { inequalities, equalities, objective: [...objective!] },
        { decimals: { coefficient: 0, ...statement.decimals }, bounds: statement.bounds },
        numbers.columns.get("x")!.slice(1, columns + 1),
        [...w.slice(0, 4), ...signed],
      );
      const total = statement.tolerances.gap - numbers.rows[0]!.get("s")!.at(-1)!;
      expect(errors.violation > 0n && errors.gap > 0n).to.equal(true);
      expect(total >= errors.gap && total >= errors.violation, "no weaker").to.equal(true);
      expect(total <= errors.gap + errors.violation, "no stricter").to.equal(true);
    }
  });
});
