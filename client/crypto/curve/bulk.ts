// Many points at once: each times its own scalar, or their sum. Points and scalars go in and out as
// bytes, so that worker threads can do it. Variable-time: see mcl.ts and sums.ts.
import { NUMBER_BYTES } from "./little-endian.ts";
import { mcl, type Point, pointFrom, scalarFrom } from "./mcl.ts";
import { AFFINE_BYTES, PointSums } from "./sums.ts";

/** Finite points of the curve, 64 bytes each, and as many scalars, 32 bytes each, below r. */
export interface BulkTask {
  /** "each": s_i·P_i for every i; "sum": Σ s_i·P_i. */
  readonly kind: "each" | "sum";
  readonly points: Uint8Array;
  readonly scalars: Uint8Array;
}

/** The same words of 32 bytes, big endian, in little endian, or the other way round. */
function swapWords(bytes: Uint8Array): Uint8Array {
  const out = bytes.slice();
  for (let at = 0; at < out.length; at += NUMBER_BYTES) out.subarray(at, at + NUMBER_BYTES).reverse();
  return out;
}

/** Coordinates of a point, both 0 for infinity. */
function encode(point: Point): Uint8Array {
  const out = new Uint8Array(AFFINE_BYTES);
  if (point.isZero()) return out;
  const affine = mcl.normalize(point);
  out.set(affine.getX().serialize());
  out.set(affine.getY().serialize(), NUMBER_BYTES);
  return swapWords(out);
}

/** The points s_i·P_i, or the one point Σ s_i·P_i, 64 bytes each; infinity is 64 zeros. */
export function runBulk({ kind, points, scalars }: BulkTask): Uint8Array {
  const [bases, factors] = [swapWords(points), swapWords(scalars)];
  return kind === "sum"
    ? swapWords(new PointSums(bases).sum(factors) ?? new Uint8Array(AFFINE_BYTES))
    : multiplyEach(bases, factors);
}

function multiplyEach(bases: Uint8Array, factors: Uint8Array): Uint8Array {
  const out = new Uint8Array(bases.length);
  const word = (bytes: Uint8Array, at: number) => bytes.subarray(at, at + NUMBER_BYTES);
  for (let i = 0; i * NUMBER_BYTES < factors.length; i++) {
    const [x, y] = [i * AFFINE_BYTES, i * AFFINE_BYTES + NUMBER_BYTES];
    const base = pointFrom(word(bases, x), word(bases, y));
    out.set(encode(mcl.mul(base, scalarFrom(word(factors, i * NUMBER_BYTES)))), x);
  }
  return out;
}
