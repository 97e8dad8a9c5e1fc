// AssemblyScript. Words times bits that a node knows.

/**
 * out = each word times its bit. There are `length` bits, each the lowest bit of a byte, and
 * `width` words for each; the first word of every bit comes first.
 */
export function choose(out: usize, bits: usize, words: usize, width: u32, length: u32): void {
  for (let k: u32 = 0; k < width; k++) {
    for (let i: u32 = 0; i < length; i++) {
      const mask = 0 - <u64>(load<u8>(bits + i) & 1);
      store<u64>(out, load<u64>(words) & mask);
      store<u64>(out, load<u64>(words, 8) & mask, 8);
      out += 16;
      words += 16;
    }
  }
}

/** In place: negates the words whose bit is 1; bits and words as in `choose`. */
export function negateWhere(words: usize, bits: usize, width: u32, length: u32): void {
  for (let k: u32 = 0; k < width; k++) {
    for (let i: u32 = 0; i < length; i++) {
      const mask = 0 - <u64>(load<u8>(bits + i) & 1);
      const low = (load<u64>(words) ^ mask) - mask;
      store<u64>(words, low);
      store<u64>(words, (load<u64>(words, 8) ^ mask) + (u64(low === 0) & mask), 8);
      words += 16;
    }
  }
}
