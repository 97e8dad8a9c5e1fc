// How large the integers of an exact outcome can become, from the size of the program alone.
import { bitLength } from "../../math/bits.ts";
import { INTERIOR_BITS } from "./auxiliary.ts";
import { MULTIPLIER_BITS } from "./precondition.ts";

/**
 * Size of a program of equalities: m rows, n columns, and a limit that no entry of A, b and c
 * exceeds in magnitude.
 */
export interface ProgramSize {
  readonly rows: number;
  readonly columns: number;
  readonly entryLimit: bigint;
}

/**
 * An upper bound on the bits of every numerator, denominator, Farkas vector and ray that
 * `solveMasked` returns for such a program.
 *
 * Each of them solves, in lowest terms, a system B z = r or Bᵀz = r of at most m + 1 rows. So by
 * Cramer's rule it is at most a minor of [B r] of order k = m + 1, and by Hadamard's inequality at
 * most (√k·E)^k if no entry exceeds E. The entries are at most
 *   in the program                 2^e, where e is the number of bits of `entryLimit`
 *   with rows unmixed by P         m·2^40 times that (precondition.ts)
 *   with perturbed columns         2^46 times that, as long as n < 2^44 (auxiliary.ts)
 *   in the infeasibility column    n + 2 times that, since it sums all other columns and b
 * Duals of an unmixed program are mapped back through Pᵀ, which adds a factor m·2^40.
 */
export function outcomeBits({ rows, columns, entryLimit }: ProgramSize): number {
  const mixing = MULTIPLIER_BITS + bitLength(BigInt(rows));
  const entry = bitLength(entryLimit) + mixing + INTERIOR_BITS + 2 + bitLength(BigInt(columns + 2));
  const order = rows + 1;
  return Math.ceil(order * (entry + Math.log2(order) / 2)) + mixing;
}
