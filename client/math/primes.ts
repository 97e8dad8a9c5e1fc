// Primes for public moduli, never secret; key generation draws its own primes.
import { checkPrimeSync } from "node:crypto";

/**
 * Smallest prime greater than `bound` (≥ 2), so that parties who know the bound agree on the
 * modulus. Error probability < 2⁻⁸⁰.
 */
export function primeAbove(bound: bigint): bigint {
  let candidate = bound + 1n + (bound & 1n);
  while (!checkPrimeSync(candidate)) candidate += 2n;
  return candidate;
}
