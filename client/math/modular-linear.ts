// Dense linear algebra modulo a prime below 2^23 in doubles. Residues are balanced (magnitude ≤ p/2
// < 2^22), so that a sum of 512 products is exact before it is reduced.
import { ConcordatError } from "../errors.ts";

const TERMS = 512;

/** The largest prime below `limit`. */
function primeBelow(limit: number): number {
  for (let candidate = limit - 1; candidate > 1; candidate--) {
    let divisor = 2;
    while (divisor * divisor <= candidate && candidate % divisor !== 0) divisor++;
    if (divisor * divisor > candidate) return candidate;
  }
  throw new ConcordatError("PrimeRange", "there is no prime below 2");
}

/** A prime for this file's arithmetic: the `index`-th below 2^23, counted from 0. */
export function wordPrime(index: number): number {
  let prime = 1 << 23;
  for (let i = 0; i <= index; i++) prime = primeBelow(prime);
  return prime;
}

/** Balanced residue of an exact double. */
export function reduce(value: number, prime: number): number {
  return value - prime * Math.round(value / prime);
}

/** Balanced residue of an integer. */
export function residue(value: bigint, prime: bigint): number {
  return reduce(Number(value % prime), Number(prime));
}

export function inverse(value: number, prime: number): number {
  let [r0, r1] = [prime, ((value % prime) + prime) % prime];
  let [t0, t1] = [0, 1];
  while (r1 !== 0) {
    const quotient = Math.floor(r0 / r1);
    [r0, r1] = [r1, r0 - quotient * r1];
    [t0, t1] = [t1, t0 - quotient * t1];
  }
  if (r0 !== 1) throw new ConcordatError("NotInvertible", "zero has no inverse modulo a prime");
  return reduce(t0, prime);
}

/** A square matrix modulo `prime`, row by row. */
export class ModularMatrix {
  readonly size: number;
  readonly prime: number;
  readonly entries: Float64Array;

  constructor(size: number, prime: number, entries = new Float64Array(size * size)) {
    this.size = size;
    this.prime = prime;
    this.entries = entries;
  }

  static identity(size: number, prime: number): ModularMatrix {
    const matrix = new ModularMatrix(size, prime);
    for (let i = 0; i < size; i++) matrix.entries[i * size + i] = 1;
    return matrix;
  }

  /** This matrix times `vector`. */
  times(vector: Float64Array): Float64Array {
    const { size, prime, entries } = this;
    const result = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      let total = 0;
      for (let from = 0; from < size; from += TERMS) {
        const to = Math.min(size, from + TERMS);
        let sum = 0;
        for (let j = from, at = i * size + from; j < to; j++, at++) sum += entries[at]! * vector[j]!;
        total += reduce(sum, prime);
      }
      result[i] = reduce(total, prime);
    }
    return result;
  }

  /** The transpose of this matrix times `vector`. */
  transposedTimes(vector: Float64Array): Float64Array {
    const { size, prime, entries } = this;
    const result = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      const factor = vector[i]!;
      if (factor !== 0) for (let j = 0, at = i * size; j < size; j++, at++) result[j]! += factor * entries[at]!;
      if (i % TERMS === TERMS - 2 || i === size - 1)
        for (let j = 0; j < size; j++) result[j] = reduce(result[j]!, prime);
    }
    return result;
  }

  /**
   * Product-form update of an inverse. When this is B⁻¹ and `transformed` = B⁻¹a, it becomes the
   * inverse of B with column `position` replaced by a; `transformed[position]` must not be 0.
   */
  replaceColumn(position: number, transformed: Float64Array): void {
    const { size, prime, entries } = this;
    const scale = inverse(transformed[position]!, prime);
    const pivotRow = entries.subarray(position * size, (position + 1) * size);
    for (let j = 0; j < size; j++) if (pivotRow[j] !== 0) pivotRow[j] = reduce(pivotRow[j]! * scale, prime);
    for (let i = 0; i < size; i++) {
      const factor = transformed[i]!;
      if (i === position || factor === 0) continue;
      for (let j = 0, at = i * size; j < size; j++, at++) {
        if (pivotRow[j] !== 0) entries[at] = reduce(entries[at]! - factor * pivotRow[j]!, prime);
      }
    }
  }
}
