// K times an encrypted column: many products of powers of the same ciphertexts, with small signed exponents.
import { invert } from "../../crypto/paillier/integers.ts";
import type { PaillierPublicKey } from "../../crypto/paillier/public-key.ts";
import type { Matrix } from "../../math/matrix.ts";
import { MASK_LIMIT } from "./shape.ts";

const WINDOW_BITS = 4;
const WINDOW = 1 << WINDOW_BITS;
const DIGITS = Math.ceil((2n * MASK_LIMIT).toString(2).length / WINDOW_BITS);

/** c⁰, c¹, …, c¹⁵. */
function windowOf(c: bigint, square: bigint): bigint[] {
  const table = [1n];
  for (let i = 1; i < WINDOW; i++) table.push((table[i - 1]! * c) % square);
  return table;
}

/**
 * For each row of `mixing` (entries of magnitude ≤ MASK_LIMIT), the encryption of its inner product with the encrypted column.
 * Not re-randomised. Straus's method with one table per ciphertext for all rows; the exponents are shifted by MASK_LIMIT to be
 * non-negative and the product of all ciphertexts to that power is divided out again.
 */
export function combineRows(key: PaillierPublicKey, column: readonly bigint[], mixing: Matrix): bigint[] {
  const { square, power } = key.arithmetic;
  const tables = column.map((c) => windowOf(c, square));
  const all = column.reduce((product, c) => (product * c) % square, 1n);
  const shift = invert(power(all, MASK_LIMIT), square);
  return mixing.map((row) => {
    const exponents = row.map((value) => Number(value + MASK_LIMIT));
    let product = 1n;
    for (let digit = DIGITS - 1; digit >= 0; digit--) {
      if (product !== 1n) for (let bit = 0; bit < WINDOW_BITS; bit++) product = (product * product) % square;
      for (const [i, exponent] of exponents.entries()) {
        const index = (exponent >> (digit * WINDOW_BITS)) & (WINDOW - 1);
        if (index > 0) product = (product * tables[i]![index]!) % square;
      }
    }
    return (product * shift) % square;
  });
}
