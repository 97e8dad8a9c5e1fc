// Exact row spaces: rank, independent rows and the reduced row echelon form over the rationals, by
// elimination modulo primes. The primes are fixed, so a matrix made for the purpose can give a
// wrong result; for any other matrix the probability of one is negligible.
import { ConcordatError } from "../errors.ts";
import { inverseModulo, mod } from "./field.ts";
import type { Matrix } from "./matrix.ts";
import { inverse, reduce, residue, wordPrime } from "./modular-linear.ts";
import { type RationalVector, reconstruct } from "./rational.ts";

/** Exponents of Mersenne primes: moduli for rationals of growing size. */
const EXPONENTS = [521n, 1279n, 4423n, 9689n];
const RANK_PRIME = wordPrime(1);

/**
 * Indices of rows that form a basis of the row space: every row that is independent of those before
 * it. Their number is the rank.
 */
export function independentRows(matrix: Matrix): number[] {
  const prime = BigInt(RANK_PRIME);
  const basis: { pivot: number; row: Float64Array }[] = [];
  const chosen: number[] = [];
  for (const [i, row] of matrix.entries()) {
    const work = Float64Array.from(row, (value) => residue(value, prime));
    for (const { pivot, row: other } of basis) {
      const factor = work[pivot]!;
      if (factor === 0) continue;
      for (let j = 0; j < work.length; j++) work[j] = reduce(work[j]! - factor * other[j]!, RANK_PRIME);
    }
    const pivot = work.findIndex((value) => value !== 0);
    if (pivot < 0) continue;
    const scale = inverse(work[pivot]!, RANK_PRIME);
    basis.push({ pivot, row: work.map((value) => reduce(value * scale, RANK_PRIME)) });
    chosen.push(i);
  }
  return chosen;
}

export function rankOf(matrix: Matrix): number {
  return independentRows(matrix).length;
}

/** Row i has 1 in column `pivots[i]`, where all other rows have 0. */
export interface Echelon {
  readonly pivots: readonly number[];
  readonly rows: readonly RationalVector[];
}

function echelonModulo(matrix: Matrix, order: readonly number[], prime: bigint): { pivots: number[]; rows: Matrix } {
  const work = matrix.map((row) => row.map((value) => mod(value, prime)));
  const pivots: number[] = [];
  for (const column of order) {
    const rank = pivots.length;
    if (rank === work.length) break;
    const from = work.findIndex((row, i) => i >= rank && row[column] !== 0n);
    if (from < 0) continue;
    [work[rank], work[from]] = [work[from]!, work[rank]!];
    const scale = inverseModulo(work[rank]![column]!, prime);
    const pivot = work[rank]!.map((value) => (value * scale) % prime);
    work[rank] = pivot;
    for (const [i, row] of work.entries()) {
      const factor = row[column]!;
      if (i === rank || factor === 0n) continue;
      for (let j = 0; j < row.length; j++) if (pivot[j] !== 0n) row[j] = mod(row[j]! - factor * pivot[j]!, prime);
    }
    pivots.push(column);
  }
  return { pivots, rows: work.slice(0, pivots.length) };
}

/**
 * Reduced row echelon form with pivots taken from the columns in the order of `first`, then from
 * the others from left to right. Throws ConcordatError `EchelonTooLarge` when its rationals have
 * more than about 4,800 bits.
 */
export function echelon(matrix: Matrix, first: readonly number[] = []): Echelon {
  const basis = independentRows(matrix).map((i) => matrix[i]!);
  const preferred = new Set(first);
  const order = [...first, ...(matrix[0] ?? []).flatMap((_, j) => (preferred.has(j) ? [] : [j]))];
  for (const exponent of EXPONENTS) {
    const prime = (1n << exponent) - 1n;
    const { pivots, rows } = echelonModulo(basis, order, prime);
    const rational = rows.map((row) => reconstruct(row, prime));
    if (rational.every((row) => row !== null)) return { pivots, rows: rational };
  }
  throw new ConcordatError("EchelonTooLarge", "the echelon form has rationals of too many digits; use fewer rows");
}

/**
 * A basis of the vectors y with yᵀ·matrix = 0, over the rationals. `matrix` has at least one row.
 * Throws as `echelon`.
 */
export function leftKernel(matrix: Matrix): RationalVector[] {
  const size = matrix.length;
  const columns = matrix[0]!.length;
  const transposed = Array.from({ length: columns }, (_, j) => matrix.map((row) => row[j]!));
  const { pivots, rows } = echelon(transposed);
  const bound = new Set(pivots);
  return Array.from({ length: size }, (_, free) => free)
    .filter((free) => !bound.has(free))
    .map((free) => {
      const denominator = rows.reduce((product, row) => lcm(product, row.denominator), 1n);
      const numerators = new Array<bigint>(size).fill(0n);
      numerators[free] = denominator;
      for (const [i, pivot] of pivots.entries())
        numerators[pivot] = -rows[i]!.numerators[free]! * (denominator / rows[i]!.denominator);
      return { numerators, denominator };
    });
}

function lcm(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return (a / x) * b;
}

/** The rows of an echelon form over one common denominator. */
export function overCommonDenominator({ rows }: Echelon): { rows: bigint[][]; denominator: bigint } {
  const denominator = rows.reduce((product, row) => lcm(product, row.denominator), 1n);
  return {
    rows: rows.map((row) => row.numerators.map((value) => value * (denominator / row.denominator))),
    denominator,
  };
}
