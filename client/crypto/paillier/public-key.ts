// A Paillier public key and its homomorphic operations, which check every argument. `reference` is
// the same key in the library paillier-bigint, whose results these operations must equal (that
// library checks neither plaintext, randomiser nor ciphertext). Single operations check a
// ciphertext's range; that it is a unit of Z_{N²} costs a gcd and is checked once, where
// ciphertexts enter (`checkCiphertexts`, `decodeCiphertexts`). Products and powers of units are
// units.
import { checkPrimeSync } from "node:crypto";
import { PublicKey as ReferenceKey } from "paillier-bigint";
import { CryptoError } from "../../errors.ts";
import { bitLength } from "../../math/bits.ts";
import { bytesToInteger, integerToBytes } from "../../math/bytes.ts";
import { inverseModulo, magnitude, mod } from "../../math/field.ts";
import { type Random, randomBelow } from "../../math/random.ts";
import { gcd } from "../../math/rational.ts";
import { blind, type PublicArithmetic, publicArithmetic } from "./arithmetic.ts";
import { isPerfectPower, SMALL_PRIME_PRODUCT } from "./modulus-shape.ts";

/** Fewest bits of N outside tests. */
export const MINIMUM_KEY_BITS = 2048;
/** Most bits of N: native powers must accept N². */
export const MAXIMUM_KEY_BITS = 4992;

export class PaillierPublicKey {
  /** N. */
  readonly modulus: bigint;
  /** Bits of N, a multiple of 8. */
  readonly bits: number;
  readonly arithmetic: PublicArithmetic;
  readonly reference: ReferenceKey;

  /**
   * Makes cheap checks of the modulus: length, odd, composite, no factor below 2^11, not a perfect
   * power. Only its owner can show that gcd(N, φ(N)) = 1 (modulus-proof.ts). `minimumBits` is
   * lowered in tests only. Throws CryptoError PaillierKeyTooShort, PaillierKeyInvalid.
   */
  constructor(modulus: bigint, minimumBits = MINIMUM_KEY_BITS) {
    const bits = modulus > 0n ? bitLength(modulus) : 0;
    if (bits < minimumBits)
      throw new CryptoError(
        "PaillierKeyTooShort",
        `a Paillier key needs at least ${minimumBits} bits, this one has ${bits}`,
      );
    if (bits > MAXIMUM_KEY_BITS || bits % 8 !== 0)
      throw invalidKey(`its length of ${bits} bits is not a multiple of 8 up to ${MAXIMUM_KEY_BITS}`);
    if (gcd(modulus, SMALL_PRIME_PRODUCT) !== 1n) throw invalidKey("it has a small factor");
    if (checkPrimeSync(modulus)) throw invalidKey("it is prime");
    if (isPerfectPower(modulus)) throw invalidKey("it is a perfect power");
    this.modulus = modulus;
    this.bits = bits;
    this.arithmetic = publicArithmetic(modulus);
    this.reference = new ReferenceKey(modulus, modulus + 1n);
  }

  /** Bytes of an encoded ciphertext. */
  get ciphertextBytes(): number {
    return this.bits / 4;
  }

  /**
   * A fresh uniform unit of Z_N (the probability of drawing a non-unit is negligible, 2^(1 −
   * bits/2)).
   */
  drawRandomiser(random: Random): bigint {
    return 1n + randomBelow(random, this.modulus - 1n);
  }

  /** Encryption of `message` in [0, N). Throws CryptoError PaillierMessageRange. */
  encrypt(message: bigint, random: Random): bigint {
    this.checkMessage(message);
    return blind(this.arithmetic, 1n, message, this.drawRandomiser(random));
  }

  /**
   * Encryption with the given randomiser in Z*_N. Throws CryptoError PaillierMessageRange,
   * PaillierRandomiserInvalid.
   */
  encryptWith(message: bigint, randomiser: bigint): bigint {
    this.checkMessage(message);
    this.checkRandomiser(randomiser);
    return blind(this.arithmetic, 1n, message, randomiser);
  }

  /**
   * The plaintext that stands for a signed integer with magnitude below N/2. Throws CryptoError
   * PaillierMessageRange.
   */
  fromSigned(value: bigint): bigint {
    if (2n * magnitude(value) >= this.modulus)
      throw new CryptoError("PaillierMessageRange", "a signed plaintext must have a magnitude below N/2");
    return mod(value, this.modulus);
  }

  /**
   * The signed integer that a plaintext in [0, N) stands for. Throws CryptoError
   * PaillierMessageRange.
   */
  toSigned(message: bigint): bigint {
    this.checkMessage(message);
    return 2n * message > this.modulus ? message - this.modulus : message;
  }

  /** Encryption of the sum of the two plaintexts modulo N. Not re-randomised. */
  add(a: bigint, b: bigint): bigint {
    this.#checkRange(a);
    this.#checkRange(b);
    return (a * b) % this.arithmetic.square;
  }

  /** Encryption of the plaintext plus `message` in [0, N), modulo N. Not re-randomised. */
  addPlain(c: bigint, message: bigint): bigint {
    this.#checkRange(c);
    this.checkMessage(message);
    return (c * (1n + message * this.modulus)) % this.arithmetic.square;
  }

  /**
   * Encryption of `factor` times the plaintext modulo N, for a signed factor with 0 < |factor| < N.
   * A zero factor would give the ciphertext 1, which anyone can read: encrypt a fresh 0 instead.
   * Not re-randomised.
   * Throws CryptoError PaillierFactorInvalid.
   */
  multiplyPlain(c: bigint, factor: bigint): bigint {
    this.#checkRange(c);
    if (factor === 0n || magnitude(factor) >= this.modulus)
      throw new CryptoError("PaillierFactorInvalid", "a factor must not be 0 and must have a magnitude below N");
    const base = factor < 0n ? inverseModulo(c, this.arithmetic.square) : c;
    return this.arithmetic.power(base, magnitude(factor));
  }

  /** The same plaintext under fresh randomness. */
  rerandomise(c: bigint, random: Random): bigint {
    this.#checkRange(c);
    return blind(this.arithmetic, c, 0n, this.drawRandomiser(random));
  }

  /** Throws CryptoError PaillierMessageRange unless `message` is in [0, N). */
  checkMessage(message: bigint): void {
    if (message < 0n || message >= this.modulus)
      throw new CryptoError("PaillierMessageRange", "a plaintext must be in [0, N); use fromSigned for a negative one");
  }

  /** Throws CryptoError PaillierRandomiserInvalid unless `randomiser` is in Z*_N. */
  checkRandomiser(randomiser: bigint): void {
    if (randomiser <= 0n || randomiser >= this.modulus || gcd(randomiser, this.modulus) !== 1n)
      throw new CryptoError("PaillierRandomiserInvalid", "a randomiser must be a unit in [1, N); draw a fresh one");
  }

  /**
   * Checks that every value is in Z*_{N²}, with one gcd for all. Throws CryptoError
   * PaillierCiphertextInvalid.
   */
  checkCiphertexts(ciphertexts: readonly bigint[]): void {
    let product = 1n;
    for (const c of ciphertexts) {
      this.#checkRange(c);
      product = (product * (c % this.modulus)) % this.modulus;
    }
    if (gcd(product, this.modulus) !== 1n) throw invalidCiphertext();
  }

  /** Big endian, bits/8 bytes. */
  encode(): Uint8Array {
    return integerToBytes(this.modulus, this.bits / 8);
  }

  /** The key from its encoding. Throws CryptoError PaillierLength and as the constructor. */
  static decode(bytes: Uint8Array, minimumBits = MINIMUM_KEY_BITS): PaillierPublicKey {
    if (bytes.length === 0 || bytes[0]! < 0x80)
      throw new CryptoError(
        "PaillierLength",
        "an encoded Paillier key must start with its highest bit; ask its owner to send it again",
      );
    return new PaillierPublicKey(bytesToInteger(bytes), minimumBits);
  }

  /** Ciphertexts one after the other, big endian, `ciphertextBytes` each. */
  encodeCiphertexts(ciphertexts: readonly bigint[]): Uint8Array {
    for (const c of ciphertexts) this.#checkRange(c);
    return Buffer.concat(ciphertexts.map((c) => integerToBytes(c, this.ciphertextBytes)));
  }

  /**
   * Decodes and checks exactly `count` ciphertexts. Throws CryptoError PaillierLength,
   * PaillierCiphertextInvalid.
   */
  decodeCiphertexts(bytes: Uint8Array, count: number): bigint[] {
    const width = this.ciphertextBytes;
    if (bytes.length !== count * width)
      throw new CryptoError("PaillierLength", `${count} ciphertexts take ${count * width} bytes, not ${bytes.length}`);
    const ciphertexts: bigint[] = [];
    for (let at = 0; at < bytes.length; at += width) ciphertexts.push(bytesToInteger(bytes.subarray(at, at + width)));
    this.checkCiphertexts(ciphertexts);
    return ciphertexts;
  }

  #checkRange(c: bigint): void {
    if (c <= 0n || c >= this.arithmetic.square) throw invalidCiphertext();
  }
}

function invalidKey(reason: string): CryptoError {
  return new CryptoError("PaillierKeyInvalid", `this is not a valid Paillier modulus: ${reason}`);
}

function invalidCiphertext(): CryptoError {
  return new CryptoError(
    "PaillierCiphertextInvalid",
    "a ciphertext is not a unit modulo N²; refuse the message it came in",
  );
}
