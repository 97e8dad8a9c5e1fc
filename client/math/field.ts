// Arithmetic in Z_m on bigints; @noble/curves does reduction and inversion. Variable-time.
import { invert, mod } from "@noble/curves/abstract/modular.js";
import { ConcordatError } from "../errors.ts";

/** mod(a, m): the representative of a in [0, m); m ≥ 1. */
export { mod };

/** The representative of `a` in (−m/2, m/2]; m ≥ 1. */
export function balanced(a: bigint, m: bigint): bigint {
  const residue = mod(a, m);
  return 2n * residue > m ? residue - m : residue;
}

/** The inverse of `a` modulo m ≥ 2, in [1, m). Throws ConcordatError `NotInvertible`. */
export function inverseModulo(a: bigint, m: bigint): bigint {
  try {
    return invert(a, m);
  } catch {
    throw new ConcordatError("NotInvertible", "a value has no inverse: it shares a factor with the modulus");
  }
}

/** Σ a_j·b_j over the integers; the vectors have the same length. */
export function dot(a: readonly bigint[], b: readonly bigint[]): bigint {
  if (a.length !== b.length)
    throw new ConcordatError("LengthsDiffer", `vectors of lengths ${a.length} and ${b.length}`);
  let sum = 0n;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}

/** Σ a_j over the integers. */
export function sum(a: readonly bigint[]): bigint {
  let total = 0n;
  for (const value of a) total += value;
  return total;
}

/** base¹, base², …, base^count in Z_m. */
export function powers(base: bigint, count: number, m: bigint): bigint[] {
  const out: bigint[] = [];
  let power = 1n;
  for (let i = 0; i < count; i++) {
    power = mod(power * base, m);
    out.push(power);
  }
  return out;
}

/** |a|. */
export function magnitude(a: bigint): bigint {
  return a < 0n ? -a : a;
}
