/**
 * Protocol 1 of Zhu et al.: the secure two-party dot product. Alice has x, Bob y and r_b; Alice
 * gets w = x·y + r_b, Bob nothing.
 *
 *   Alice  encryptVector   Enc(x_1), …, Enc(x_n)                                  → Bob
 *   Bob    maskedDot       Enc(x·y + r_b), re-randomised                          → Alice
 *   Alice  decryptDot      w
 *
 * Who learns what: Bob sees only ciphertexts, which hide x under the decisional composite
 * residuosity assumption. Alice sees w; r_b hides x·y statistically if it is uniform over a range
 * 2^σ times that of x·y (`drawMask`, σ = 64). With a smaller r_b, or r_b = 0, w must be something
 * that Alice may know about y. Both are assumed to follow the protocol: Bob cannot check that |x_i|
 * < 2^entryBits.
 *
 * Departures from the paper. In the paper, Bob sends y − r in the clear (Step 3), and Alice sends
 * the encryptions of x_i(y_i − r_i) besides Enc(x_i) (Step 4), so that Bob needs no exponent larger
 * than r_i. The result is the same, with twice the encryptions and one more message, and y − r
 * hides y only if the range of r is wide enough. Here Bob uses y_i itself as the exponent. The scan
 * of the paper has lost s = Enc(r_b)·Π m_i in Steps 5 and 6; the fresh randomness of Enc(r_b) hides
 * the exponents from Alice, who knows the bases.
 *
 * It is the case of one row and one column of dense-product.ts, which computes BA′Q and CᵀQ.
 */

import { decryptRows, encryptRows, maskedDenseProduct } from "../client/crypto/paillier/dense-product.ts";
import { callingThread } from "../client/crypto/paillier/pool.ts";
import type { PaillierPublicKey } from "../client/crypto/paillier/public-key.ts";
import type { PaillierSecretKey } from "../client/crypto/paillier/secret-key.ts";
import { CryptoError } from "../client/errors.ts";
import { bitLength } from "../client/math/bits.ts";
import { magnitude } from "../client/math/field.ts";
import { type Random, randomBetween } from "../client/math/random.ts";

/** log₂ of the ratio between the ranges of r_b and of x·y. */
const STATISTICAL_BITS = 64n;

/** Public bounds of the two vectors. */
export interface DotShape {
  /** n ≥ 1. */
  readonly length: number;
  /** |x_i| < 2^entryBits. */
  readonly entryBits: number;
  /** |y_i| < 2^factorBits. */
  readonly factorBits: number;
}

/** |x·y| is below this. */
function reach({ length, entryBits, factorBits }: DotShape): bigint {
  return BigInt(length) << BigInt(entryBits + factorBits);
}

/** Bits of a plaintext that holds every w; a key must be longer. */
function slotBits(shape: DotShape): number {
  return bitLength((reach(shape) << STATISTICAL_BITS) + reach(shape)) + 1;
}

/** Bob: r_b, uniform over a range 2^64 times that of x·y. */
export function drawMask(shape: DotShape, random: Random): bigint {
  const limit = reach(shape) << STATISTICAL_BITS;
  return randomBetween(random, -limit, limit);
}

function assertWithin(vector: readonly bigint[], length: number, bits: number): void {
  if (vector.length !== length)
    throw new CryptoError(
      "PaillierDimensions",
      `a vector of the dot product has ${vector.length} entries, not ${length}`,
    );
  if (vector.some((value) => magnitude(value) >> BigInt(bits) !== 0n))
    throw new CryptoError("PaillierSlotRange", `an entry of the dot product needs more than ${bits} bits`);
}

/**
 * Alice: Enc(x_i). Throws CryptoError PaillierSlotRange (an entry exceeds its bound, or the key is
 * too short), PaillierDimensions.
 */
export async function encryptVector(
  key: PaillierSecretKey,
  x: readonly bigint[],
  shape: DotShape,
  random: Random,
): Promise<bigint[]> {
  assertWithin(x, shape.length, shape.entryBits);
  const column = x.map((value) => [value]);
  return (await encryptRows(key, { matrix: column, slotBits: slotBits(shape) }, random, callingThread)).flat();
}

export interface MaskedDotInput {
  /** Enc(x_i); must have been checked (`decodeCiphertexts`). */
  readonly encrypted: readonly bigint[];
  readonly y: readonly bigint[];
  /** r_b. */
  readonly mask: bigint;
}

/**
 * Bob: Enc(x·y + r_b).
 * Throws CryptoError PaillierDimensions, PaillierSlotRange (y or r_b too large: w could wrap
 * around).
 */
export async function maskedDot(
  key: PaillierPublicKey,
  { encrypted, y, mask }: MaskedDotInput,
  shape: DotShape,
  random: Random,
): Promise<bigint> {
  assertWithin(y, shape.length, shape.factorBits);
  const bases = encrypted.map((ciphertext) => [ciphertext]);
  const widths = { entryBits: shape.entryBits, slotBits: slotBits(shape) };
  const input = { encrypted: bases, left: [y], masks: [[mask]], ...widths };
  return (await maskedDenseProduct(key, input, random, callingThread))[0]![0]!;
}

/** Alice: w. Throws CryptoError PaillierCiphertextInvalid, PaillierSlotRange. */
export async function decryptDot(key: PaillierSecretKey, ciphertext: bigint, shape: DotShape): Promise<bigint> {
  return (await decryptRows(key, [[ciphertext]], { columns: 1, slotBits: slotBits(shape) }, callingThread))[0]![0]!;
}
