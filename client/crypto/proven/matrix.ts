// Products of a shared matrix, row-major, with shared vectors: not verified, and with public
// weights, which each node computes alone.
import type { Vector } from "../curve/vector.ts";
import { concatVectors, dot, each, type FieldShares, sliceOf } from "./field.ts";
import type { ProvingNode } from "./node.ts";
import { reshare } from "./reshare.ts";

export interface Matrix {
  readonly entries: FieldShares;
  readonly rows: number;
  readonly columns: number;
}

/** For each row, Σ_j base^j·entry j. */
function rowSums(entries: Vector, { rows, columns }: Matrix, base: bigint): Vector {
  const sums = entries.windowSums(columns, 1, base);
  return concatVectors(Array.from({ length: rows }, (_, i) => sliceOf(sums, i * columns, 1)));
}

/** For each column, Σ_i base^i·entry i. */
function columnSums(entries: Vector, { rows, columns }: Matrix, base: bigint): Vector {
  return sliceOf(entries.windowSums(rows, columns, base), 0, columns);
}

/** matrix·(base^0, base^1, …). */
export function weighColumns(matrix: Matrix, base: bigint): FieldShares {
  return each(matrix.entries, (entries) => rowSums(entries, matrix, base));
}

/** (base^0, base^1, …)·matrix. */
export function weighRows(matrix: Matrix, base: bigint): FieldShares {
  return each(matrix.entries, (entries) => columnSums(entries, matrix, base));
}

/** A node's addend of Σ_j x_j·y_j. */
export function dotAddend(x: FieldShares, y: FieldShares): Vector {
  return dot(x.first, y.first.plus(y.second)).plus(dot(x.second, y.first));
}

/** Addends of the products of each entry with the number for it. */
function addends({ entries }: Matrix, factors: FieldShares): Vector {
  const { first, second } = factors;
  return entries.first.times(first.plus(second)).plusProducts([[entries.second, first]]);
}

export function timesColumn(node: ProvingNode, matrix: Matrix, x: FieldShares): Promise<FieldShares> {
  const factors = each(x, (component) => component.repeated(matrix.rows));
  return reshare(node, rowSums(addends(matrix, factors), matrix, 1n));
}

export function rowTimes(node: ProvingNode, w: FieldShares, matrix: Matrix): Promise<FieldShares> {
  const spread = (component: Vector) =>
    concatVectors(Array.from({ length: matrix.rows }, (_, i) => sliceOf(component, i, 1).repeated(matrix.columns)));
  return reshare(node, columnSums(addends(matrix, each(w, spread)), matrix, 1n));
}
