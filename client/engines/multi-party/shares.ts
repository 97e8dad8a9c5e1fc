// Plain arithmetic modulo M around the encrypted products: what each side adds or removes.
// product.ts defines the names.
import { balanced, mod } from "../../math/field.ts";
import { addModulo, type Matrix, mapMatrix, multiply, randomMatrix, subtractModulo } from "../../math/matrix.ts";
import { createRandom } from "../../math/random.ts";
import { ringMask } from "./ring.ts";
import type { RingShape } from "./shape.ts";

function residues(matrix: Matrix, shape: RingShape): bigint[][] {
  return mapMatrix(matrix, (value) => mod(value, shape.modulus));
}

function balance(matrix: Matrix, shape: RingShape): bigint[][] {
  return mapMatrix(matrix, (value) => balanced(value, shape.modulus));
}

/** The first n columns, those of A′, and the rest, [M′ b′]. */
export function splitColumns(matrix: Matrix, shape: RingShape): { variables: bigint[][]; rest: bigint[][] } {
  return {
    variables: matrix.map((row) => row.slice(0, shape.variables)),
    rest: matrix.map((row) => row.slice(shape.variables)),
  };
}

/** S from its seed: m′ × n, uniform modulo M. */
function blind(shape: RingShape, seed: Uint8Array): bigint[][] {
  return randomMatrix(shape.rows, shape.variables, shape.modulus, createRandom(seed));
}

/**
 * Number of multiplications in the clear for an m′ × n matrix times a share of Q, for the meter.
 */
export function shareMultiplications(shape: RingShape): number {
  return shape.rows * shape.variables * shape.variables;
}

/** Dealer: U = R₀Q₂ + S. */
export function maskProduct(shape: RingShape, maskSeed: Uint8Array, second: Matrix, blindSeed: Uint8Array): bigint[][] {
  const mask = splitColumns(ringMask(shape, maskSeed), shape).variables;
  const product = residues(multiply(mask, second, shape.variables), shape);
  return addModulo(product, blind(shape, blindSeed), shape.modulus);
}

/**
 * The ring's total as the representative uses it: X with entries in (−M/2, M/2], and the residues
 * of [BM′ Bb′] + R₀.
 */
export function openTotal(shape: RingShape, total: Matrix): { x: bigint[][]; rest: bigint[][] } {
  const { variables, rest } = splitColumns(total, shape);
  return { x: balance(variables, shape), rest };
}

/** Representative: T = (XQ₁ + r) + XQ₂ + S. `share` is Q₂. */
export function completeProduct(
  shape: RingShape,
  opened: Matrix,
  x: Matrix,
  { share, blindSeed }: { readonly share: Matrix; readonly blindSeed: Uint8Array | null },
): bigint[][] {
  const own = residues(multiply(x, share, shape.variables), shape);
  const sum = addModulo(residues(opened, shape), own, shape.modulus);
  return blindSeed === null ? sum : addModulo(sum, blind(shape, blindSeed), shape.modulus);
}

/** What the dealer tells the owner about the ring's mask. */
export interface OwnerMask {
  readonly seed: Uint8Array;
  /** U. */
  readonly product: Matrix;
}

/** What the owner removes from T. */
export interface OwnerDisguise {
  /** r: m′ × n. */
  readonly masks: Matrix;
  /** Q₁. */
  readonly first: Matrix;
  readonly mask: OwnerMask | null;
}

/** Owner: BA′Q = T − r − U − R₀Q₁, exact; `total` is T. */
export function unmaskProduct(shape: RingShape, total: Matrix, { masks, first, mask }: OwnerDisguise): bigint[][] {
  const { modulus, variables } = shape;
  const opened = subtractModulo(total, residues(masks, shape), modulus);
  if (mask === null) return balance(opened, shape);
  const own = residues(multiply(splitColumns(ringMask(shape, mask.seed), shape).variables, first, variables), shape);
  return balance(subtractModulo(subtractModulo(opened, mask.product, modulus), own, modulus), shape);
}

/** Owner: BM′ and Bb′, exact. */
export function unmaskRest(
  shape: RingShape,
  rest: Matrix,
  mask: OwnerMask | null,
): { slacks: bigint[][]; rhs: bigint[] } {
  const opened =
    mask === null ? rest : subtractModulo(rest, splitColumns(ringMask(shape, mask.seed), shape).rest, shape.modulus);
  const exact = balance(opened, shape);
  return { slacks: exact.map((row) => row.slice(0, -1)), rhs: exact.map((row) => row.at(-1)!) };
}
