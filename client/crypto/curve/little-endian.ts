// Numbers below 2^256 as the kernel reads and writes them: 32 bytes each, little endian.

/** Bytes of a number. */
export const NUMBER_BYTES = 32;
const WORDS = NUMBER_BYTES / 8;

/** Each value in [0, 2^256). */
export function toLittleEndian(values: readonly bigint[]): Uint8Array {
  const words = new BigUint64Array(WORDS * values.length);
  for (let i = 0; i < values.length; i++) {
    let rest = values[i]!;
    // A word takes what it is given modulo 2^64.
    for (let word = WORDS * i; word < WORDS * (i + 1); word++, rest >>= 64n) words[word] = rest;
  }
  return new Uint8Array(words.buffer);
}

/** The numbers in `bytes`, whose address is a multiple of 8. */
export function fromLittleEndian(bytes: Uint8Array): bigint[] {
  const words = new BigUint64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);
  return Array.from({ length: bytes.length / NUMBER_BYTES }, (_, i) => {
    const word = (at: number) => words[WORDS * i + at]!;
    return (((((word(3) << 64n) | word(2)) << 64n) | word(1)) << 64n) | word(0);
  });
}
