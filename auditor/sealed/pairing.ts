// The second group of bn254 and the pairing. The arithmetic is @noble/curves'.
import { bn254 } from "@noble/curves/bn254.js";
import type { Affine } from "../certificate/group.ts";
import type { AffineG2 } from "./types.ts";

const G1 = bn254.G1.Point;
const G2 = bn254.G2.Point;
const { Fp12 } = bn254.fields;
type PointG2 = typeof G2.BASE;

/** [1]₁. */
export const GENERATOR: Affine = [1n, 2n];

/** [1]₂. */
export const GENERATOR_G2: AffineG2 = [
  G2.BASE.toAffine().x.c1,
  G2.BASE.toAffine().x.c0,
  G2.BASE.toAffine().y.c1,
  G2.BASE.toAffine().y.c0,
];

function pointG2([xIm, xRe, yIm, yRe]: AffineG2): PointG2 {
  return G2.fromAffine({ x: { c0: xRe, c1: xIm }, y: { c0: yRe, c1: yIm } });
}

/**
 * Whether all coordinates are below p and the point is on the twist, in the subgroup of order r,
 * and not infinity.
 */
export function isPointG2(point: AffineG2): boolean {
  try {
    const found = pointG2(point);
    found.assertValidity();
    return !found.is0();
  } catch {
    return false;
  }
}

/** A factor e(g1, g2); null is infinity. */
export type Factor = readonly [g1: Affine | null, g2: AffineG2];

/** Whether Π e(g1, g2) = 1, for points that `isPoint` and `isPointG2` accept. */
export function pairingIsOne(factors: readonly Factor[]): boolean {
  const pairs = factors.flatMap(([g1, g2]) =>
    g1 === null ? [] : [{ g1: G1.fromAffine({ x: g1[0], y: g1[1] }), g2: pointG2(g2) }],
  );
  return pairs.length === 0 || Fp12.eql(bn254.pairingBatch(pairs), Fp12.ONE);
}
