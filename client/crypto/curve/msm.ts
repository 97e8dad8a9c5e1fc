// Multi-scalar multiplication Σ s_i·P_i, two ways: many sums over the same points with short signed
// scalars (committing), and one sum over many points with full-size scalars (verifying, proving).
// Both are variable-time: timing and memory access depend on the scalars, secret ones included, so
// do not run them where an attacker can time a party.
// For a row of 100 entries of 20 to 40 bits, the interleaved method of @noble/curves takes 3 to 5
// ms and its Pippenger 35 ms.
import { interleavedMSMUnsafe, pippenger } from "@noble/curves/abstract/curve.js";
import { mod } from "../../math/field.ts";
import { G1, GROUP_ORDER } from "./bn254.ts";

const WINDOW = 6;

/**
 * Σ s_i·P_i over fixed points, whose tables are built once. Scalars are signed integers, |s_i| < r.
 * The time of a scalar grows with its length; positive and negative ones are summed separately, so
 * that a negative one costs no more than its magnitude.
 */
export function fixedBaseMsm(points: readonly G1[]): (scalars: readonly bigint[]) => G1 {
  const sumOf = interleavedMSMUnsafe(G1, [...points], WINDOW);
  return (scalars) => {
    const positive = sumOf(scalars.map((scalar) => (scalar > 0n ? scalar : 0n)));
    const negative = sumOf(scalars.map((scalar) => (scalar < 0n ? -scalar : 0n)));
    return positive.subtract(negative);
  };
}

/** Σ s_i·P_i, the point at infinity for no points; scalars are any integers, reduced modulo r. */
export function msm(points: readonly G1[], scalars: readonly bigint[]): G1 {
  return pippenger(
    G1,
    [...points],
    scalars.map((scalar) => mod(scalar, GROUP_ORDER)),
  );
}
