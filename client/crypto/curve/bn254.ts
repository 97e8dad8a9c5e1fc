// The group bn254 G1 (y² = x³ + 3 over F_p, prime order r), as in the EVM's precompiles 6 and 7 (EIP-196).
// Arithmetic is @noble/curves'; here are the checks at the border: canonical coordinates, on the curve, not infinity.
// Since the order of the curve is prime, every point on it is in the group.
import { normalizeZ } from "@noble/curves/abstract/curve.js";
import type { WeierstrassPoint } from "@noble/curves/abstract/weierstrass.js";
import { bn254 } from "@noble/curves/bn254.js";
import { CryptoError } from "../../errors.ts";
import { mod } from "../../math/field.ts";

export type G1 = WeierstrassPoint<bigint>;
export const G1 = bn254.G1.Point;
/** Modulus p of the coordinates. */
export const FIELD_MODULUS: bigint = bn254.fields.Fp.ORDER;
/** Order r of the group: scalars live in Z_r. */
export const GROUP_ORDER: bigint = bn254.fields.Fr.ORDER;

/** Affine coordinates, each in [0, p). */
export interface Affine {
  readonly x: bigint;
  readonly y: bigint;
}

/** x³ + 3 mod p. */
export function curveRightSide(x: bigint): bigint {
  return mod(x * x * x + 3n, FIELD_MODULUS);
}

/** Whether (x, y) are canonical coordinates of a finite point of the curve. */
export function isOnCurve({ x, y }: Affine): boolean {
  if (x < 0n || y < 0n || x >= FIELD_MODULUS || y >= FIELD_MODULUS) return false;
  return mod(y * y, FIELD_MODULUS) === curveRightSide(x);
}

/** The point with the given coordinates. Throws CryptoError `PointInvalid` unless `isOnCurve`. */
export function pointFromAffine(affine: Affine): G1 {
  if (!isOnCurve(affine)) {
    throw new CryptoError(
      "PointInvalid",
      "the coordinates are not those of a point of bn254 G1: use canonical ones below p",
    );
  }
  return G1.fromAffine({ x: affine.x, y: affine.y });
}

/** Affine coordinates of finite points, with one shared inversion. Throws CryptoError `PointInvalid` on infinity. */
export function pointsToAffine(points: readonly G1[]): Affine[] {
  if (points.some((point) => point.is0())) throw new CryptoError("PointInvalid", "infinity has no affine coordinates");
  return normalizeZ(G1, [...points]).map((point) => ({ x: point.X, y: point.Y }));
}
