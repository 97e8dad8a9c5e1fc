// Lengths of integers in bits.
import { magnitude } from "./field.ts";

/** Bits of |value|; 0 for 0. */
export function bitLength(value: bigint): number {
  if (value === 0n) return 0;
  const hex = magnitude(value).toString(16);
  return 4 * (hex.length - 1) + (32 - Math.clz32(Number.parseInt(hex[0]!, 16)));
}

/** Number of bits of the largest magnitude; 0 if there is none. */
export function largestBits(values: readonly bigint[]): number {
  return values.reduce((most, value) => Math.max(most, bitLength(value)), 0);
}
