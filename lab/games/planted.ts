// Programs drawn around a given outcome: candidates with different data and the same published
// result (x, slacks, multipliers, reduced costs). Only an engine's messages and their number
// can tell them apart.
import type { IntegerProgram } from "../../client/lp/model/normal.ts";
import { rankOf } from "../../client/math/echelon.ts";
import { dot } from "../../client/math/field.ts";
import { type Matrix, transposeTimes } from "../../client/math/matrix.ts";
import { type Random, randomBetween } from "../../client/math/random.ts";
import type { Problem } from "./problems.ts";

export interface Plant {
  /** Solution, slacks, multipliers and reduced costs; strictly complementary. */
  readonly x: readonly bigint[];
  readonly s: readonly bigint[];
  readonly w: readonly bigint[];
  readonly z: readonly bigint[];
}

/**
 * Draws an outcome in which `basic` of the `columns` variables and as many of the `rows`
 * multipliers are positive: a vertex, if the rows allow it.
 */
export function drawPlant(rows: number, columns: number, basic: number, random: Random): Plant {
  const positive = () => randomBetween(random, 1n, 20n);
  const vector = (length: number, isPositive: (i: number) => boolean) =>
    Array.from({ length }, (_, i) => (isPositive(i) ? positive() : 0n));
  return {
    x: vector(columns, (j) => j < basic),
    s: vector(rows, (i) => i >= basic),
    w: vector(rows, (i) => i < basic),
    z: vector(columns, (j) => j >= basic),
  };
}

/**
 * min cᵀx, Ax ≤ b with exactly this outcome. The rows of A in `keep` are given, by index; the
 * others are drawn. Half of the entries are positive, a quarter negative.
 */
export function programAround(
  plant: Plant,
  keep: ReadonlyMap<number, readonly bigint[]>,
  random: Random,
): IntegerProgram {
  const { x, s, w, z } = plant;
  const basic = x.filter((value) => value > 0n).length;
  const entry = (): bigint => {
    const sign = randomBetween(random, 0n, 3n);
    const size = randomBetween(random, 1n, 99n);
    return sign === 0n ? 0n : sign === 1n ? -size : size;
  };
  for (;;) {
    const matrix: Matrix = s.map((_, i) => keep.get(i) ?? x.map(entry));
    const vertex = matrix.slice(0, basic).map((row) => row.slice(0, basic));
    if (rankOf(vertex) < basic) continue;
    return {
      inequalities: { coefficients: matrix, rhs: matrix.map((row, i) => dot(row, x) + s[i]!) },
      equalities: { coefficients: [], rhs: [] },
      objective: transposeTimes(matrix, w, x.length).map((value, j) => z[j]! - value),
    };
  }
}

/** As a problem without decimals. */
export function planted(program: IntegerProgram): Problem {
  return { name: "planted", program, decimals: 0 };
}
