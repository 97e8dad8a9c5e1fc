// A prover that shares nothing with client/sealed/prover departs from docs/sealed.md: foreign
// variables and degrees in every polynomial, numbers where none are read, the ends of every range.
import { expect } from "chai";
import { interpolate, vanishingMultiple } from "../../../client/sealed/polynomial.ts";
import { addUp, type Bivariate, type ForeignInput, timesInX } from "../../support/sealed-foreign-prover.ts";
import {
  type ForeignRound,
  foreignRound,
  foreignVerdict,
  hiddenOf,
  INFEASIBLE,
  OPTIMAL,
  UNBOUNDED,
  type Witness,
} from "../../support/sealed-foreign-round.ts";

const verdict = (round: ForeignRound, witness: Witness, change: Partial<ForeignInput> = {}) =>
  foreignVerdict(round, hiddenOf(round, witness), change);

/** Adds to some polynomials, and makes what follows from them fit. */
const adding = (to: readonly string[], change: Bivariate) => ({
  forge: (name: string, honest: Bivariate): Bivariate =>
    to.includes(name)
      ? addUp([
          [1n, honest],
          [1n, change],
        ])
      : honest,
});

/** The polynomials of each kind that carry a claim, other than the matrices; one of each sort. */
const POLYNOMIALS = {
  optimal: "lC l0 m V hC h0 hT x T a e0 Phi Psi q",
  infeasible: "l0 V hT e0 Phi q",
  unbounded: "l0 hT x T a Psi q",
};

const [SIZE, LIMB_SIZE] = [16, 512];
const spike = (index: number, value = 1n) =>
  interpolate(Array.from({ length: SIZE }, (_, i) => (i === index ? value : 0n)));

describe("sealed: a foreign prover's attempts", function () {
  this.timeout(600_000);

  it("gaps, residuals and prices too large, rays too shallow", () => {
    expect(verdict(OPTIMAL.round, { x: [7n, 8n], w: [[1n], []] }), "gap 5").to.equal("accepted");
    expect(verdict(OPTIMAL.round, { x: [7n, 7n], w: [[1n], []] }), "gap 6").to.equal("EquationFailed");
    expect(verdict(OPTIMAL.round, { x: [7n, 15n], w: [[1n], []] }), "residual 2").to.equal("accepted");
    expect(verdict(OPTIMAL.round, { x: [7n, 16n], w: [[1n], []] }), "residual 3").to.equal("EquationFailed");
    expect(verdict(INFEASIBLE.round, { w: [[1n], []] }), "no contradiction").to.equal("EquationFailed");
    expect(verdict(UNBOUNDED.round, { x: [0n, 0n], ray: [1n, 1n] }), "slope 4 of 2·2").to.equal("EquationFailed");
  });

  for (const { round, witness } of [OPTIMAL, INFEASIBLE, UNBOUNDED]) {
    const { kind } = round.statement;
    it(`σ or τ where it does not belong, in every polynomial: ${kind}`, () => {
      for (const name of POLYNOMIALS[kind].split(" ")) {
        const foreign: Bivariate = /^(e|We)/.test(name) ? [[0n, 7n]] : [[], [7n]];
        expect(verdict(round, witness, adding([name], foreign)), name).to.equal("EquationFailed");
      }
    });

    it(`degrees to the string's end: ${kind}`, () => {
      const high = vanishingMultiple(LIMB_SIZE, [...new Array<bigint>(LIMB_SIZE).fill(0n), 7n]);
      const names = POLYNOMIALS[kind].split(" ").filter((own) => !/^[eq]/.test(own));
      // T, V and a are more than their values on H; all others are nothing but their values on K.
      const [whole, values] = [true, false].map((is) => names.filter((own) => ["T", "V", "a"].includes(own) === is));
      for (const name of whole!)
        expect(verdict(round, witness, adding([name], [high])), name).to.equal("EquationFailed");
      expect(verdict(round, witness, adding(["A0", "A1", "c", ...values!], [high]))).to.equal("accepted");
    });
  }

  it("σ in the costs of a ray: harmless where the ray is 0, refused elsewhere", () => {
    const { round, witness } = UNBOUNDED;
    const foreign = (column: number) => adding(["c"], timesInX([0n, 1n], spike(column)));
    expect(verdict(round, witness, foreign(1))).to.equal("accepted");
    expect(verdict(round, witness, foreign(2))).to.equal("EquationFailed");
    expect(verdict(OPTIMAL.round, OPTIMAL.witness, foreign(1)), "a price of kind 0").to.equal("EquationFailed");
  });

  it("numbers of a matrix in the slot's row or in columns that the round lacks: rows as any, or nothing", () => {
    const entry = (i: number, j: number, value: bigint) => adding(["A1"], timesInX(spike(i, value), spike(j)));
    for (const { round, witness } of [OPTIMAL, INFEASIBLE, UNBOUNDED])
      expect(verdict(round, witness, entry(SIZE - 1, 1, 1n << 200n)), round.statement.kind).to.equal("accepted");
    expect(verdict(OPTIMAL.round, OPTIMAL.witness, entry(0, 9, 1n << 200n)), "no multiplier").to.equal("accepted");
    // The mask row has multiplier 1 and is paid for like any other.
    expect(verdict(OPTIMAL.round, OPTIMAL.witness, entry(SIZE - 2, 0, 1n))).to.equal("EquationFailed");
    expect(verdict(INFEASIBLE.round, INFEASIBLE.witness, entry(SIZE - 2, 1, -1n))).to.equal("EquationFailed");
  });

  it("a multiplier in the slot, a ray or a point beyond the columns, x_0 of another scale", () => {
    const at = (values: bigint[], index: number, by: bigint) => values.with(index, values[index]! + by);
    const { columns, rows } = hiddenOf(OPTIMAL.round, OPTIMAL.witness);
    const row = rows[1]!;
    const refused = (numbers: Pick<ForeignInput, "columns" | "rows">, round = OPTIMAL.round) =>
      expect(foreignVerdict(round, numbers)).to.equal("EquationFailed");
    refused({ columns, rows: [rows[0]!, { ...row, w: at(row["w"]!, SIZE - 1, 1n) }] });
    for (const j of [0, 3, SIZE - 1]) refused({ columns: { ...columns, x: at(columns["x"]!, j, 1n) }, rows });
    const unbounded = hiddenOf(UNBOUNDED.round, UNBOUNDED.witness);
    for (const j of [0, 3, SIZE - 1]) {
      const ray = at(unbounded.columns["ray"]!, j, 1n);
      refused({ ...unbounded, columns: { ...unbounded.columns, ray } }, UNBOUNDED.round);
    }
  });

  it("the ends of shapes and tolerances are accepted", () => {
    const exact = { tolerances: { residual: 0n, dual: 0n, gap: 0n } };
    expect(verdict(foreignRound([[[5n, 1n]]], [-1n], exact), { x: [5n], w: [[1n]] }), "no tolerance").to.equal(
      "accepted",
    );
    const all = Array.from({ length: SIZE - 2 }, (_, i) => [BigInt(i), ...new Array<bigint>(13).fill(1n)]);
    const full = foreignRound([all], new Array<bigint>(13).fill(-1n), exact);
    const x = new Array<bigint>(13).fill(0n);
    expect(verdict(full, { x, w: [[1n]] }), "n = R − 3 and R − 2 rows").to.equal("accepted");
    const fixed = foreignRound([[[9n, 1n]], [[9n, 1n]], [[9n, 1n]]], [0n], {
      ...exact,
      bounds: [0n],
      objectiveOwner: 2,
    });
    expect(verdict(fixed, { x: [0n] }), "U = 0, three parties").to.equal("accepted");
    expect(verdict(fixed, { x: [1n] }), "x = 1 over U = 0").to.equal("EquationFailed");
  });

  it("12-bit limbs: fields at their ends, and a gap just above its tolerance", () => {
    const end = (1n << 72n) - 1n;
    const tolerances = { residual: (1n << 60n) - 1n, dual: (1n << 60n) - 1n, gap: (1n << 168n) - 1n };
    // max end·x with x ≤ end: w = end, and z⁺ of almost 2^120 in the second column.
    const round = foreignRound([[[end, 1n, (1n << 48n) - 1n]]], [-end, 0n], {
      size: 128,
      tolerances,
      bounds: [end, end],
    });
    const witness = { x: [end, 0n], w: [[end]] };
    expect(verdict(round, witness)).to.equal("accepted");
    const tight = foreignRound(round.rows, round.costs, {
      ...round.statement,
      tolerances: { ...tolerances, gap: end - 1n },
    });
    expect(verdict(tight, { ...witness, x: [end - 1n, 0n] }), "gap = end").to.equal("EquationFailed");
  });
});
