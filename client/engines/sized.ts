// Integers of variable size in a message, such as proofs that there is no optimum.
import { magnitude } from "../math/field.ts";
import { type BodyReader, concatBytes, encodeSigned, encodeUnsigned, widthOf } from "./codec.ts";

/** Largest size of an integer in bytes. */
const MAXIMUM_BYTES = 16_384;

/**
 * Upper bound on the bytes that `encodeSized` needs for `count` integers of magnitude below
 * 2^`bits`. Readers refuse integers of more than 16,384 bytes, so it counts no more than that for
 * each.
 */
export function sizedBytes(count: number, bits: number): number {
  return 2 + count * Math.min(MAXIMUM_BYTES, Math.ceil((bits + 1) / 8) + 1);
}

/** Encodes the common width in bytes (2 bytes), then the integers in two's complement. */
export function encodeSized(values: readonly bigint[]): Uint8Array {
  const largest = values.reduce((most, value) => (magnitude(value) > most ? magnitude(value) : most), 1n);
  const width = widthOf(2n * largest + 1n) + 1;
  return concatBytes([encodeUnsigned([BigInt(width)], 2), encodeSigned(values, width)]);
}

/** Reads `count` integers. Throws ProtocolError `NumberOutOfRange`, `MessageLength`. */
export function readSized(reader: BodyReader, count: number): bigint[] {
  const [width] = reader.unsigned(1, 2, BigInt(MAXIMUM_BYTES) + 1n);
  const bytes = Number(width);
  if (bytes < 1) throw reader.error("NumberOutOfRange", "the width of an integer is 0 bytes");
  return reader.signed(count, bytes, 1n << BigInt(8 * bytes - 1));
}
