// Many sums over the same points: committing to rows and to polynomials. Variable-time: see
// sums.ts.
import { mod } from "../../math/field.ts";
import { G1, GROUP_ORDER, pointFromAffine, pointsToAffine } from "./bn254.ts";
import { PointSums, SCALAR_BYTES } from "./sums.ts";

/** 64-bit words of a scalar or a coordinate. */
const WORDS = SCALAR_BYTES / 8;
const WORD_BITS = 64n;

/**
 * Σ s_i·P_i over fixed finite points, which are converted once. Scalars are any integers, at most
 * one per point; those left out count as 0. The time of a scalar grows with the length of its
 * representative modulo r of least magnitude.
 */
export function fixedBaseMsm(points: readonly G1[]): (scalars: readonly bigint[]) => G1 {
  const sums = new PointSums(toBytes(pointsToAffine(points).flatMap(({ x, y }) => [x, y])));
  return (scalars) => {
    const affine = sums.sum(toBytes(scalars.map((scalar) => mod(scalar, GROUP_ORDER))));
    if (affine === null) return G1.ZERO;
    return pointFromAffine({ x: numberAt(affine, 0), y: numberAt(affine, SCALAR_BYTES) });
  };
}

/** 32 bytes, little endian, of each value below 2^256. */
function toBytes(values: readonly bigint[]): Uint8Array {
  const words = new BigUint64Array(WORDS * values.length);
  for (const [i, value] of values.entries()) {
    let rest = value;
    // What is stored is reduced modulo 2^64.
    for (let word = WORDS * i; word < WORDS * (i + 1); word++, rest >>= WORD_BITS) words[word] = rest;
  }
  return new Uint8Array(words.buffer);
}

/** The number in 32 bytes, little endian. */
function numberAt(bytes: Uint8Array, from: number): bigint {
  return BigInt(`0x${Buffer.from(bytes.slice(from, from + SCALAR_BYTES).reverse()).toString("hex")}`);
}
