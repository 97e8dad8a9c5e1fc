// AssemblyScript. Scalars in signed digits of `bits` bits, which do not depend on each other: half
// of 2^bits, added to every digit beforehand, leaves nothing to carry. A record is 36 bytes: the
// magnitude plus those halves as nine words, little endian, with the sign in the topmost bit.

export const RECORD: usize = 36;
const SIGN: u32 = 0x80000000;

/** The group's order r, in 32 bytes. */
export const ORDER = memory.data<u32>([
  0xf0000001, 0x43e1f593, 0x79b97091, 0x2833e848, 0x8181585d, 0xb85045b6, 0xe131a029, 0x30644e72,
]);
const halves = memory.data(36);

/**
 * Records of scalars, 32 bytes each, little endian, below r: the representative modulo r of least
 * magnitude, and its sign. Returns how many are not zero.
 */
export function readScalars(records: usize, scalars: usize, count: u32): u32 {
  let used: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const negative = isUpperHalf(scalars);
    let borrow: i64 = 0;
    let bits: u32 = 0;
    for (let at: usize = 0; at < 32; at += 4) {
      const word = <i64>load<u32>(scalars + at);
      if (negative) borrow += <i64>load<u32>(ORDER + at) - word;
      else borrow = word;
      store<u32>(records + at, <u32>borrow);
      bits |= <u32>borrow;
      borrow >>= 32;
    }
    store<u32>(records, negative ? SIGN : 0, 32);
    if (bits !== 0) used++;
    records += RECORD;
    scalars += 32;
  }
  return used;
}

/** Whether 2s > r, by doubling s word by word from the top. */
function isUpperHalf(s: usize): bool {
  for (let at: usize = 32; at > 0; at -= 4) {
    const low = at > 4 ? load<u32>(s + at - 8) >> 31 : 0;
    const doubled = (((<u64>load<u32>(s + at - 4)) << 1) & 0xffffffff) | <u64>low;
    const word = <u64>load<u32>(ORDER + at - 4);
    if (doubled !== word) return doubled > word;
  }
  return false;
}

/** Bits of a magnitude, 0 for zero; before `addHalves`. */
export function lengthOf(record: usize): u32 {
  for (let at: usize = 32; at > 0; at -= 4) {
    const word = load<u32>(record + at - 4);
    if (word !== 0) return ((<u32>at) << 3) - clz(word);
  }
  return 0;
}

/** Makes digits of `bits` bits readable, of which there are `windows`. */
export function addHalves(records: usize, count: u32, bits: u32, windows: u32): void {
  memory.fill(halves, 0, RECORD);
  for (let w: u32 = 0; w < windows; w++) {
    const bit = w * bits + bits - 1;
    const word = halves + ((<usize>(bit >> 5)) << 2);
    store<u32>(word, load<u32>(word) | (1 << (bit & 31)));
  }
  for (let i: u32 = 0; i < count; i++) {
    let carry: u64 = 0;
    for (let at: usize = 0; at < RECORD; at += 4) {
      carry += <u64>load<u32>(records + at) + <u64>load<u32>(halves + at);
      store<u32>(records + at, <u32>carry);
      carry >>= 32;
    }
    records += RECORD;
  }
}

/** Digit w of a magnitude, from −2^(bits − 1) to 2^(bits − 1) − 1; reads up to 4 bytes beyond. */
export function digitOf(record: usize, w: u32, bits: u32): i32 {
  const bit = w * bits;
  const word = load<u64>(record + ((<usize>(bit >> 5)) << 2)) >> (bit & 31);
  return (<i32>word & ((1 << bits) - 1)) - (1 << (bits - 1));
}

/** 1 for a negative scalar, else 0. */
export function signOf(record: usize): u32 {
  return load<u32>(record, 32) >> 31;
}
