// Products, quotients and rotations of polynomials, as running sums need them.
import { GROUP_ORDER } from "../../crypto/curve/bn254.ts";
import { powersFrom, reduce } from "../field.ts";
import { interpolate, type Polynomial, valuesOn } from "../polynomial.ts";

/** f·g. */
export function multiply(f: Polynomial, g: Polynomial): bigint[] {
  const size = 2 ** Math.ceil(Math.log2(f.length + g.length));
  const values = valuesOn(size, g);
  return interpolate(valuesOn(size, f).map((value, i) => (value * values[i]!) % GROUP_ORDER));
}

/** f(factor·X). */
export function scaleArgument(f: Polynomial, factor: bigint): bigint[] {
  const powers = powersFrom(factor, f.length);
  return f.map((coefficient, i) => (coefficient * powers[i]!) % GROUP_ORDER);
}

/** The quotient of f by X^order − 1; what is left over is dropped. */
export function divideByVanishing(f: Polynomial, order: number): bigint[] {
  const quotient = new Array<bigint>(Math.max(0, f.length - order)).fill(0n);
  for (let i = quotient.length - 1; i >= 0; i--) quotient[i] = reduce(f[i + order]! + (quotient[i + order] ?? 0n));
  return quotient;
}
