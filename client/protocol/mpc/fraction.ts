// Rational vectors from their leading digits: the certificates of infeasible and unbounded programs hold exactly or not at all. The common
// denominator is found by lattice reduction (simultaneous Diophantine approximation: Lenstra, Lenstra and Lovász 1982, section 1), from
// as few entries as it takes: k of them with b digits give denominators of up to about b·k/(k + 1) digits.
import { magnitude } from "../../math/field.ts";
import { lll } from "../../math/lattice/lll.ts";
import { divideRounded, primitive } from "../../math/rational.ts";

/** Entries that the denominator may be found from. */
const MOST_ENTRIES = 10;

/** Each entry fits a wrong denominator with probability 2^−8 at most. */
const CHANCE_BITS = 8n;

/** Candidates for q > 0 with q·values near multiples of `one`, the likeliest first. */
function denominators(values: readonly bigint[], one: bigint, error: bigint): bigint[] {
  const multiples = values.map((_, i) => [0n, ...values.map((__, j) => (i === j ? one : 0n))]);
  const basis = lll([[error, ...values], ...multiples]);
  return basis.map(([first]) => magnitude(first!) / error).filter((q) => q > 0n);
}

/**
 * The smallest integers in proportion to values/2^`bits`, each of them right to `error` units in the last place; null when no common
 * denominator is found or they reach `limit`. Numbers too large for so few digits may come out wrong: a certificate made of them is
 * refused.
 */
export function proportion(values: readonly bigint[], bits: number, error: bigint, limit: bigint): bigint[] | null {
  const one = 1n << BigInt(bits);
  const rounded = (q: bigint): bigint[] => values.map((value) => divideRounded(value * q, one));
  const fits = (q: bigint): boolean =>
    (q * error) << CHANCE_BITS < one &&
    rounded(q).every((integer, i) => magnitude(values[i]! * q - integer * one) <= error * q);
  const fractions = values.filter((value) => magnitude(value - divideRounded(value, one) * one) > error);
  for (let k = 0; k <= Math.min(fractions.length, MOST_ENTRIES); k++) {
    const common = k === 0 ? [1n] : denominators(fractions.slice(0, k), one, error);
    const found = common.find(fits);
    if (found === undefined) continue;
    const least = primitive(rounded(found));
    return least.every((value) => magnitude(value) < limit) ? least : null;
  }
  return null;
}
