// Many sums over the same points, by mcl (WebAssembly): committing to rows and to polynomials.
// Loading it takes about 0.1 s, so only what commits imports this file. Variable-time: timing and
// memory access depend on the scalars, secret ones included, so do not run it where an attacker can
// time a party.
import mcl from "mcl-wasm";
import { mod } from "../../math/field.ts";
import { type Affine, G1, GROUP_ORDER, pointFromAffine, pointsToAffine } from "./bn254.ts";

await mcl.init(mcl.BN_SNARK1);

type Point = InstanceType<typeof mcl.G1>;
type Scalar = InstanceType<typeof mcl.Fr>;
type Coordinate = InstanceType<typeof mcl.Fp>;

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
const one = new mcl.Fp();
one.setInt(1);

/** Points per call: mcl copies them to its stack. */
const CHUNK = 2048;

/** The little-endian bytes of `value` < 2^256; valid until the next call. */
function toBytes(value: bigint): Uint8Array {
  for (let at = 0, rest = value; at < BYTES; at += BYTES / 4, rest >>= LIMB_BITS)
    view.setBigUint64(at, rest & LIMB, true);
  return bytes;
}

function toFp(value: bigint): Coordinate {
  const element = new mcl.Fp();
  element.setLittleEndian(toBytes(value));
  return element;
}

function toFr(value: bigint): Scalar {
  const element = new mcl.Fr();
  element.setLittleEndian(toBytes(value));
  return element;
}

function bothSigns({ x, y }: Affine): BothSigns {
  const plus = new mcl.G1();
  plus.setX(toFp(x));
  plus.setY(toFp(y));
  plus.setZ(one);
  return { plus, minus: mcl.neg(plus) };
}

function fromMcl(point: Point): G1 {
  if (point.isZero()) return G1.ZERO;
  const affine = mcl.normalize(point);
  const coordinate = (element: Coordinate) => BigInt(`0x${element.getStr(16)}`);
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
    const terms = scalars.map((scalar) => mod(scalar, GROUP_ORDER));
    const used = [...terms.keys()].filter((i) => terms[i] !== 0n);
    let sum = new mcl.G1();
    for (let from = 0; from < used.length; from += CHUNK) {
      const chunk = used.slice(from, from + CHUNK);
      const signed = chunk.map((i) => withLeastMagnitude(bases[i]!, terms[i]!));
      const part = mcl.mulVec(
        signed.map(({ point }) => point),
        signed.map(({ factor }) => factor),
      );
      sum = mcl.add(sum, part);
    }
    return fromMcl(sum);
  };
}

/** The term scalar·point with a factor below r/2; `scalar` in [1, r). */
function withLeastMagnitude({ plus, minus }: BothSigns, scalar: bigint): { point: Point; factor: Scalar } {
  const negative = GROUP_ORDER - scalar;
  return negative < scalar ? { point: minus, factor: toFr(negative) } : { point: plus, factor: toFr(scalar) };
}
