// Grids and sizes of the numbers that Y*, ŷ and proofs consist of.
//
// Y* and ŷ travel on grids with a few more digits than the round's own, so that QY* and the folded
// −(B + ΛE)ᵀŷ are correct on the round's. Proofs that there is no optimum have no tolerance, so
// they travel as full integers.
import { outcomeBits } from "../../lp/exact/size.ts";
import { FACTOR_LIMIT } from "./artificial.ts";
import { type ConsortiumShape, MIXING_LIMIT, MONOMIAL_LIMIT } from "./shape.ts";

/** Magnitudes on the guarded grids, and of products with a share of Q. */
export const GRID_LIMIT = 1n << 200n;

function digitsFor(bound: bigint): number {
  return bound.toString().length;
}

/**
 * The factor by which a multiplier can exceed the largest dual: a column of B + ΛE, and folding.
 */
export function unmixingLimit(shape: ConsortiumShape): bigint {
  const column = MIXING_LIMIT * BigInt(shape.rows) + 2n * shape.lambdaLeast;
  const folds = 1n + FACTOR_LIMIT * BigInt(Math.max(...shape.holders.map(({ artificial }) => artificial)));
  return column * folds;
}

/**
 * Guard digits: half a unit on the guarded grid is less than half a unit on the round's after Q, or
 * after B + ΛE and folding.
 */
export function guardsOf(shape: ConsortiumShape): { x: number; dual: number } {
  return { x: digitsFor(MONOMIAL_LIMIT), dual: digitsFor(unmixingLimit(shape)) };
}

/**
 * Bound on the bits of the integers in proofs that there is no optimum: BA′Q, BM′, Bb′ and CᵀQ are
 * below M.
 */
export function proofBits({ rows, variables, slacks, modulus }: ConsortiumShape): number {
  return outcomeBits({ rows, columns: variables + slacks, entryLimit: modulus });
}
