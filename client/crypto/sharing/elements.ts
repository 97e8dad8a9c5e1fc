// Elements of Z_2^128 as bytes: 16 each, little endian.
import { ConcordatError } from "../../errors.ts";

/** Bytes of an element. */
export const ELEMENT_BYTES = 16;
const HALF = 1n << 127n;

/** Numbers in [−2^127, 2^127) in two's complement. */
export function encodeElements(values: readonly bigint[]): Uint8Array {
  const bytes = new Uint8Array(ELEMENT_BYTES * values.length);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of values.entries()) {
    if (value < -HALF || value >= HALF)
      throw new ConcordatError("NumberOutOfRange", "an element must be in [−2^127, 2^127)");
    view.setBigUint64(ELEMENT_BYTES * i, BigInt.asUintN(64, value), true);
    view.setBigUint64(ELEMENT_BYTES * i + 8, BigInt.asUintN(64, value >> 64n), true);
  }
  return bytes;
}

/** The signed numbers of `bytes`, whose length is a multiple of 16. */
export function decodeElements(bytes: Uint8Array): bigint[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from(
    { length: bytes.length / ELEMENT_BYTES },
    (_, i) => (view.getBigInt64(ELEMENT_BYTES * i + 8, true) << 64n) | view.getBigUint64(ELEMENT_BYTES * i, true),
  );
}
