// Rational vectors from their leading digits: the certificates of infeasible and unbounded programs
// hold exactly or not at all. Lattice reduction finds the common denominator (simultaneous
// Diophantine approximation: Lenstra, Lenstra and Lovász 1982, section 1) from as few entries as
// suffice: k entries of b digits give denominators of up to about b·k/(k + 1) digits.
import { magnitude } from "../../../math/field.ts";
import { lll } from "../../../math/lattice/lll.ts";
import { divideRounded, primitive } from "../../../math/rational.ts";

/** The most entries from which the denominator is sought. */
const MAX_ENTRIES = 10;

/**
 * A wrong denominator fits one entry by chance with probability 2^−8 at most, and some wrong one
 * fits all entries with probability 2^−8 at most.
 */
const CHANCE_BITS = 8n;

/** Candidates for q > 0 such that q·values are near multiples of `one`, the likeliest first. */
function denominators(values: readonly bigint[], one: bigint, error: bigint): bigint[] {
  const multiples = values.map((_, i) => [0n, ...values.map((__, j) => (i === j ? one : 0n))]);
  const basis = lll([[error, ...values], ...multiples]);
  return basis.map(([first]) => magnitude(first!) / error).filter((q) => q > 0n);
}

/**
 * The smallest integers proportional to values/2^`bits`, where each value is correct to `error`
 * units in the last place. Null if no common denominator is found, if the integers reach `limit`,
 * or if the values have too few digits to tell them from other integers nearby.
 */
export function proportion(values: readonly bigint[], bits: number, error: bigint, limit: bigint): bigint[] | null {
  const one = 1n << BigInt(bits);
  const rounded = (q: bigint): bigint[] => values.map((value) => divideRounded(value * q, one));
  const fractions = values.filter((value) => magnitude(value - divideRounded(value, one) * one) > error);
  const all = BigInt(fractions.length);
  // About q·(2·error·q/one)^all denominators up to q fit by chance.
  const certain = (q: bigint): boolean =>
    (q * error) << CHANCE_BITS < one && (q === 1n || (q * (2n * error * q) ** all) << CHANCE_BITS < one ** all);
  const fits = (q: bigint): boolean =>
    certain(q) && rounded(q).every((integer, i) => magnitude(values[i]! * q - integer * one) <= error * q);
  for (let k = 0; k <= Math.min(fractions.length, MAX_ENTRIES); k++) {
    const common = k === 0 ? [1n] : denominators(fractions.slice(0, k), one, error);
    const found = common.find(fits);
    if (found === undefined) continue;
    const least = primitive(rounded(found));
    return least.every((value) => magnitude(value) < limit) ? least : null;
  }
  return null;
}
