// The owner's side of a Paillier key: decryption and fast encryption with the primes. `reference`
// is the same key in paillier-bigint. Generation draws from the run's Random, so that a run replays
// from its seed. OpenSSL tests candidates from that stream, which takes as long as
// crypto.generatePrime; the latter cannot be seeded and is therefore not used.
import { checkPrimeSync } from "node:crypto";
import { PrivateKey as ReferenceKey } from "paillier-bigint";
import { CryptoError } from "../../errors.ts";
import { bitLength } from "../../math/bits.ts";
import { bytesToInteger } from "../../math/bytes.ts";
import { inverseModulo } from "../../math/field.ts";
import type { Random } from "../../math/random.ts";
import { decryptWithPrimes, encryptWithPrimes, type SecretArithmetic, secretArithmetic } from "./arithmetic.ts";
import { MAXIMUM_KEY_BITS, MINIMUM_KEY_BITS, PaillierPublicKey } from "./public-key.ts";

export class PaillierSecretKey {
  readonly publicKey: PaillierPublicKey;
  readonly arithmetic: SecretArithmetic;
  readonly reference: ReferenceKey;

  /**
   * From two different odd primes of equal length; then gcd(pq, (p − 1)(q − 1)) = 1, as p | q − 1
   * would need q > 2p. `minimumBits` (of N) is lowered in tests only.
   * Throws CryptoError PaillierKeyInvalid, PaillierKeyTooShort.
   */
  constructor(p: bigint, q: bigint, minimumBits = MINIMUM_KEY_BITS) {
    if (p < 3n || q < 3n || p === q || bitLength(p) !== bitLength(q) || !checkPrimeSync(p) || !checkPrimeSync(q))
      throw new CryptoError("PaillierKeyInvalid", "a Paillier key needs two distinct primes of the same length");
    const order = (p - 1n) * (q - 1n);
    this.publicKey = new PaillierPublicKey(p * q, minimumBits);
    this.arithmetic = secretArithmetic(p, q);
    this.reference = new ReferenceKey(order, inverseModulo(order, p * q), this.publicKey.reference, p, q);
  }

  /**
   * The plaintext in [0, N). Throws CryptoError PaillierCiphertextInvalid unless `c` is in Z*_{N²}.
   */
  decrypt(c: bigint): bigint {
    const { p, q, square } = this.arithmetic;
    if (c <= 0n || c >= square || c % p.prime === 0n || c % q.prime === 0n)
      throw new CryptoError(
        "PaillierCiphertextInvalid",
        "a ciphertext is not a unit modulo N²; refuse the message it came in",
      );
    return decryptWithPrimes(this.arithmetic, c);
  }

  /**
   * Encryption of `message` in [0, N), faster than with the public key. Throws CryptoError
   * PaillierMessageRange.
   */
  encrypt(message: bigint, random: Random): bigint {
    this.publicKey.checkMessage(message);
    return encryptWithPrimes(this.arithmetic, message, this.publicKey.drawRandomiser(random));
  }

  /**
   * Encryption with the given randomiser in Z*_N. Throws CryptoError PaillierMessageRange,
   * PaillierRandomiserInvalid.
   */
  encryptWith(message: bigint, randomiser: bigint): bigint {
    this.publicKey.checkMessage(message);
    this.publicKey.checkRandomiser(randomiser);
    return encryptWithPrimes(this.arithmetic, message, randomiser);
  }
}

/**
 * A key with an N of exactly `bits` bits (a multiple of 16) from `random`. `minimumBits` is lowered
 * in tests only. Throws CryptoError PaillierKeyTooShort, PaillierKeyInvalid (length).
 */
export function generatePaillierKeys(bits: number, random: Random, minimumBits = MINIMUM_KEY_BITS): PaillierSecretKey {
  if (bits < minimumBits)
    throw new CryptoError("PaillierKeyTooShort", `a Paillier key needs at least ${minimumBits} bits, not ${bits}`);
  if (!Number.isInteger(bits) || bits % 16 !== 0 || bits < 32 || bits > MAXIMUM_KEY_BITS)
    throw new CryptoError(
      "PaillierKeyInvalid",
      `the length of a Paillier key is a multiple of 16 up to ${MAXIMUM_KEY_BITS} bits`,
    );
  for (;;) {
    const p = drawPrime(bits / 2, random);
    const q = drawPrime(bits / 2, random);
    if (p !== q) return new PaillierSecretKey(p, q, minimumBits);
  }
}

/**
 * A uniform prime of `bits` bits (a multiple of 8) with its two highest bits set, so that a product
 * of two has 2·bits.
 */
function drawPrime(bits: number, random: Random): bigint {
  for (;;) {
    const bytes = random.bytes(bits / 8);
    bytes[0]! |= 0xc0;
    bytes[bytes.length - 1]! |= 1;
    if (checkPrimeSync(bytes)) return bytesToInteger(bytes);
  }
}
