// mcl (WebAssembly) for single multiples of points of bn254 G1, several times as fast as
// @noble/curves, and conversions to it. Loading it takes about 0.1 s, so only what works on many
// points imports this file. Variable-time: timing and memory access depend on the scalars, secret
// ones included, so do not run it where an attacker can time a party.
import mcl from "mcl-wasm";

await mcl.init(mcl.BN_SNARK1);

export { mcl };
export type Point = InstanceType<typeof mcl.G1>;
type Scalar = InstanceType<typeof mcl.Fr>;
type Coordinate = InstanceType<typeof mcl.Fp>;

const one = new mcl.Fp();
one.setInt(1);

/** 32 bytes, little endian, of a number below r. */
export function scalarFrom(bytes: Uint8Array): Scalar {
  const element = new mcl.Fr();
  element.setLittleEndian(bytes);
  return element;
}

function coordinateFrom(bytes: Uint8Array): Coordinate {
  const element = new mcl.Fp();
  element.setLittleEndian(bytes);
  return element;
}

/** A finite point of the curve, which is not checked; coordinates of 32 bytes, little endian. */
export function pointFrom(x: Uint8Array, y: Uint8Array): Point {
  const point = new mcl.G1();
  point.setX(coordinateFrom(x));
  point.setY(coordinateFrom(y));
  point.setZ(one);
  return point;
}
