// From integers of any size to doubles, and from a floating-point answer to a hint for a basis.

import { absolute } from "../../math/rational.ts";
import type { FloatProblem, FloatResult } from "../solvers/solver.ts";
import type { BasisHint } from "./basis.ts";
import type { StandardProgram } from "./standard.ts";

/** Number of bits of the magnitude. */
function bitLength(value: bigint): number {
  if (value === 0n) return 0;
  const hex = absolute(value).toString(16);
  return 4 * (hex.length - 1) + (32 - Math.clz32(Number.parseInt(hex[0]!, 16)));
}

/** value · 2^−exponent as a double; never an infinity while |value| ≤ 2^exponent · 2^1000. */
function scaledDouble(value: bigint, exponent: number): number {
  const drop = Math.max(0, bitLength(value) - 64);
  const shift = drop - exponent;
  // Two factors, since 2^shift alone may fall below the smallest double while the product does not.
  return Number(value >> BigInt(drop)) * 2 ** Math.max(shift, -1000) * 2 ** Math.min(shift + 1000, 0);
}

function largestBits(values: readonly bigint[]): number {
  return values.reduce((most, value) => Math.max(most, bitLength(value)), 0);
}

/** A problem in doubles and its positive factors: float row i is the exact row · 2^−rowExponents[i], and so on. */
export function toFloat(program: StandardProgram): FloatProblem {
  const m = program.rhs.length;
  const rows = Array.from({ length: m }, () => ({ indices: [] as number[], values: [] as bigint[] }));
  program.columns.forEach((column, j) => {
    column.rows.forEach((row, k) => {
      rows[row]!.indices.push(j);
      rows[row]!.values.push(column.values[k]!);
    });
  });
  const exponents = rows.map((row) => largestBits(row.values));
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

/** Basic variables first by their own word (the solver's basis), else by size of x, then by smallness of reduced costs. */
export function hintOf(problem: FloatProblem, result: FloatResult): BasisHint {
  const columns = Array.from({ length: problem.columns }, (_, j) => j);
  const rows = problem.inequality.map((_, i) => i);
  if (result.basis !== null) {
    const { basis } = result;
    return { columns: columns.filter((j) => basis.columns[j]), rows: rows.filter((i) => basis.rows[i]) };
  }
  if (result.x === null || result.duals === null) return { columns: [], rows };
  return crossover(problem, result.x, result.duals);
}

const ZERO = 1e-9;

function crossover(problem: FloatProblem, x: Float64Array, duals: Float64Array): BasisHint {
  const { starts, indices, values, inequality } = problem;
  const reduced = Float64Array.from(problem.costs);
  const weight = new Float64Array(problem.columns);
  const slackRows: number[] = [];
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
    if (inequality[i] && slack > ZERO * size) slackRows.push(i);
  }
  const columns = Array.from(reduced, (_, j) => j);
  const largest = x.reduce((most, value) => Math.max(most, value), 0);
  const positive = columns.filter((j) => x[j]! > ZERO * largest).sort((a, b) => x[b]! - x[a]!);
  const taken = new Set(positive);
  const tight = (j: number): boolean => Math.abs(reduced[j]!) <= ZERO * (Math.abs(problem.costs[j]!) + weight[j]!);
  const degenerate = columns.filter((j) => !taken.has(j) && tight(j));
  return { columns: [...positive, ...degenerate], rows: slackRows };
}
