// Many points at once, by mcl (WebAssembly), some ten times as fast as @noble/curves: each times
// its own scalar, or their sum. Points and scalars go in and out as bytes, so that worker threads
// can do it. Variable-time: timing and memory access depend on the scalars, secret ones included,
// so do not run it where an attacker can time a party.
import mcl from "mcl-wasm";

await mcl.init(mcl.BN_SNARK1);

type Point = InstanceType<typeof mcl.G1>;
type Coordinate = InstanceType<typeof mcl.Fp>;

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

const one = new mcl.Fp();
one.setInt(1);

function littleEndian(bytes: Uint8Array, from: number): Uint8Array {
  return bytes.slice(from, from + BYTES).reverse();
}

function coordinate(bytes: Uint8Array, from: number): Coordinate {
  const element = new mcl.Fp();
  element.setLittleEndian(littleEndian(bytes, from));
  return element;
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
  const bases = Array.from({ length: count }, (_, i) => {
    const point = new mcl.G1();
    point.setX(coordinate(points, i * POINT_BYTES));
    point.setY(coordinate(points, i * POINT_BYTES + BYTES));
    point.setZ(one);
    return point;
  });
  const factors = Array.from({ length: count }, (_, i) => {
    const factor = new mcl.Fr();
    factor.setLittleEndian(littleEndian(scalars, i * BYTES));
    return factor;
  });
  if (kind === "sum") return encode(mcl.mulVec(bases, factors));
  const out = new Uint8Array(count * POINT_BYTES);
  for (const [i, base] of bases.entries()) out.set(encode(mcl.mul(base, factors[i]!)), i * POINT_BYTES);
  return out;
}
