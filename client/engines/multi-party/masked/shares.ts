// How a holder's part P_i of [BA′ BM′ Bb′] is split, and the sum X + R = BA′ that the shares add up
// to. All modulo M.
//
//   holder i → dealer          seed of R_i, m′ × n, the mask of the columns of A′
//   holder i → owner           seed of S_i, m′ × (t + 1), the mask of the columns of M′ and b′
//   holder i → representative  P_i − [R_i S_i]
//
// The dealer draws its own R_i, and the representative adds its own part as it is. Each of the
// three sees uniform numbers that do not depend on P_i; R = Σ R_i and S = Σ S_i.
import { addModulo, type Matrix, randomMatrix, subtractModulo } from "../../../math/matrix.ts";
import { createRandom } from "../../../math/random.ts";
import type { ConsortiumShape } from "../shape.ts";

/** R_i from its seed. */
export function coefficientMask({ rows, variables, modulus }: ConsortiumShape, seed: Uint8Array): bigint[][] {
  return randomMatrix(rows, variables, modulus, createRandom(seed));
}

/** S_i from its seed. */
export function restMask({ rows, slacks, modulus }: ConsortiumShape, seed: Uint8Array): bigint[][] {
  return randomMatrix(rows, slacks + 1, modulus, createRandom(seed));
}

/** A holder's two seeds. */
export interface MaskSeeds {
  readonly coefficients: Uint8Array;
  readonly rest: Uint8Array;
}

/** P_i − [R_i S_i]. */
export function hidePart(shape: ConsortiumShape, part: Matrix, { coefficients, rest }: MaskSeeds): bigint[][] {
  const right = restMask(shape, rest);
  const mask = coefficientMask(shape, coefficients).map((row, i) => [...row, ...right[i]!]);
  return subtractModulo(part, mask, shape.modulus);
}

/** The sum of at least one matrix. */
export function sumModulo([first, ...others]: readonly Matrix[], { modulus }: ConsortiumShape): Matrix {
  return others.reduce((total, matrix) => addModulo(total, matrix, modulus), first!);
}
