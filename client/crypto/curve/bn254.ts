// The group bn254 G1 (y² = x³ + 3 over F_p, prime order r), as in the EVM's precompiles 6 and 7
// (EIP-196). @noble/curves does the arithmetic; this file adds the checks of points from outside:
// canonical coordinates, on the curve, not infinity. Since the order of the curve is prime, every
// point on it is in the group.
import { normalizeZ } from "@noble/curves/abstract/curve.js";
import type { WeierstrassPoint } from "@noble/curves/abstract/weierstrass.js";
import { bn254 } from "@noble/curves/bn254.js";
import { CryptoError } from "../../errors.ts";

export type G1 = WeierstrassPoint<bigint>;
export const G1 = bn254.G1.Point;
const { Fp, Fr } = bn254.fields;
/** Modulus p of the coordinates. */
export const FIELD_MODULUS: bigint = Fp.ORDER;
/** Order r of the group: scalars live in Z_r. */
export const GROUP_ORDER: bigint = Fr.ORDER;

/** Affine coordinates, each in [0, p). */
export interface Affine {
  readonly x: bigint;
  readonly y: bigint;
}

/** x³ + 3 mod p, for x in [0, p). */
function ordinateSquare(x: bigint): bigint {
  return Fp.add(Fp.mul(Fp.sqr(x), x), 3n);
}

/** Whether (x, y) are canonical coordinates of a finite point of the curve. */
export function isOnCurve({ x, y }: Affine): boolean {
  return Fp.isValid(x) && Fp.isValid(y) && Fp.eql(Fp.sqr(y), ordinateSquare(x));
}

/** The even ordinate of a point with abscissa x in [0, p); null if the curve has no such point. */
export function evenOrdinate(x: bigint): bigint | null {
  try {
    const root = Fp.sqrt(ordinateSquare(x));
    return (root & 1n) === 0n ? root : Fp.neg(root);
  } catch {
    return null;
  }
}

/** The point with the given coordinates. Throws CryptoError `PointInvalid` unless `isOnCurve`. */
export function pointFromAffine(affine: Affine): G1 {
  if (!isOnCurve(affine)) {
    throw new CryptoError(
      "PointInvalid",
      "the coordinates are not a point of bn254 G1; each must be canonical, that is below p",
    );
  }
  return G1.fromAffine({ x: affine.x, y: affine.y });
}

/**
 * Affine coordinates of finite points, with one shared inversion. Throws CryptoError `PointInvalid`
 * on infinity.
 */
export function pointsToAffine(points: readonly G1[]): Affine[] {
  if (points.some((point) => point.is0()))
    throw new CryptoError("PointInvalid", "the point at infinity has no affine coordinates");
  return normalizeZ(G1, [...points]).map((point) => ({ x: point.X, y: point.Y }));
}
