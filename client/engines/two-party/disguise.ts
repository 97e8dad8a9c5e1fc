// Step 2 of the protocol: Bob's secret K and Q, and how vectors are transformed by them.
import { invertibleModulo, type Matrix, transposeTimes } from "../../math/matrix.ts";
import { randomPermutation } from "../../math/permutation.ts";
import { type Random, randomBetween } from "../../math/random.ts";
import { MASK_LIMIT, type TwoPartyShape } from "./shape.ts";

/**
 * Secret. K is m×m, invertible, without zero entries, |entries| ≤ MASK_LIMIT. Q is monomial with
 * positive entries: column t of NQ is `scale[t]` times column `source[t]` of N. The paper asks that
 * Q and Q⁻¹ be non-negative, which means exactly the monomial matrices.
 */
export interface Disguise {
  readonly k: Matrix;
  readonly source: readonly number[];
  readonly scale: readonly bigint[];
}

function randomMixing(size: number, random: Random): bigint[][] {
  const entry = () => {
    const value = randomBetween(random, 1n, 2n * MASK_LIMIT);
    return value > MASK_LIMIT ? MASK_LIMIT - value : value;
  };
  return Array.from({ length: size }, () => Array.from({ length: size }, entry));
}

/** Calls `draw` until its matrix is invertible modulo the prime, and hence over the rationals. */
export function firstInvertible(draw: () => Matrix, prime: bigint): Matrix {
  for (;;) {
    const k = draw();
    if (invertibleModulo(k, prime)) return k;
  }
}

/** Uniform over the disguises; a K that is not invertible modulo the prime is drawn again. */
export function drawDisguise(shape: TwoPartyShape, random: Random): Disguise {
  const mixing = random.fork("K");
  const columns = random.fork("Q");
  return {
    k: firstInvertible(() => randomMixing(shape.rows, mixing), shape.modulus),
    source: randomPermutation(shape.width, columns),
    scale: Array.from({ length: shape.width }, () => randomBetween(columns, 1n, MASK_LIMIT)),
  };
}

/** Rows times Q: NQ from N, and Ĉᵀ = CᵀQ from Cᵀ. */
export function timesQ(matrix: Matrix, { source, scale }: Disguise): bigint[][] {
  return matrix.map((row) => source.map((j, t) => row[j]! * scale[t]!));
}

/** X = QX̂. */
export function unmaskColumns(masked: readonly bigint[], { source, scale }: Disguise): bigint[] {
  const x = new Array<bigint>(source.length).fill(0n);
  for (const [t, j] of source.entries()) x[j] = scale[t]! * masked[t]!;
  return x;
}

/** w = −Kᵀŷ: from duals of the masked rows to multipliers of the real ones. */
export function unmaskRows(duals: readonly bigint[], { k }: Disguise): bigint[] {
  return transposeTimes(k, duals, k.length).map((value) => -value);
}
