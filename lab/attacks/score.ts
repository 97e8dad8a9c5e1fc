// How much of the truth an attack recovered. The only file of this room that sees the truth; no
// attack imports it.
import type { Matrix } from "../../client/math/matrix.ts";
import { primitive } from "../../client/math/rational.ts";

/** Of `total` private rows (or other items), how many were recovered. */
export interface Score {
  readonly recovered: number;
  readonly total: number;
}

/**
 * The row in smallest integers: equal for rows that differ by a positive factor (`signed`), or by
 * any factor.
 */
function canonical(row: readonly bigint[], signed: boolean): string {
  const small = primitive(row);
  const lead = small.find((value) => value !== 0n) ?? 0n;
  return (!signed && lead < 0n ? small.map((value) => -value) : small).join();
}

/**
 * How many of the true rows are among the found ones, up to a positive factor (`signed`) or up to
 * any factor. A found row counts for as many true rows as equal it.
 */
export function scoreRows(found: Matrix, truth: Matrix, signed: boolean): Score {
  const known = new Set(found.map((row) => canonical(row, signed)));
  return { recovered: truth.filter((row) => known.has(canonical(row, signed))).length, total: truth.length };
}

/** How many of the true rows were found in their places, exactly. */
export function scoreExactRows(found: Matrix, truth: Matrix): Score {
  return { recovered: truth.filter((row, i) => row.join() === found[i]?.join()).length, total: truth.length };
}

export function totalScore(scores: readonly Score[]): Score {
  const sum = (key: keyof Score) => scores.reduce((all, score) => all + score[key], 0);
  return { recovered: sum("recovered"), total: sum("total") };
}

/** How many positions of a secret sequence were recovered; null stands for none. */
export function scorePositions<T>(found: readonly T[] | null, truth: readonly T[]): Score {
  return { recovered: truth.filter((value, i) => found?.[i] === value).length, total: truth.length };
}

/** 95% Wilson interval of a success rate. */
export function successInterval({ recovered, total }: Score): { readonly low: number; readonly high: number } {
  const z = 1.96;
  const rate = recovered / total;
  const spread = z * Math.sqrt((rate * (1 - rate) + (z * z) / (4 * total)) / total);
  const centre = rate + (z * z) / (2 * total);
  const scale = 1 + (z * z) / total;
  return { low: Math.max(0, (centre - spread) / scale), high: Math.min(1, (centre + spread) / scale) };
}
