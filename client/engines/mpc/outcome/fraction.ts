// Rational vectors from their leading digits: the certificates of infeasible and unbounded programs
// hold exactly or not at all. Lattice reduction finds the common denominator (simultaneous
// Diophantine approximation: Lenstra, Lenstra and Lovász 1982, section 1) from as few entries as
// suffice: k entries with b leading digits, all near 1, give denominators of up to about b·k/(k +
// 1) digits, and entries far below 1 give larger ones.
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

/** An entry of a vector of rational numbers: mantissa / 2^(bits + exponent), bits as stated. */
export interface Leading {
  /** Its error is below a public bound; one of 0 is exact. */
  readonly mantissa: bigint;
  readonly exponent: number;
}

/** How many leading digits are known. */
export interface Digits {
  /** Fractional bits of mantissas. */
  readonly bits: number;
  /** The error of a mantissa, in units in the last place, at most. */
  readonly error: bigint;
}

/** An entry as mantissa / one. */
interface Entry {
  readonly mantissa: bigint;
  readonly one: bigint;
}

/**
 * Candidates for q > 0 such that all q·mantissa are near multiples of `one`, the likeliest first.
 */
function denominators(entries: readonly Entry[], error: bigint): bigint[] {
  const multiples = entries.map(({ one }, i) => [0n, ...entries.map((_, j) => (i === j ? one : 0n))]);
  const basis = lll([[error, ...entries.map(({ mantissa }) => mantissa)], ...multiples]);
  return basis.map(([first]) => magnitude(first!) / error).filter((q) => q > 0n);
}

/**
 * The smallest integers proportional to the values. Null if no common denominator is found, if the
 * integers reach `limit`, or if the values have too few digits to tell them from other integers
 * nearby.
 */
export function proportion(values: readonly Leading[], { bits, error }: Digits, limit: bigint): bigint[] | null {
  const entries = values.map(({ mantissa, exponent }) => ({ mantissa, one: 1n << BigInt(bits + exponent) }));
  // One entry is the largest, by which all were divided.
  const largest = entries.find(({ mantissa, one }) => magnitude(magnitude(mantissa) - one) <= error);
  const rounded = (q: bigint): bigint[] =>
    entries.map((entry) => {
      const { mantissa, one } = entry;
      if (entry === largest) return mantissa < 0n ? -q : q;
      return divideRounded(mantissa * q, one);
    });
  const distance = ({ mantissa, one }: Entry, q: bigint): bigint =>
    magnitude(mantissa * q - divideRounded(mantissa * q, one) * one);
  const fractions = entries.filter((entry) => distance(entry, 1n) > error);
  // A denominator up to q fits an entry by chance with probability 2·error·q/one, so about
  // q·∏ 2·error·q/one of them fit all fractions.
  const certain = (q: bigint): boolean => {
    if (entries.some((entry) => entry !== largest && entry.mantissa !== 0n && (q * error) << CHANCE_BITS >= entry.one))
      return false;
    const [chances, cases] = fractions.reduce(
      ([numerator, denominator], { one }) => [numerator * 2n * error * q, denominator * one],
      [q, 1n],
    );
    return q === 1n || chances << CHANCE_BITS < cases;
  };
  const fits = (q: bigint): boolean =>
    certain(q) && entries.every((entry) => entry === largest || distance(entry, q) <= error * q);
  for (let k = 0; k <= Math.min(fractions.length, MAX_ENTRIES); k++) {
    const common = k === 0 ? [1n] : denominators(fractions.slice(0, k), error);
    const found = common.find(fits);
    if (found === undefined) continue;
    const least = primitive(rounded(found));
    return least.every((value) => magnitude(value) < limit) ? least : null;
  }
  return null;
}
