// Integers shared over the integers: x = x0 + x1 + … without a modulus, so that the components of
// one sharing are also those of x modulo 2^128, on which nodes compute, and modulo the order of a
// group, in which x is committed to.
//
// All components but one are uniform in [0, 2^160), the last one is the difference. A node that
// lacks a uniform one sees the difference x − x_i, whose distribution for another x' is at
// statistical distance |x − x'|/2^160: below 2^−87 for numbers of magnitude below 2^72, and below
// 2^−87·N for N of them.
//
// In memory an integer has 32 bytes, little endian, in two's complement.
import { ELEMENT_BYTES } from "./elements.ts";

export const INTEGER_BYTES = 32;
/** Bytes of a uniform component, and of the difference, in a message. */
export const UNIFORM_BYTES = 20;
export const DIFFERENCE_BYTES = 21;
/** Magnitudes of components are below 2 to this. */
export const COMPONENT_BITS = 8 * DIFFERENCE_BYTES - 1;

const WORDS = INTEGER_BYTES / 4;

/** The integers that `bytes` holds in `width` bytes each, the last one with a sign if `signed`. */
export function widen(bytes: Uint8Array, width: number, signed: boolean): Uint8Array {
  const count = bytes.length / width;
  const wide = new Uint8Array(INTEGER_BYTES * count);
  for (let i = 0; i < count; i++) {
    const at = INTEGER_BYTES * i;
    wide.set(bytes.subarray(width * i, width * (i + 1)), at);
    if (signed && wide[at + width - 1]! >= 0x80) wide.fill(0xff, at + width, at + INTEGER_BYTES);
  }
  return wide;
}

/** The lowest `width` bytes of each integer. */
export function narrow(integers: Uint8Array, width: number): Uint8Array {
  const count = integers.length / INTEGER_BYTES;
  const bytes = new Uint8Array(width * count);
  for (let i = 0; i < count; i++) bytes.set(integers.subarray(INTEGER_BYTES * i, INTEGER_BYTES * i + width), width * i);
  return bytes;
}

/** The integers modulo 2^128, as elements.ts has them. */
export function elementsOf(integers: Uint8Array): Uint8Array {
  return narrow(integers, ELEMENT_BYTES);
}

/** Each value in [−2^255, 2^255). */
export function encodeIntegers(values: readonly bigint[]): Uint8Array {
  const words = new BigUint64Array((INTEGER_BYTES / 8) * values.length);
  for (const [i, value] of values.entries())
    for (let k = 0; k < INTEGER_BYTES / 8; k++) words[4 * i + k] = BigInt.asUintN(64, value >> BigInt(64 * k));
  return new Uint8Array(words.buffer);
}

export function decodeIntegers(integers: Uint8Array): bigint[] {
  const view = new DataView(integers.buffer, integers.byteOffset, integers.length);
  return Array.from({ length: integers.length / INTEGER_BYTES }, (_, i) => {
    const word = (k: number) => view.getBigUint64(INTEGER_BYTES * i + 8 * k, true);
    const high = view.getBigInt64(INTEGER_BYTES * i + 24, true);
    return (((((high << 64n) | word(2)) << 64n) | word(1)) << 64n) | word(0);
  });
}

/** Σ of the integers at these places, fewer than 2^20, of components' magnitudes. */
export function sumOfChosen(integers: Uint8Array, places: readonly number[]): bigint {
  const view = new DataView(integers.buffer, integers.byteOffset, integers.length);
  // Sums of words below 2^32, exact in floating point.
  const sums = new Float64Array(WORDS);
  for (const place of places) {
    const at = INTEGER_BYTES * place;
    for (let k = 0; k < WORDS - 1; k++) sums[k]! += view.getUint32(at + 4 * k, true);
    sums[WORDS - 1]! += view.getInt32(at + 4 * (WORDS - 1), true);
  }
  return sums.reduceRight((sum, word) => (sum << 32n) + BigInt(word), 0n);
}
