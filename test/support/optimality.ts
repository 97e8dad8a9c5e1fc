// Exact conditions that answers must meet, written from their definitions.
import { expect } from "chai";
import type { IntegerProgram } from "../../client/lp/model/normal.ts";
import type { RationalVector } from "../../client/math/rational.ts";

function dot(a: readonly bigint[], b: readonly bigint[]): bigint {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0n);
}

/** Mᵀw over all rows, inequalities first. */
function pulled(program: IntegerProgram, w: readonly bigint[]): bigint[] {
  const rows = [...program.inequalities.coefficients, ...program.equalities.coefficients];
  return program.objective.map((_, j) => rows.reduce((sum, row, i) => sum + row[j]! * w[i]!, 0n));
}

function expectSigns(program: IntegerProgram, w: readonly bigint[]): void {
  expect(w.length).to.equal(program.inequalities.rhs.length + program.equalities.rhs.length);
  expect(
    w.slice(0, program.inequalities.rhs.length).every((value) => value >= 0n),
    "w ≥ 0",
  ).to.equal(true);
}

export function expectFeasible(program: IntegerProgram, x: RationalVector): void {
  const { numerators, denominator } = x;
  expect(denominator > 0n && numerators.every((value) => value >= 0n), "x ≥ 0").to.equal(true);
  program.inequalities.coefficients.forEach((row, i) => {
    expect(dot(row, numerators) <= program.inequalities.rhs[i]! * denominator, "Mx ≤ b").to.equal(true);
  });
  program.equalities.coefficients.forEach((row, i) => {
    expect(dot(row, numerators) === program.equalities.rhs[i]! * denominator, "Ex = d").to.equal(true);
  });
}

/** Feasible, dual feasible and without gap: the optimum. */
export function expectOptimal(program: IntegerProgram, x: RationalVector, w: RationalVector): void {
  expectFeasible(program, x);
  expectSigns(program, w.numerators);
  const z = pulled(program, w.numerators).map((value, j) => value + program.objective[j]! * w.denominator);
  expect(
    z.every((value) => value >= 0n),
    "z ≥ 0",
  ).to.equal(true);
  const rhs = [...program.inequalities.rhs, ...program.equalities.rhs];
  const gap = dot(program.objective, x.numerators) * w.denominator + dot(rhs, w.numerators) * x.denominator;
  expect(gap === 0n, "cᵀx = −bᵀw").to.equal(true);
}

export function expectFarkas(program: IntegerProgram, w: readonly bigint[]): void {
  expectSigns(program, w);
  expect(
    pulled(program, w).every((value) => value >= 0n),
    "Mᵀw ≥ 0",
  ).to.equal(true);
  expect(dot([...program.inequalities.rhs, ...program.equalities.rhs], w) < 0n, "bᵀw < 0").to.equal(true);
}

export function expectRay(program: IntegerProgram, ray: readonly bigint[]): void {
  expect(
    ray.every((value) => value >= 0n),
    "ray ≥ 0",
  ).to.equal(true);
  expect(
    program.inequalities.coefficients.every((row) => dot(row, ray) <= 0n),
    "M·ray ≤ 0",
  ).to.equal(true);
  expect(
    program.equalities.coefficients.every((row) => dot(row, ray) === 0n),
    "E·ray = 0",
  ).to.equal(true);
  expect(dot(program.objective, ray) < 0n, "cᵀray < 0").to.equal(true);
}
