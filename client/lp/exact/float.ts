// Converts integers of any size to doubles, and a floating-point answer to a hint for a basis.
import { bitLength, largestBits } from "../../math/bits.ts";
import type { FloatProblem, FloatResult } from "../solvers/solver.ts";
import type { StandardProgram } from "./standard.ts";

/** value · 2^−exponent as a double; never an infinity while |value| ≤ 2^exponent · 2^1000. */
function scaledDouble(value: bigint, exponent: number): number {
  const drop = Math.max(0, bitLength(value) - 64);
  const shift = drop - exponent;
  // Two factors, since 2^shift alone may be below the smallest double when the product is not.
  return Number(value >> BigInt(drop)) * 2 ** Math.max(shift, -1000) * 2 ** Math.min(shift + 1000, 0);
}

/** Number of bits of the largest entry of each row. */
export function rowExponents(program: StandardProgram): number[] {
  const exponents = program.rhs.map(() => 0);
  for (const { rows, values } of program.columns) {
    rows.forEach((row, k) => {
      exponents[row] = Math.max(exponents[row]!, bitLength(values[k]!));
    });
  }
  return exponents;
}

/**
 * The program in doubles. Row i is multiplied by 2^−rowExponents[i]; after that, all right-hand
 * sides are multiplied by one more power of two, and all costs by another.
 */
export function toFloat(program: StandardProgram): FloatProblem {
  const m = program.rhs.length;
  const rows = Array.from({ length: m }, () => ({ indices: [] as number[], values: [] as bigint[] }));
  program.columns.forEach((column, j) => {
    column.rows.forEach((row, k) => {
      rows[row]!.indices.push(j);
      rows[row]!.values.push(column.values[k]!);
    });
  });
  const exponents = rowExponents(program);
  const rhsExponent = program.rhs.reduce(
    (most, value, i) => (value === 0n ? most : Math.max(most, bitLength(value) - exponents[i]!)),
    Number.NEGATIVE_INFINITY,
  );
  const costExponent = largestBits(program.costs);
  const starts = new Int32Array(m + 1);
  rows.forEach((row, i) => {
    starts[i + 1] = starts[i]! + row.indices.length;
  });
  return {
    columns: program.columns.length,
    costs: Float64Array.from(program.costs, (cost) => scaledDouble(cost, costExponent)),
    rhs: Float64Array.from(program.rhs, (value, i) =>
      value === 0n ? 0 : scaledDouble(value, exponents[i]! + rhsExponent),
    ),
    inequality: program.inequality,
    starts,
    indices: Int32Array.from(rows.flatMap((row) => row.indices)),
    values: Float64Array.from(rows.flatMap((row, i) => row.values.map((value) => scaledDouble(value, exponents[i]!)))),
  };
}

/**
 * Variables wanted in the basis, best first: those of the solver's basis or, if it has none, a
 * guess from its solution and duals.
 */
export function hintOf(problem: FloatProblem, result: FloatResult): number[] {
  const { columns: n, inequality } = problem;
  if (result.basis !== null) {
    const { columns, rows } = result.basis;
    return [...inequality.keys()]
      .flatMap((i) => (rows[i] ? [n + i] : []))
      .concat([...columns.keys()].filter((j) => columns[j]));
  }
  return result.x === null || result.duals === null ? [] : crossover(problem, result.x, result.duals);
}

const ZERO = 1e-9;

/**
 * First the positive variables, then logicals whose dual is exactly 0 (in GLPK's results those of
 * basic logicals are), then columns whose reduced cost is 0.
 */
function crossover(problem: FloatProblem, x: Float64Array, duals: Float64Array): number[] {
  const { columns: n, starts, indices, values, inequality } = problem;
  const reduced = Float64Array.from(problem.costs);
  const weight = problem.costs.map(Math.abs);
  const positive: number[] = [];
  const unpriced: number[] = [];
  for (let i = 0; i < problem.rhs.length; i++) {
    let slack = problem.rhs[i]!;
    let size = Math.abs(slack);
    for (let k = starts[i]!; k < starts[i + 1]!; k++) {
      const j = indices[k]!;
      const part = values[k]! * x[j]!;
      slack -= part;
      size += Math.abs(part);
      reduced[j]! -= values[k]! * duals[i]!;
      weight[j]! += Math.abs(values[k]! * duals[i]!);
    }
    if (inequality[i] && slack > ZERO * size) positive.push(n + i);
    else if (duals[i] === 0) unpriced.push(n + i);
  }
  const columns = [...reduced.keys()];
  const largest = x.reduce((most, value) => Math.max(most, value), 0);
  const held = columns.filter((j) => x[j]! > ZERO * largest).sort((a, b) => x[b]! - x[a]!);
  const taken = new Set(held);
  const price = (j: number): number => (reduced[j] === 0 ? 0 : Math.abs(reduced[j]!) / weight[j]!);
  const tight = columns.filter((j) => !taken.has(j) && price(j) <= ZERO).sort((a, b) => price(a) - price(b));
  return [...positive, ...held, ...unpriced, ...tight];
}
