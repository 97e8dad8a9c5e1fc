// Arithmetic in Z_m on bigints. Variable-time.
import { ConcordatError } from "../errors.ts";

/** The representative of `a` in [0, m); m ≥ 1. */
export function mod(a: bigint, m: bigint): bigint {
  const remainder = a % m;
  return remainder < 0n ? remainder + m : remainder;
}

/** The representative of `a` in (−m/2, m/2]; m ≥ 1. */
export function balanced(a: bigint, m: bigint): bigint {
  const residue = mod(a, m);
  return 2n * residue > m ? residue - m : residue;
}

/** The inverse of `a` modulo m ≥ 2, in [1, m). Throws ConcordatError `NotInvertible`. */
export function inverseModulo(a: bigint, m: bigint): bigint {
  let [r0, r1] = [m, mod(a, m)];
  let [t0, t1] = [0n, 1n];
  while (r1 !== 0n) {
    const quotient = r0 / r1;
    [r0, r1] = [r1, r0 - quotient * r1];
    [t0, t1] = [t1, t0 - quotient * t1];
  }
  if (r0 !== 1n)
    throw new ConcordatError("NotInvertible", "a value has no inverse: it shares a factor with the modulus");
  return mod(t0, m);
}

/** Σ a_j·b_j over the integers; the vectors have the same length. */
export function dot(a: readonly bigint[], b: readonly bigint[]): bigint {
  if (a.length !== b.length) throw new RangeError(`vectors of lengths ${a.length} and ${b.length}`);
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
