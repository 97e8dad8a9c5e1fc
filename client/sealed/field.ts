// The scalar field Z_r of bn254: values in [0, r). @noble/curves does powers and inversions.
// Variable-time.
import { FpInvertBatch } from "@noble/curves/abstract/modular.js";
import { bn254 } from "@noble/curves/bn254.js";
import { GROUP_ORDER } from "../crypto/curve/bn254.ts";
import { bitLength } from "../math/bits.ts";
import { mod } from "../math/field.ts";
import type { Random } from "../math/random.ts";
import { decodeWords, WORD_BYTES } from "../math/words.ts";

const { Fr } = bn254.fields;

/** `a` mod r, for any integer. */
export function reduce(a: bigint): bigint {
  return mod(a, GROUP_ORDER);
}

/** Whether `a` is in [0, r). */
export function isReduced(a: bigint): boolean {
  return a >= 0n && a < GROUP_ORDER;
}

/** base^exponent mod r; `base` in [0, r), exponent ≥ 0. */
export function power(base: bigint, exponent: bigint | number): bigint {
  return Fr.pow(base, BigInt(exponent));
}

/** 1, base, …, base^(count − 1) mod r. */
export function powersFrom(base: bigint, count: number): bigint[] {
  const out: bigint[] = [];
  for (let i = 0, next = 1n; i < count; i++, next = (next * base) % GROUP_ORDER) out.push(next);
  return out;
}

/** 1/a mod r; `a` in [1, r). */
export function invert(a: bigint): bigint {
  return Fr.inv(a);
}

/** The inverses of values in [1, r), with one inversion. */
export function invertAll(values: readonly bigint[]): bigint[] {
  return FpInvertBatch(Fr, [...values]) as bigint[]; // undefined for zeros only
}

/** Bits of a candidate below r. */
const MASK = (1n << BigInt(bitLength(GROUP_ORDER))) - 1n;

/**
 * `count` uniform elements of Z_r, by rejection as `randomBelow`, but as many at once as are
 * missing.
 */
export function randomScalars(random: Random, count: number): bigint[] {
  const out: bigint[] = [];
  while (out.length < count)
    for (const word of decodeWords(random.bytes(WORD_BYTES * (count - out.length)))) {
      const value = word & MASK;
      if (value < GROUP_ORDER) out.push(value);
    }
  return out;
}
