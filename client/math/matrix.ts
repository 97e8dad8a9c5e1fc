// Dense integer matrices, over the integers and over the prime field Z_M. Variable-time.
import { inverseModulo, mod } from "./field.ts";
import type { Random } from "./random.ts";
import { randomBelow } from "./random.ts";

/** `matrix[i][j]`, every row of the same length. */
export type Matrix = readonly (readonly bigint[])[];

export function mapMatrix(matrix: Matrix, change: (value: bigint, i: number, j: number) => bigint): bigint[][] {
  return matrix.map((row, i) => row.map((value, j) => change(value, i, j)));
}

export function transpose(matrix: Matrix, columns: number): bigint[][] {
  return Array.from({ length: columns }, (_, j) => matrix.map((row) => row[j]!));
}

/** Uniform over Z_M. */
export function randomMatrix(rows: number, columns: number, modulus: bigint, random: Random): bigint[][] {
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => randomBelow(random, modulus)));
}

/** a + b modulo M. */
export function addModulo(a: Matrix, b: Matrix, modulus: bigint): bigint[][] {
  return mapMatrix(a, (value, i, j) => mod(value + b[i]![j]!, modulus));
}

/** a − b modulo M. */
export function subtractModulo(a: Matrix, b: Matrix, modulus: bigint): bigint[][] {
  return mapMatrix(a, (value, i, j) => mod(value - b[i]![j]!, modulus));
}

/** Product over the integers; `columns` is the width of `b` (needed when `b` has no rows). */
export function multiply(a: Matrix, b: Matrix, columns: number): bigint[][] {
  return a.map((row) => {
    const sums = new Array<bigint>(columns).fill(0n);
    for (const [k, factor] of row.entries()) {
      if (factor === 0n) continue;
      const other = b[k]!;
      for (let j = 0; j < columns; j++) {
        const value = other[j]!;
        if (value !== 0n) sums[j]! += factor * value;
      }
    }
    return sums;
  });
}

/** aᵀv over the integers, of length `columns`. */
export function transposeTimes(a: Matrix, v: readonly bigint[], columns: number): bigint[] {
  return multiply([v], a, columns)[0]!;
}

/**
 * Whether a square matrix is invertible modulo a prime. Invertible there implies invertible over
 * the rationals.
 */
export function invertibleModulo(matrix: Matrix, prime: bigint): boolean {
  const work = mapMatrix(matrix, (value) => mod(value, prime));
  const size = work.length;
  for (let column = 0; column < size; column++) {
    const pivotRow = work.findIndex((row, i) => i >= column && row[column] !== 0n);
    if (pivotRow < 0) return false;
    [work[column], work[pivotRow]] = [work[pivotRow]!, work[column]!];
    const pivot = work[column]!;
    const inverse = inverseModulo(pivot[column]!, prime);
    for (let i = column + 1; i < size; i++) {
      const row = work[i]!;
      const factor = (row[column]! * inverse) % prime;
      if (factor === 0n) continue;
      for (let j = column; j < size; j++) row[j] = mod(row[j]! - factor * pivot[j]!, prime);
    }
  }
  return true;
}
