// Modular powers through OpenSSL's Diffie-Hellman: the shared secret for private key e, public key
// b and "prime" m is b^e mod m. Any odd modulus works, about six times faster than BigInt at 4096
// bits. Moduli and cases that OpenSSL refuses are computed with BigInt. Node offers no other native
// modular power. Not constant-time.
import { createDiffieHellman, type DiffieHellman } from "node:crypto";
import { pow } from "@noble/curves/abstract/modular.js";
import { CryptoError } from "../../errors.ts";
import { bitLength } from "../../math/bits.ts";
import { bytesToInteger, integerToBytes } from "../../math/bytes.ts";
import { mod } from "../../math/field.ts";

/** base^exponent mod the modulus that the function was made for; any integer base, exponent ≥ 0. */
export type Power = (base: bigint, exponent: bigint) => bigint;

/** Sizes in bits that OpenSSL accepts for a Diffie-Hellman modulus, less a margin at both ends. */
const NATIVE_BITS = { min: 520, max: 9984 } as const;
/** Below this many bits of exponent the fixed cost of a native call outweighs its speed. */
const NATIVE_EXPONENT_BITS = 20;

/** base^exponent mod `modulus` > 1 with @noble/curves; any integer base, exponent ≥ 0. */
export function powerByBigInt(base: bigint, exponent: bigint, modulus: bigint): bigint {
  return pow(mod(base, modulus), exponent, modulus);
}

/**
 * The power function of one odd modulus > 1. The native path is compared with BigInt once per
 * modulus and not used if it differs. Throws CryptoError PowerModulusInvalid (even or below 3),
 * PowerExponentNegative.
 */
export function createPower(modulus: bigint): Power {
  if (modulus < 3n || (modulus & 1n) === 0n)
    throw new CryptoError("PowerModulusInvalid", "the modulus of an exponentiation must be odd and at least 3");
  const native = createNativePower(modulus);
  return (base, exponent) => {
    if (exponent < 0n)
      throw new CryptoError("PowerExponentNegative", "an exponent must not be negative; invert the base");
    if (native === null || exponent < 1n << BigInt(NATIVE_EXPONENT_BITS)) return powerByBigInt(base, exponent, modulus);
    const reduced = mod(base, modulus);
    // OpenSSL refuses the public keys 0, 1 and m − 1.
    if (reduced < 2n || reduced === modulus - 1n) return trivialPower(reduced, exponent, modulus);
    return native(reduced, exponent) ?? powerByBigInt(reduced, exponent, modulus);
  };
}

function trivialPower(base: bigint, exponent: bigint, modulus: bigint): bigint {
  return base < 2n || (exponent & 1n) === 1n ? base : modulus - base === 1n ? 1n : base;
}

/**
 * Null if this OpenSSL does not compute powers for the modulus. The function returns null for the
 * results that OpenSSL refuses, 1 and m − 1.
 */
function createNativePower(modulus: bigint): ((base: bigint, exponent: bigint) => bigint | null) | null {
  const bits = bitLength(modulus);
  if (bits < NATIVE_BITS.min || bits > NATIVE_BITS.max) return null;
  const exchange = openExchange(modulus, bits);
  if (exchange === null) return null;
  let current = -1n;
  const native = (base: bigint, exponent: bigint): bigint | null => {
    if (exponent !== current) {
      exchange.setPrivateKey(integerToBytes(exponent, byteLength(exponent)));
      current = exponent;
    }
    try {
      return bytesToInteger(exchange.computeSecret(integerToBytes(base, byteLength(base))));
    } catch {
      return null;
    }
  };
  const base = modulus / 3n;
  const exponent = 0xc04d_0da7_1234_5678_9abcn;
  return native(base, exponent) === powerByBigInt(base, exponent, modulus) ? native : null;
}

function openExchange(modulus: bigint, bits: number): DiffieHellman | null {
  try {
    return createDiffieHellman(integerToBytes(modulus, Math.ceil(bits / 8)), Uint8Array.of(2));
  } catch {
    return null;
  }
}

function byteLength(value: bigint): number {
  return Math.max(1, Math.ceil(bitLength(value) / 8));
}
