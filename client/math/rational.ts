// Vectors of rationals over one common denominator, and their reconstruction from residues.
import { balanced, magnitude } from "./field.ts";

/** `numerators[i] / denominator`; the denominator is positive. */
export interface RationalVector {
  readonly numerators: readonly bigint[];
  readonly denominator: bigint;
}

/** Greatest common divisor of the magnitudes; 0 when both are 0. */
export function gcd(a: bigint, b: bigint): bigint {
  let x = magnitude(a);
  let y = magnitude(b);
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** `value / divisor` to the nearest integer, halves away from zero; `divisor` > 0. */
export function divideRounded(value: bigint, divisor: bigint): bigint {
  const quotient = (2n * magnitude(value) + divisor) / (2n * divisor);
  return value < 0n ? -quotient : quotient;
}

/** Each entry times 10^decimals, rounded to the nearest integer. */
export function roundTo(vector: RationalVector, decimals: number): bigint[] {
  const scale = 10n ** BigInt(decimals);
  return vector.numerators.map((numerator) => divideRounded(numerator * scale, vector.denominator));
}

/** The smallest integer vector that is a positive multiple of `vector`. */
export function primitive(vector: readonly bigint[]): bigint[] {
  let common = 0n;
  for (const value of vector) {
    if (common === 1n) break;
    common = gcd(common, value);
  }
  return common <= 1n ? [...vector] : vector.map((value) => value / common);
}

const MARGIN_BITS = 40n;

/**
 * The vector of rationals congruent to `residues` modulo `modulus` whose numerators and common
 * denominator are small enough to be told from chance (by 40 bits), or null when there is none;
 * then a larger modulus is needed. A caller that needs certainty checks the result against its
 * equation. Largest-quotient reconstruction: Monagan, ISSAC 2004.
 */
export function reconstruct(residues: readonly bigint[], modulus: bigint): RationalVector | null {
  let denominator = 1n;
  const numerators: bigint[] = [];
  for (const residue of residues) {
    let value = balanced(residue * denominator, modulus);
    if ((magnitude(value) * denominator) << (MARGIN_BITS + 1n) >= modulus) {
      const fraction = reconstructOne(value, modulus);
      if (fraction === null) return null;
      value = fraction[0];
      denominator *= fraction[1];
      for (let i = 0; i < numerators.length; i++) numerators[i]! *= fraction[1];
    }
    numerators.push(value);
  }
  const limit = modulus >> (MARGIN_BITS + 1n);
  return numerators.every((value) => magnitude(value) * denominator < limit) ? { numerators, denominator } : null;
}

/**
 * The fraction before the largest quotient of Euclid's algorithm, run on leading digits (Lehmer;
 * Knuth vol. 2, 4.5.2, L).
 */
function reconstructOne(value: bigint, modulus: bigint): [bigint, bigint] | null {
  let [r0, r1] = [modulus, value < 0n ? value + modulus : value];
  let [t0, t1] = [0n, 1n];
  let best = 1n << MARGIN_BITS;
  let found: [bigint, bigint] | null = null;
  while (r1 !== 0n) {
    const steps = leadingSteps(r0, r1);
    if (steps !== null) {
      const [a, b, c, d] = steps;
      [r0, r1] = [a * r0 + b * r1, c * r0 + d * r1];
      [t0, t1] = [a * t0 + b * t1, c * t0 + d * t1];
      continue;
    }
    const quotient = r0 / r1;
    if (quotient > best) {
      best = quotient;
      found = t1 < 0n ? [-r1, -t1] : [r1, t1];
    }
    [r0, r1] = [r1, r0 - quotient * r1];
    [t0, t1] = [t1, t0 - quotient * t1];
  }
  return found;
}

/**
 * The 2 × 2 matrix, row by row, of all the steps of Euclid's algorithm on (high, low) that 48
 * leading bits decide, or null when there is none. Quotients of such steps have at most 24 bits.
 */
function leadingSteps(high: bigint, low: bigint): [bigint, bigint, bigint, bigint] | null {
  const shift = BigInt(Math.max(0, 4 * high.toString(16).length - 48));
  let [x, y] = [Number(high >> shift), Number(low >> shift)];
  let [a, b, c, d] = [1, 0, 0, 1];
  while (y + c !== 0 && y + d !== 0) {
    const quotient = Math.floor((x + a) / (y + c));
    if (quotient !== Math.floor((x + b) / (y + d))) break;
    [a, c] = [c, a - quotient * c];
    [b, d] = [d, b - quotient * d];
    [x, y] = [y, x - quotient * y];
  }
  return b === 0 ? null : [BigInt(a), BigInt(b), BigInt(c), BigInt(d)];
}
