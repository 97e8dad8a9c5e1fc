// The EVM's words: 32 bytes, big endian, signed numbers in two's complement.
import { ConcordatError } from "../errors.ts";

export const WORD_BYTES = 32;
const MODULUS = 1n << 256n;

/** Whether `value` is an unsigned number of at most `bits` bits. */
export function isUnsigned(value: bigint, bits: number): boolean {
  return value >= 0n && value < 1n << BigInt(bits);
}

/** Concatenation of words; each value in [−2^255, 2^256). */
export function encodeWords(values: readonly bigint[]): Uint8Array {
  let hex = "";
  for (const value of values) {
    if (value < -(MODULUS >> 1n) || value >= MODULUS)
      throw new ConcordatError("NumberOutOfRange", "a word must fit in 256 bits");
    hex += (value < 0n ? value + MODULUS : value).toString(16).padStart(2 * WORD_BYTES, "0");
  }
  return new Uint8Array(Buffer.from(hex, "hex"));
}

/** The words of `bytes` as unsigned numbers; the length is a multiple of 32. */
export function decodeWords(bytes: Uint8Array): bigint[] {
  if (bytes.length % WORD_BYTES !== 0)
    throw new ConcordatError("MessageLength", "the length is not a multiple of the word length");
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex");
  const words: bigint[] = [];
  for (let at = 0; at < hex.length; at += 2 * WORD_BYTES) words.push(BigInt(`0x${hex.slice(at, at + 2 * WORD_BYTES)}`));
  return words;
}

/**
 * `high` in the upper 256 − lowBits bits, `low` (signed or not) in the lower ones, in two's
 * complement.
 */
export function packWord(high: bigint, low: bigint, lowBits: number): bigint {
  return (high << BigInt(lowBits)) | BigInt.asUintN(lowBits, low);
}
