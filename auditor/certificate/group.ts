// bn254 G1 and its generators by hash-to-curve (docs/certificate.md, "Generators"). The arithmetic
// is @noble/curves'.
import { pippenger } from "@noble/curves/abstract/curve.js";
import { bn254 } from "@noble/curves/bn254.js";
import { keccak256, solidityPacked } from "ethers";

const { Fp, Fr } = bn254.fields;
const Point = bn254.G1.Point;

/** p, the modulus of coordinates. */
export const FIELD: bigint = Fp.ORDER;
/** r, the modulus of scalars. */
export const ORDER: bigint = Fr.ORDER;

/** Index of H; 0 is G_0 and 1..n are the columns. */
export const BLINDING = 0xffffffff;

export type Affine = readonly [x: bigint, y: bigint];

/**
 * Whether both coordinates are below p and the point is on the curve. Infinity has no coordinates:
 * (0, 0) is not on it.
 */
export function isPoint([x, y]: Affine): boolean {
  return x >= 0n && y >= 0n && x < FIELD && y < FIELD && Fp.eql(Fp.sqr(y), ordinateSquare(x));
}

/** Remainder in [0, r). */
export function toScalar(value: bigint): bigint {
  return Fr.create(value);
}

const ordinateSquare = (x: bigint): bigint => Fp.add(Fp.mul(Fp.sqr(x), x), 3n);

/** x of generator `index` for a counter (0..255), whether or not it lies on the curve. */
export function abscissa(index: number, counter: number): bigint {
  const packed = solidityPacked(["string", "uint32", "uint8"], ["concordat/generator/v1", index, counter]);
  return BigInt(keccak256(packed)) % FIELD;
}

/** Whether y is the ordinate of generator `index` for this counter: on the curve, even, below p. */
export function isOrdinate(index: number, counter: number, y: bigint): boolean {
  return y % 2n === 0n && isPoint([abscissa(index, counter), y]);
}

export interface Generator {
  readonly counter: number;
  readonly point: Affine;
}

/** Generator `index` with the smallest counter that lands on the curve. */
export function generator(index: number): Generator {
  for (let counter = 0; counter < 256; counter++) {
    const x = abscissa(index, counter);
    const y = evenOrdinate(x);
    if (y !== null) return { counter, point: [x, y] };
  }
  throw new RangeError(`generator ${index} has no counter: the chance of it is 2^-256`);
}

/** The even ordinate for an abscissa; null where the curve has none. */
function evenOrdinate(x: bigint): bigint | null {
  try {
    const root = Fp.sqrt(ordinateSquare(x));
    return root % 2n === 0n ? root : Fp.neg(root);
  } catch {
    return null;
  }
}

/**
 * Σ scalar·point over points that `isPoint` accepts, as coordinates; null for the neutral element.
 * Scalars are any integers.
 */
export function combine(terms: readonly (readonly [scalar: bigint, point: Affine])[]): Affine | null {
  const points = terms.map(([, [x, y]]) => Point.fromAffine({ x, y }));
  const scalars = terms.map(([scalar]) => toScalar(scalar));
  const sum = pippenger(Point, points, scalars);
  if (sum.is0()) return null;
  const { x, y } = sum.toAffine();
  return [x, y];
}
