// One multi-scalar multiplication Σ s_i·P_i over points that do not come again, with full-size
// scalars: verifying, and proving for the public certificate. Variable-time: do not run it where an
// attacker can time a party. Sums over fixed points: fixed-base.ts.
import { pippenger } from "@noble/curves/abstract/curve.js";
import { mod } from "../../math/field.ts";
import { G1, GROUP_ORDER } from "./bn254.ts";

/** Σ s_i·P_i, the point at infinity for no points; scalars are any integers, reduced modulo r. */
export function msm(points: readonly G1[], scalars: readonly bigint[]): G1 {
  return pippenger(
    G1,
    [...points],
    scalars.map((scalar) => mod(scalar, GROUP_ORDER)),
  );
}
