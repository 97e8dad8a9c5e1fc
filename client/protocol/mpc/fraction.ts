// Rational numbers from their leading digits: the certificates of infeasible and unbounded programs hold exactly or not at all.
import { magnitude } from "../../math/field.ts";
import { gcd, primitive } from "../../math/rational.ts";

/** The fraction of least denominator within 2^−`accurate` of value/2^`bits`. */
function nearest(value: bigint, bits: number, accurate: number): { numerator: bigint; denominator: bigint } {
  const size = magnitude(value);
  const whole = 1n << BigInt(bits);
  const slack = BigInt(bits - accurate);
  let [p0, q0, p1, q1] = [0n, 1n, 1n, 0n];
  let [high, low] = [size, whole];
  while (low !== 0n) {
    const quotient = high / low;
    [p0, p1] = [p1, quotient * p1 + p0];
    [q0, q1] = [q1, quotient * q1 + q0];
    [high, low] = [low, high - quotient * low];
    if (magnitude(p1 * whole - size * q1) <= q1 << slack) break;
  }
  return { numerator: value < 0n ? -p1 : p1, denominator: q1 };
}

/**
 * The smallest integers in proportion to values/2^bits, each taken as the simplest fraction within 2^−`accurate`; null when they reach
 * `limit`. Right when numerators times denominators stay well below 2^accurate; otherwise a certificate made of them is refused.
 */
export function proportion(values: readonly bigint[], bits: number, accurate: number, limit: bigint): bigint[] | null {
  const fractions = values.map((value) => nearest(value, bits, accurate));
  let common = 1n;
  for (const { denominator } of fractions) {
    common = (common / gcd(common, denominator)) * denominator;
    if (common >= limit) return null;
  }
  const integers = fractions.map(({ numerator, denominator }) => numerator * (common / denominator));
  const least = primitive(integers);
  return least.every((value) => magnitude(value) < limit) ? least : null;
}
