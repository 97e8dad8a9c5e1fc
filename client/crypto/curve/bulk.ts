// Many points at once: each times its own scalar, or their sum. Points and scalars go in and out as
// bytes, so that worker threads can do it. Variable-time: see mcl.ts.
import { mcl, type Point, pointFrom, scalarFrom } from "./mcl.ts";

/** Bytes of a coordinate or a scalar, big endian. */
const BYTES = 32;
/** Bytes of a point, x ‖ y. */
export const POINT_BYTES = 2 * BYTES;

/** Finite points of the curve, 64 bytes each, and as many scalars, 32 bytes each, below r. */
export interface BulkTask {
  /** "each": s_i·P_i for every i; "sum": Σ s_i·P_i, of at most 4,096 points. */
  readonly kind: "each" | "sum";
  readonly points: Uint8Array;
  readonly scalars: Uint8Array;
}

function littleEndian(bytes: Uint8Array, from: number): Uint8Array {
  return bytes.slice(from, from + BYTES).reverse();
}

/** Coordinates of a point, both 0 for infinity. */
function encode(point: Point): Uint8Array {
  const out = new Uint8Array(POINT_BYTES);
  if (point.isZero()) return out;
  const affine = mcl.normalize(point);
  out.set(affine.getX().serialize().reverse());
  out.set(affine.getY().serialize().reverse(), BYTES);
  return out;
}

/** The points s_i·P_i, or the one point Σ s_i·P_i, 64 bytes each; infinity is 64 zeros. */
export function runBulk({ kind, points, scalars }: BulkTask): Uint8Array {
  const count = scalars.length / BYTES;
  const coordinate = (at: number) => () => littleEndian(points, at);
  const bases = Array.from({ length: count }, (_, i) =>
    pointFrom(coordinate(i * POINT_BYTES), coordinate(i * POINT_BYTES + BYTES)),
  );
  const factors = Array.from({ length: count }, (_, i) => scalarFrom(littleEndian(scalars, i * BYTES)));
  if (kind === "sum") return encode(mcl.mulVec(bases, factors));
  const out = new Uint8Array(count * POINT_BYTES);
  for (const [i, base] of bases.entries()) out.set(encode(mcl.mul(base, factors[i]!)), i * POINT_BYTES);
  return out;
}
