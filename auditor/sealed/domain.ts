// Scalars modulo r, and the subgroups K and H (docs/sealed.md, "Numbers").
import { bn254 } from "@noble/curves/bn254.js";
import { ORDER, toScalar } from "../certificate/group.ts";
import { LIMBS } from "./types.ts";

const { Fr } = bn254.fields;

/** base^exponent mod r; the exponent is not negative. */
export const power = (base: bigint, exponent: bigint | number): bigint => Fr.pow(toScalar(base), BigInt(exponent));

/** 1/value mod r; the value is no multiple of r. */
export const inverse = (value: bigint): bigint => Fr.inv(toScalar(value));

/** Σ values, over the integers. */
export const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);

/** Π values mod r. */
export const product = (values: readonly bigint[]): bigint =>
  values.reduce((total, value) => toScalar(total * value), 1n);

/** base^0..base^(count−1) mod r. */
export function powersOf(base: bigint, count: number): bigint[] {
  const found: bigint[] = [];
  for (let next = 1n; found.length < count; next = toScalar(next * base)) found.push(next);
  return found;
}

export interface Domain {
  /** R, the order of H. */
  readonly size: number;
  /** D = 32R, the order of K. */
  readonly order: number;
  /** L. */
  readonly limbBits: bigint;
  /** η, which generates K. */
  readonly eta: bigint;
  /** χ = η^32, which generates H. */
  readonly chi: bigint;
}

/** The domain for R, a power of two from 16 to 2^13. */
export function domainOf(size: number): Domain {
  const order = LIMBS * size;
  const eta = power(5n, (ORDER - 1n) / BigInt(order));
  const limbBits = BigInt(Math.min(12, 5 + Math.log2(size)));
  return { size, order, limbBits, eta, chi: power(eta, LIMBS) };
}

/** x^order − 1: Z_K(x) for D, Z_H(x) for R. */
export const vanishing = (order: number, x: bigint): bigint => toScalar(power(x, order) - 1n);

/** sel(x), for x outside H. */
export function selector({ size, order }: Domain, x: bigint): bigint {
  return toScalar(vanishing(order, x) * inverse(BigInt(LIMBS) * vanishing(size, x)));
}

/** Λ_i(x), for x outside H. */
export function lagrange({ size, chi }: Domain, i: number, x: bigint): bigint {
  const root = power(chi, i);
  return toScalar(root * vanishing(size, x) * inverse(BigInt(size) * (x - root)));
}
