// Univariate polynomials over Z_r as coefficients, constant first.
import { rootsOfUnity } from "@noble/curves/abstract/fft.js";
import { bn254 } from "@noble/curves/bn254.js";
import { GROUP_ORDER } from "../crypto/curve/bn254.ts";
import { transform } from "../crypto/curve/transforms.ts";
import { Vector } from "../crypto/curve/vector.ts";
import { power, reduce } from "./field.ts";

/** Coefficients in [0, r), constant first. */
export type Polynomial = readonly bigint[];

/** A generator of Z_r^*: it lies in no subgroup of a power of two. */
export const FIELD_GENERATOR = 5n;

const { Fr } = bn254.fields;
const roots = rootsOfUnity(Fr, FIELD_GENERATOR);

/** g^((r − 1)/size), the generator of the subgroup of order `size`, a power of two. */
export function rootOfOrder(size: number): bigint {
  return roots.omega(Math.log2(size));
}

/** The polynomial of degree below `values.length`, a power of two, with values on its subgroup. */
export function interpolate(values: readonly bigint[]): bigint[] {
  return interpolateFrom(1n, Vector.of(values)).toNumbers();
}

/** The polynomial of degree below `values.length` with values on shift·⟨ω⟩. */
function interpolateFrom(shift: bigint, values: Vector): Vector {
  const after = { factor: Fr.inv(BigInt(values.length)), base: Fr.inv(shift) };
  return transform(values, { root: Fr.inv(rootOfOrder(values.length)), shift: 1n }, after);
}

/** f(1), f(ω), … on the subgroup of order `size`; f may have any degree. */
export function valuesOn(size: number, f: Polynomial): bigint[] {
  return vectorOn(size, f).toNumbers();
}

/** The same in the kernel's form. */
export function vectorOn(size: number, f: Polynomial): Vector {
  return transform(fold(size, f, 1n), { root: rootOfOrder(size), shift: 1n });
}

/** f on the coset g·⟨ω⟩ of order `size`; f may have any degree. */
export function valuesOnCoset(size: number, f: Polynomial): bigint[] {
  return vectorOnCoset(size, f).toNumbers();
}

/** The same in the kernel's form. */
export function vectorOnCoset(size: number, f: Polynomial): Vector {
  const coset = { root: rootOfOrder(size), shift: FIELD_GENERATOR };
  return transform(fold(size, f, power(FIELD_GENERATOR, size)), coset);
}

/** The remainder of f by X^size − wrap, of exactly `size` coefficients. */
function fold(size: number, f: Polynomial, wrap: bigint): Vector {
  const out = f.slice(0, size);
  for (let from = size, factor = wrap; from < f.length; from += size, factor = reduce(factor * wrap)) {
    for (const [i, coefficient] of f.slice(from, from + size).entries())
      out[i] = reduce(out[i]! + factor * coefficient);
  }
  return Vector.of(out).padded(size);
}

/** The polynomial of degree below `values.length` with values on the coset g·⟨ω⟩. */
export function interpolateOnCoset(values: Vector): bigint[] {
  return interpolateFrom(FIELD_GENERATOR, values).toNumbers();
}

/** f(x). */
export function evaluate(f: Polynomial, x: bigint): bigint {
  let value = 0n;
  for (let i = f.length - 1; i >= 0; i--) value = (value * x + f[i]!) % GROUP_ORDER;
  return value;
}

/** Σ c_i·f_i; the c_i are any integers. */
export function combine(terms: readonly (readonly [coefficient: bigint, f: Polynomial])[]): bigint[] {
  const out = new Array<bigint>(Math.max(0, ...terms.map(([, f]) => f.length))).fill(0n);
  for (const [coefficient, f] of terms) {
    const factor = reduce(coefficient);
    if (factor === 0n) continue;
    for (let i = 0; i < f.length; i++) out[i] = (out[i]! + factor * f[i]!) % GROUP_ORDER;
  }
  return out;
}

/** (f − f(x))/(X − x). */
export function divideByLinear(f: Polynomial, x: bigint): bigint[] {
  const quotient = new Array<bigint>(Math.max(0, f.length - 1));
  let carry = 0n;
  for (let i = f.length - 1; i >= 1; i--) {
    carry = (carry * x + f[i]!) % GROUP_ORDER;
    quotient[i - 1] = carry;
  }
  return quotient;
}

/** f + (X^size − 1)·Σ masks_i X^i. */
export function withMasks(f: Polynomial, size: number, masks: readonly bigint[]): bigint[] {
  return combine([
    [1n, f],
    [1n, vanishingMultiple(size, masks)],
  ]);
}

/** (X^size − 1)·Σ factor_i X^i. */
export function vanishingMultiple(size: number, factor: readonly bigint[]): bigint[] {
  const out = new Array<bigint>(size + factor.length).fill(0n);
  for (const [i, coefficient] of factor.entries()) {
    out[i] = reduce(out[i]! - coefficient);
    out[size + i] = reduce(out[size + i]! + coefficient);
  }
  return out;
}

/** f·g. */
export function multiply(f: Polynomial, g: Polynomial): bigint[] {
  const size = 2 ** Math.ceil(Math.log2(f.length + g.length));
  return interpolateFrom(1n, vectorOn(size, f).times(vectorOn(size, g))).toNumbers();
}

/** The quotient of f by X^size − 1; the remainder is dropped. */
export function divideByVanishing(f: Polynomial, size: number): bigint[] {
  const rest = [...f];
  const quotient = new Array<bigint>(Math.max(0, f.length - size)).fill(0n);
  for (let i = f.length - 1; i >= size; i--) {
    quotient[i - size] = rest[i]!;
    rest[i - size] = reduce(rest[i - size]! + rest[i]!);
  }
  while (quotient.at(-1) === 0n) quotient.pop();
  return quotient;
}
