// BA′Q for the owner of the objective, from X = BA′ − R of the representative and R, Q of the
// dealer, with dealt random numbers: each of the two sends one message, and the owner learns the
// product alone (private simultaneous messages: Feige, Kilian and Naor, STOC 1994; dealt random
// numbers: Beaver, CRYPTO 1991). It takes the place of the encrypted product of Algorithm 2 of Zhu
// et al. (plain/product.ts), whose Q = Q₁ + Q₂ it keeps. All modulo M.
//
//   exchange 0   dealer → owner           Q₁ = Q − Q₂
//                dealer → representative  seed of Q₂ (n × n) and T (m′ × n), both uniform
//   exchange 1   representative → owner   X, XQ₂ + T
//                dealer → owner           RQ − T
//   owner        XQ₁ + (XQ₂ + T) + (RQ − T) = (X + R)Q = BA′Q, exact, since |BA′Q| < M/2
//
// What the owner sees can be made up from BA′Q alone, with the same distribution: Q₁, X and XQ₂ + T
// are independent and uniform (Q₂, R and T hide them), and RQ − T is what is left. The
// representative sees a seed, and X, which R hides. The dealer sees nothing.
import { addModulo, type Matrix, multiply, randomMatrix, subtractModulo } from "../../../math/matrix.ts";
import { createRandom } from "../../../math/random.ts";
import { balance, residues } from "../residues.ts";
import type { ConsortiumShape } from "../shape.ts";

/** What dealer and representative share: Q₂ and T. */
export interface Dealt {
  readonly second: Matrix;
  readonly blind: Matrix;
}

export function dealtBy({ rows, variables, modulus }: ConsortiumShape, seed: Uint8Array): Dealt {
  const random = createRandom(seed);
  return {
    second: randomMatrix(variables, variables, modulus, random.fork("Q2")),
    blind: randomMatrix(rows, variables, modulus, random.fork("T")),
  };
}

/** Dealer: Q₁. */
export function firstShare({ modulus }: ConsortiumShape, q: Matrix, { second }: Dealt): bigint[][] {
  return subtractModulo(q, second, modulus);
}

function times(shape: ConsortiumShape, left: Matrix, right: Matrix): bigint[][] {
  return residues(multiply(left, right, shape.variables), shape);
}

/** Representative: XQ₂ + T. */
export function blindProduct(shape: ConsortiumShape, x: Matrix, { second, blind }: Dealt): bigint[][] {
  return addModulo(times(shape, x, second), blind, shape.modulus);
}

/** Dealer: RQ − T. */
export function maskProduct(shape: ConsortiumShape, mask: Matrix, q: Matrix, { blind }: Dealt): bigint[][] {
  return subtractModulo(times(shape, mask, q), blind, shape.modulus);
}

/** What the owner has of BA′Q. */
export interface ProductParts {
  /** Q₁. */
  readonly first: Matrix;
  readonly x: Matrix;
  /** XQ₂ + T, and RQ − T. */
  readonly blinded: Matrix;
  readonly unblinding: Matrix;
}

/** Owner: BA′Q, exact. */
export function openProduct(shape: ConsortiumShape, { first, x, blinded, unblinding }: ProductParts): bigint[][] {
  const { modulus } = shape;
  return balance(addModulo(addModulo(times(shape, x, first), blinded, modulus), unblinding, modulus), shape);
}
