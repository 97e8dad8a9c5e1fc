// Bivariate polynomials: a party's rows as A(X, Y), with masks, and what is made of them.
import { GROUP_ORDER } from "../crypto/curve/bn254.ts";
import type { Random } from "../math/random.ts";
import { type Domain, reservedRows } from "./domain.ts";
import { powersFrom, randomScalars, reduce } from "./field.ts";
import {
  combine,
  divideByLinear,
  evaluate,
  interpolate,
  type Polynomial,
  valuesOn,
  vanishingMultiple,
} from "./polynomial.ts";

/** Coefficients [i][j] of X^i Y^j. */
export type Bivariate = readonly Polynomial[];

/** Rows and columns of the coefficients of a masked matrix are R + 3. */
export const MASK_DEGREES = 3;

/** Masks of a matrix: f, g of degree 2, h of degree 1 in X and 2 in Y. */
export interface MatrixMasks {
  readonly f: readonly bigint[];
  readonly g: readonly bigint[];
  readonly h: readonly (readonly bigint[])[];
}

/** How many masks a matrix has. */
export const MATRIX_MASKS = 4 * MASK_DEGREES;

/** As many uniform masks, in the order of `matrixMasks`. */
export function drawMatrixMasks(random: Random): bigint[] {
  return Array.from({ length: 4 }, () => randomScalars(random, MASK_DEGREES)).flat();
}

/** The masks of a list of `MATRIX_MASKS`. */
export function matrixMasks(list: readonly bigint[]): MatrixMasks {
  const part = (k: number) => list.slice(k * MASK_DEGREES, (k + 1) * MASK_DEGREES);
  return { f: part(0), g: part(1), h: [part(2), part(3)] };
}

/** The coefficients of Λ_i over H. */
function lagrangePolynomial({ size }: Domain, i: number): bigint[] {
  return interpolate(Array.from({ length: size }, (_, at) => (at === i ? 1n : 0n)));
}

/**
 * Σ_ij entries[i][j]·Λ_i(X)Λ_j(Y) plus masks that vanish on H × H; `entries` is R × R, any
 * integers.
 */
export function maskedMatrix(
  domain: Domain,
  entries: readonly (readonly bigint[])[],
  { f, g, h }: MatrixMasks,
): Bivariate {
  const { size } = domain;
  const width = size + MASK_DEGREES;
  const inY = entries.map((row) => interpolate(row.map(reduce)));
  const coefficients = Array.from({ length: width }, () => new Array<bigint>(width).fill(0n));
  for (let j = 0; j < size; j++) {
    const column = interpolate(inY.map((row) => row[j]!));
    for (let i = 0; i < size; i++) coefficients[i]![j] = column[i]!;
  }
  const addProduct = (inX: Polynomial, inY: Polynomial) => {
    for (const [i, a] of inX.entries()) {
      if (a === 0n) continue;
      const row = coefficients[i]!;
      for (const [j, b] of inY.entries()) row[j] = (row[j]! + a * b) % GROUP_ORDER;
    }
  };
  addProduct(vanishingMultiple(size, f), lagrangePolynomial(domain, 0));
  addProduct(lagrangePolynomial(domain, reservedRows(size).mask), vanishingMultiple(size, g));
  for (const [i, masks] of h.entries()) {
    const inX = vanishingMultiple(
      size,
      h.map((_, at) => (at === i ? 1n : 0n)),
    );
    addProduct(inX, vanishingMultiple(size, masks));
  }
  return coefficients;
}

/** A(x, Y). */
export function atRow(a: Bivariate, x: bigint): bigint[] {
  const powers = powersFrom(x, a.length);
  return combine(a.map((row, i) => [powers[i]!, row]));
}

/** A(X, y). */
export function atColumn(a: Bivariate, y: bigint): bigint[] {
  return a.map((row) => evaluate(row, y));
}

/** (A − A(x, Y))/(X − x). */
export function rowQuotient(a: Bivariate, x: bigint): Bivariate {
  return transpose(transpose(a).map((column) => divideByLinear(column, x)));
}

/** (A − A(X, y))/(Y − y). */
export function columnQuotient(a: Bivariate, y: bigint): Bivariate {
  return a.map((row) => divideByLinear(row, y));
}

/** Σ_i weights_i·A(χ^i, Y). */
export function sumOfRows({ size }: Domain, a: Bivariate, weights: readonly bigint[]): bigint[] {
  // Σ_i weights_i χ^(i·d) for every d: the weights' values on H, as a polynomial.
  const sums = valuesOn(size, weights.map(reduce));
  return combine(a.map((row, d) => [sums[d % size]!, row]));
}

/** Σ_j weights_j·A(X, χ^j). */
export function sumOfColumns({ size }: Domain, a: Bivariate, weights: readonly bigint[]): bigint[] {
  const sums = valuesOn(size, weights.map(reduce));
  return a.map((row) => row.reduce((sum, coefficient, d) => (sum + coefficient * sums[d % size]!) % GROUP_ORDER, 0n));
}

/** c·A. */
export function scaleMatrix(c: bigint, a: Bivariate): Bivariate {
  return a.map((row) => combine([[c, row]]));
}

function transpose(a: Bivariate): bigint[][] {
  return (a[0] ?? []).map((_, j) => a.map((row) => row[j]!));
}
