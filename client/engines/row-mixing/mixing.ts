// A party's secrets, what it publishes of its rows, and the published problem that these parts
// form.
import type { EqualityProgram } from "../../lp/exact/standard.ts";
import type { PartyRows } from "../../lp/model/normal.ts";
import { allRows } from "../../lp/model/normal.ts";
import { type Matrix, mapMatrix, multiply, transposeTimes } from "../../math/matrix.ts";
import { type Random, randomBetween } from "../../math/random.ts";
import { MIX_LIMIT, type MixingShape, type PartyShape } from "./shape.ts";

/**
 * Secret. `b` is B_·i, k × m_i; `d` is the diagonal of D_i, one positive coefficient for each
 * inequality.
 */
export interface Mixing {
  readonly b: Matrix;
  readonly d: readonly bigint[];
}

/**
 * What a party publishes: B_·i A_i (k × n), B_·i b_i and B_·i D_i (k × its inequalities), and c if
 * it owns the objective.
 */
export interface Published {
  readonly matrix: Matrix;
  readonly rhs: readonly bigint[];
  readonly slack: Matrix;
  readonly costs: readonly bigint[] | null;
}

/**
 * Draws uniformly. Nobody knows all of B, so nobody can test its rank; MIX_LIMIT explains why it is
 * full.
 */
export function drawMixing(shape: MixingShape, { rows, inequalities }: PartyShape, random: Random): Mixing {
  const mixing = random.fork("B");
  const slacks = random.fork("D");
  const entry = () => randomBetween(mixing, -MIX_LIMIT, MIX_LIMIT);
  return {
    b: Array.from({ length: shape.rows }, () => Array.from({ length: rows }, entry)),
    d: Array.from({ length: inequalities }, () => randomBetween(slacks, 1n, shape.slackLimit)),
  };
}

/** One party's part of equations (2), (3) and (5). */
export function publish(shape: MixingShape, rows: PartyRows, { b, d }: Mixing): Published {
  const { coefficients: matrix, rhs } = allRows(rows);
  return {
    matrix: multiply(b, matrix, shape.variables),
    rhs: multiply(
      b,
      rhs.map((value) => [value]),
      1,
    ).map(([value]) => value!),
    slack: mapMatrix(
      b.map((row) => row.slice(0, d.length)),
      (value, _, i) => value * d[i]!,
    ),
    costs: rows.objective,
  };
}

/**
 * min cᵀx, BAx + BDx_s = Bb, x ≥ 0, x_s ≥ 0: `parts[i]` is what party i published, null if nothing.
 */
export function publishedProgram(shape: MixingShape, parts: readonly (Published | null)[]): EqualityProgram {
  const matrix = Array.from({ length: shape.rows }, () => new Array<bigint>(shape.width).fill(0n));
  const rhs = new Array<bigint>(shape.rows).fill(0n);
  for (const { party, firstSlack } of shape.parties) {
    const part = parts[party] ?? null;
    if (part === null) continue;
    for (const [r, row] of matrix.entries()) {
      for (const [j, value] of part.matrix[r]!.entries()) row[j]! += value;
      for (const [i, value] of part.slack[r]!.entries()) row[firstSlack + i] = value;
      rhs[r]! += part.rhs[r]!;
    }
  }
  const costs = new Array<bigint>(shape.width).fill(0n);
  for (const [j, cost] of (parts[shape.owner]?.costs ?? []).entries()) costs[j] = cost;
  return { matrix, rhs, costs };
}

/** w_i = −B_·iᵀŷ, at the scale of ŷ: the multipliers of a party's own rows. */
export function unmix({ b }: Mixing, duals: readonly bigint[], rows: number): bigint[] {
  return transposeTimes(b, duals, rows).map((value) => -value);
}
