// Q, monomial with positive entries. The paper asks that Q⁻¹ be positive and draws Q with positive
// entries, but only a monomial matrix and its inverse are both non-negative, and with any other Q
// "optimal" answers may be infeasible (Bednarz, Bean and Roughan 2009; docs/design.md, section 4).
import { ConcordatError } from "../../errors.ts";
import { type Matrix, multiply } from "../../math/matrix.ts";
import { randomPermutation } from "../../math/permutation.ts";
import { type Random, randomBetween } from "../../math/random.ts";
import { MONOMIAL_LIMIT } from "./shape.ts";

/** A uniform permutation with uniform scales in [1, MONOMIAL_LIMIT], n × n. */
export function drawMonomial(size: number, random: Random): bigint[][] {
  const rows = Array.from({ length: size }, () => new Array<bigint>(size).fill(0n));
  for (const [column, row] of randomPermutation(size, random).entries())
    rows[row]![column] = randomBetween(random, 1n, MONOMIAL_LIMIT);
  return rows;
}

/**
 * Throws ConcordatError `NotMonomial` unless `q` has one entry in [1, MONOMIAL_LIMIT] per row and
 * column and zeros elsewhere.
 */
export function assertMonomial(q: Matrix): void {
  const used = new Set<number>();
  for (const [i, row] of q.entries()) {
    const filled = row.flatMap((value, j) => (value === 0n ? [] : [j]));
    const [column] = filled;
    const value = column === undefined ? 0n : row[column]!;
    if (row.length !== q.length || filled.length !== 1 || value < 1n || value > MONOMIAL_LIMIT || used.has(column!))
      throw new ConcordatError(
        "NotMonomial",
        `row ${i} of Q is not that of a monomial matrix with entries from 1 to ${MONOMIAL_LIMIT}; draw another`,
      );
    used.add(column!);
  }
}

/** A matrix times a column. */
export function timesVector(matrix: Matrix, vector: readonly bigint[]): bigint[] {
  if (vector.length === 0) return [];
  const column = vector.map((value) => [value]);
  return multiply(matrix, column, 1).map((row) => row[0]!);
}
