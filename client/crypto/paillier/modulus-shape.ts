// Cheap checks of an RSA-type modulus that need no secret.
import { bitLength } from "../../math/bits.ts";

const SMALL_PRIME_LIMIT = 2048;

/** The primes below `limit`, ascending. */
export function primesBelow(limit: number): number[] {
  const composite = new Uint8Array(limit);
  const primes: number[] = [];
  for (let candidate = 2; candidate < limit; candidate++) {
    if (composite[candidate] === 1) continue;
    primes.push(candidate);
    for (let multiple = candidate * candidate; multiple < limit; multiple += candidate) composite[multiple] = 1;
  }
  return primes;
}

/** The product of all primes below 2^11. */
export const SMALL_PRIME_PRODUCT = primesBelow(SMALL_PRIME_LIMIT).reduce(
  (product, prime) => product * BigInt(prime),
  1n,
);

/** Whether `value` = a^k for some k ≥ 2, for a value without a factor below 2^11. */
export function isPerfectPower(value: bigint): boolean {
  const maximum = Math.floor(bitLength(value) / 11) + 1;
  return primesBelow(maximum + 1).some((k) => rootFloor(value, BigInt(k)) ** BigInt(k) === value);
}

/** ⌊value^(1/k)⌋ by Newton's method, from above. */
function rootFloor(value: bigint, k: bigint): bigint {
  let root = 1n << BigInt(Math.ceil(bitLength(value) / Number(k)));
  for (;;) {
    const next = ((k - 1n) * root + value / root ** (k - 1n)) / k;
    if (next >= root) return root;
    root = next;
  }
}
