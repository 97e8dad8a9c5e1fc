// How long the integers of an exact outcome can get, from the size of the program alone.
import { bitLength } from "../../math/bits.ts";
import { INTERIOR_BITS } from "./auxiliary.ts";
import { MULTIPLIER_BITS } from "./precondition.ts";

/**
 * A program of equalities: m rows, n columns, and what no entry of A, b and c exceeds in magnitude.
 */
export interface ProgramSize {
  readonly rows: number;
  readonly columns: number;
  readonly entryLimit: bigint;
}

/**
 * Bits within which `solveMasked` keeps every numerator, denominator, Farkas vector and ray of such
 * a program.
 *
 * All of them solve a system B z = r or Bᵀz = r of at most m + 1 rows in lowest terms, so by
 * Cramer's rule they are at most minors of [B r] of order k = m + 1, and by Hadamard's inequality
 * at most (√k·E)^k, where no entry exceeds E. The entries are those of
 *   the program                    at most 2^e, e the bits of `entryLimit`
 *   with rows unmixed by P         m·2^40 times that (precondition.ts)
 *   with perturbed columns         2^46 times that, as long as n < 2^44 (auxiliary.ts)
 *   of the column that measures infeasibility, the sum of all others and b: n + 2 times that
 * and duals of an unmixed program come back through Pᵀ, which is m·2^40 once more.
 */
export function outcomeBits({ rows, columns, entryLimit }: ProgramSize): number {
  const mixing = MULTIPLIER_BITS + bitLength(BigInt(rows));
  const entry = bitLength(entryLimit) + mixing + INTERIOR_BITS + 2 + bitLength(BigInt(columns + 2));
  const order = rows + 1;
  return Math.ceil(order * (entry + Math.log2(order) / 2)) + mixing;
}
