// Linear combinations of one list of ciphertexts for many rows, stacked in the slots of few
// ciphertexts.
import type { Matrix } from "../../math/matrix.ts";
import type { PublicArithmetic } from "./arithmetic.ts";
import { createCombiner, planExponents } from "./matrix.ts";

/** Lists of bases, each with its own scale, all with the same exponents a. */
export interface Stack {
  readonly bases: readonly (readonly bigint[])[];
  readonly exponents: Matrix;
  readonly scales: readonly bigint[];
  /** Slots in a ciphertext, each `slotBits` wide. */
  readonly slots: number;
  readonly slotBits: number;
}

/**
 * For every list j of bases: ⌈rows/slots⌉ encryptions of Σ_s 2^(slotBits·s)·scale_j·Σ_k a_ik·m_jk,
 * with i = block·slots + s. By Horner's rule from the highest slot: a native power by 2^(slotBits −
 * bits), then the squarings of the next row's exponents complete the shift. Not re-randomised.
 */
export function stackedCombinations(key: PublicArithmetic, stack: Stack): bigint[] {
  const { bases, exponents, scales, slots, slotBits } = stack;
  const rows = exponents.length;
  const plan = planExponents(exponents, bases[0]!.length);
  const shift = 1n << BigInt(slotBits - plan.bits);
  return bases.flatMap((list, j) => {
    const combine = createCombiner(key, list, plan);
    const stacked: bigint[] = [];
    for (let from = 0; from < rows; from += slots) {
      const last = Math.min(from + slots, rows) - 1;
      let product = combine(last, 1n);
      for (let row = last - 1; row >= from; row--) product = combine(row, key.power(product, shift));
      stacked.push(key.power(product, scales[j]!));
    }
    return stacked;
  });
}
