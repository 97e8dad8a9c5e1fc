// Integer helpers of the Paillier room: bytes, gcd, inverse, lengths. Variable-time.
import { CryptoError } from "../../errors.ts";
import { mod } from "../../math/field.ts";

/** Number of bits of `value` ≥ 0 (0 has none). */
export function bitLength(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length;
}

/** Big endian, exactly `length` bytes. `value` must be in [0, 256^length). */
export function integerToBytes(value: bigint, length: number): Uint8Array {
  const hex = value.toString(16);
  if (value < 0n || hex.length > 2 * length)
    throw new CryptoError("IntegerLength", `an integer does not fit ${length} bytes`);
  return Buffer.from(hex.padStart(2 * length, "0"), "hex");
}

/** Big endian; at least one byte. */
export function bytesToInteger(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex")}`);
}

/** Greatest common divisor of two integers ≥ 0. */
export function gcd(a: bigint, b: bigint): bigint {
  let [high, low] = [a, b];
  while (low !== 0n) [high, low] = [low, high % low];
  return high;
}

/** Inverse of `value` modulo `modulus` ≥ 2, in [1, modulus). Throws CryptoError NotInvertible. */
export function invert(value: bigint, modulus: bigint): bigint {
  let [r0, r1] = [modulus, mod(value, modulus)];
  let [t0, t1] = [0n, 1n];
  while (r1 !== 0n) {
    const quotient = r0 / r1;
    [r0, r1] = [r1, r0 - quotient * r1];
    [t0, t1] = [t1, t0 - quotient * t1];
  }
  if (r0 !== 1n) throw new CryptoError("NotInvertible", "a value has no inverse: it shares a factor with the modulus");
  return mod(t0, modulus);
}
