// Several signed integers in one plaintext: Σ v_s·2^(w·s) modulo N holds v_s in slot s of w bits,
// so packed plaintexts add slot by slot. A value must lie in [−2^(w−1), 2^(w−1)) after all sums and
// products: an overflow cannot be detected afterwards, so code that computes on slots checks the
// bound beforehand.
import { CryptoError } from "../../errors.ts";
import { bitLength } from "../../math/bits.ts";
import { mod } from "../../math/field.ts";

/**
 * Number of slots of `slotBits` bits that a plaintext modulo `modulus` holds. Throws CryptoError
 * PaillierSlotRange if it holds none.
 */
export function slotsPerPlaintext(modulus: bigint, slotBits: number): number {
  const slots = Number.isInteger(slotBits) && slotBits >= 2 ? Math.floor((bitLength(modulus) - 1) / slotBits) : 0;
  if (slots < 1)
    throw new CryptoError(
      "PaillierSlotRange",
      `slots of ${slotBits} bits do not fit the key; use a longer key or smaller numbers`,
    );
  return slots;
}

/**
 * The plaintext of at most `slotsPerPlaintext` signed values. Throws CryptoError PaillierSlotRange.
 */
export function pack(values: readonly bigint[], slotBits: number, modulus: bigint): bigint {
  if (values.length > slotsPerPlaintext(modulus, slotBits))
    throw new CryptoError("PaillierSlotRange", "too many values for one plaintext");
  const half = 1n << BigInt(slotBits - 1);
  let packed = 0n;
  for (const value of values.toReversed()) {
    if (value < -half || value >= half)
      throw new CryptoError("PaillierSlotRange", `a value does not fit a slot of ${slotBits} bits; use wider slots`);
    packed = (packed << BigInt(slotBits)) + value;
  }
  return mod(packed, modulus);
}

/**
 * The `count` signed values of a plaintext in [0, N). Throws CryptoError PaillierSlotRange when the
 * plaintext holds more than these slots.
 */
export function unpack(plaintext: bigint, count: number, slotBits: number, modulus: bigint): bigint[] {
  if (count > slotsPerPlaintext(modulus, slotBits))
    throw new CryptoError("PaillierSlotRange", "too many values for one plaintext");
  const width = BigInt(slotBits);
  const half = 1n << (width - 1n);
  let offset = 0n;
  for (let s = 0; s < count; s++) offset = (offset << width) + half;
  let rest = mod(plaintext + offset, modulus);
  const values: bigint[] = [];
  for (let s = 0; s < count; s++) {
    values.push(BigInt.asUintN(slotBits, rest) - half);
    rest >>= width;
  }
  if (rest !== 0n)
    throw new CryptoError(
      "PaillierSlotRange",
      "a plaintext holds more than its slots; the sender departs from the protocol",
    );
  return values;
}
