// Numbers as a mantissa and a power of two, on shares: where a number may be far above or below
// others, neither its size limits what can be said of it nor does it lose digits.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";

/** Bits of a mantissa. */
export const MANTISSA_BITS = 125;
/** Shifts to the left that together bring any magnitude below 2^125 to its place. */
const SHIFTS = [64, 32, 16, 8, 4, 2, 1] as const;

/** A magnitude as mantissa · 2^−shift. */
export interface Floating {
  /** In [2^124, 2^125), or 0. */
  readonly mantissa: Shares;
  /** 0 to 124; 127 for 0. */
  readonly shift: Shares;
}

/** Of magnitudes below 2^125; exact. 28 rounds. */
export async function floating(a: Arithmetic, magnitudes: Shares): Promise<Floating> {
  let mantissa = magnitudes;
  const shift = a.zeros(magnitudes.length);
  for (const step of SHIFTS) {
    const fits = await a.negative(a.addPublic(mantissa, -(1n << BigInt(MANTISSA_BITS - step))));
    a.addInto(shift, a.scale(fits, BigInt(step)));
    const factor = a.addPublic(a.scale(fits, (1n << BigInt(step)) - 1n), 1n);
    [mantissa] = await a.reshare(a.product(mantissa, factor));
  }
  return { mantissa, shift };
}

/** Bits of a mantissa that decide a comparison. */
const KEY_BITS = 60;
/** As far above a threshold, in relation to it, a number still counts as equal: 2^−50. */
const KEY_SLACK = 1n << BigInt(KEY_BITS - 50);

/**
 * Integers in the order of mantissa · 2^exponent, to 2^−60 of each. About 2 rounds. Exponents must
 * be below 2^60 in magnitude.
 */
export async function keysOf(a: Arithmetic, mantissa: Shares, exponent: Shares): Promise<Shares> {
  const [top] = await a.truncate(MANTISSA_BITS - 1 - KEY_BITS, a.addends(mantissa));
  return a.add(a.scale(exponent, 1n << BigInt(KEY_BITS)), top);
}

/**
 * Just above the key of the number `numerator`/`denominator` > 0, where a mantissa counts as 1 to
 * 2.
 */
export function keyAbove(numerator: bigint, denominator: bigint): bigint {
  const scaled = (numerator << 256n) / denominator;
  const exponent = scaled.toString(2).length - 1;
  const top = exponent >= KEY_BITS ? scaled >> BigInt(exponent - KEY_BITS) : scaled << BigInt(KEY_BITS - exponent);
  return (BigInt(exponent - 256) << BigInt(KEY_BITS)) + top + KEY_SLACK;
}
