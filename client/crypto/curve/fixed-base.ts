// Many sums over the same points: committing to rows and to polynomials. Variable-time: see mcl.ts.
import { balanced, magnitude } from "../../math/field.ts";
import { type Affine, G1, GROUP_ORDER, pointFromAffine, pointsToAffine } from "./bn254.ts";
import { MAX_SUMMANDS, mcl, type Point, pointFrom, type Scalar, scalarFrom } from "./mcl.ts";

/** A point and its negative. */
interface BothSigns {
  readonly plus: Point;
  readonly minus: Point;
}

const BYTES = 32;
const LIMB_BITS = 64n;
const LIMB = (1n << LIMB_BITS) - 1n;
const view = new DataView(new ArrayBuffer(BYTES));
const bytes = new Uint8Array(view.buffer);

/** The little-endian bytes of `value` < 2^256; valid until the next call. */
function toBytes(value: bigint): Uint8Array {
  for (let at = 0, rest = value; at < BYTES; at += BYTES / 4, rest >>= LIMB_BITS)
    view.setBigUint64(at, rest & LIMB, true);
  return bytes;
}

function bothSigns({ x, y }: Affine): BothSigns {
  const plus = pointFrom(
    () => toBytes(x),
    () => toBytes(y),
  );
  return { plus, minus: mcl.neg(plus) };
}

function fromMcl(point: Point): G1 {
  if (point.isZero()) return G1.ZERO;
  const affine = mcl.normalize(point);
  const coordinate = (element: ReturnType<Point["getX"]>) => BigInt(`0x${element.getStr(16)}`);
  return pointFromAffine({ x: coordinate(affine.getX()), y: coordinate(affine.getY()) });
}

/**
 * Σ s_i·P_i over fixed finite points, which are converted once. Scalars are any integers, at most
 * one per point; those left out count as 0. The time of a scalar grows with the length of its
 * representative modulo r of least magnitude.
 */
export function fixedBaseMsm(points: readonly G1[]): (scalars: readonly bigint[]) => G1 {
  const bases = pointsToAffine(points).map(bothSigns);
  return (scalars) => {
    const terms = scalars.map((scalar) => balanced(scalar, GROUP_ORDER));
    const used = [...terms.keys()].filter((i) => terms[i] !== 0n);
    let sum = new mcl.G1();
    for (let from = 0; from < used.length; from += MAX_SUMMANDS) {
      const chunk = used.slice(from, from + MAX_SUMMANDS);
      const signed = chunk.map((i) => signedTerm(bases[i]!, terms[i]!));
      const part = mcl.mulVec(
        signed.map(({ point }) => point),
        signed.map(({ factor }) => factor),
      );
      sum = mcl.add(sum, part);
    }
    return fromMcl(sum);
  };
}

/** The term scalar·point, by the magnitude of the scalar. */
function signedTerm({ plus, minus }: BothSigns, scalar: bigint): { point: Point; factor: Scalar } {
  return { point: scalar < 0n ? minus : plus, factor: scalarFrom(toBytes(magnitude(scalar))) };
}
