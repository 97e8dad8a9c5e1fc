// AssemblyScript. The bit work of the sign test among four nodes (../../four-sharing/negative.ts).
//
// The sum of two numbers of 127 bits, one known to nodes 0 and 1, the other to nodes 2 and 3,
// carries into the top bit or not. Both are doubled and cut into 32 digits of 4 bits. A digit u of
// the one is given in unary, bits [u ≥ s] for s = 1…15; a digit v of the other as the bits [v = s].
// Two sums of products say whether a place generates a carry, or passes one on:
//
//   [u + v ≥ 16] = ⊕_s [v = s]·[u ≥ 16 − s],   [u + v = 15] = ⊕_s [v = s]·[u ≥ 15 − s] ⊕ [u + v ≥ 16]
//
// Then neighbours are combined, 32 → 16 → … → 1: a pair of places generates a carry if the higher
// one does, or passes on that of the lower one; it passes one on if both do.
//
// Words: 16 of 32 bits for each comparison. Word s has the bits for s at all 32 places, word 0 the
// number's top bit. Places are in bit-reversed order, so that neighbours are always half a word
// apart. "Places" of a comparison are two words, one in each of two vectors: which places generate
// a carry, and which pass one on.

/** Digits are below this; words of a comparison. */
const DIGITS: usize = 16;
const PLACES: u32 = 32;
/** Bytes of a comparison's words. */
const CODE: usize = 4 * DIGITS;

function reversed(place: u32): u32 {
  return ((place & 1) << 4) | ((place & 2) << 2) | (place & 4) | ((place & 8) >> 2) | (place >> 4);
}

/** The words of numbers: [v = s], or [u ≥ s] if `unary` is 1. */
export function encodeDigits(code: usize, numbers: usize, unary: u32, length: u32): void {
  for (let i: u32 = 0; i < length; i++) {
    memory.fill(code, 0, CODE);
    const low = load<u64>(numbers);
    const high = load<u64>(numbers, 8);
    let digits = low << 1;
    for (let place: u32 = 0; place < PLACES; place++) {
      if (place === 16) digits = (high << 1) | (low >> 63);
      const at = code + ((<usize>(digits & 15)) << 2);
      digits >>= 4;
      store<u32>(at, load<u32>(at) | (1 << reversed(place)));
    }
    if (unary)
      for (let s = DIGITS - 2; s > 0; s--) {
        const at = code + 4 * s;
        store<u32>(at, load<u32>(at) | load<u32>(at, 4));
      }
    store<u32>(code, <u32>(high >> 63));
    numbers += 16;
    code += CODE;
  }
}

/**
 * For each comparison two words of addends: of places that generate a carry, and of those that
 * generate one or pass one on, without the term of [v = 15]. `equal`, `least`: a component of
 * [v = s] and of [u ≥ s]; `constant`: 1 if the former is component 0, which carries the 1 in
 * [v = 0] = 1 ⊕ [v = 1] ⊕ … ⊕ [v = 15].
 */
export function multiplyDigits(out: usize, equal: usize, least: usize, constant: u32, length: u32): void {
  for (let i: u32 = 0; i < length; i++) {
    let zero = 0 - constant;
    let generate: u32 = 0;
    let either: u32 = 0;
    for (let s: usize = 1; s < DIGITS; s++) {
      const word = load<u32>(equal + 4 * s);
      const from = least + 4 * (DIGITS - 1 - s);
      zero ^= word;
      generate ^= word & load<u32>(from, 4);
      if (s < DIGITS - 1) either ^= word & load<u32>(from);
    }
    store<u32>(out, generate);
    store<u32>(out, either ^ (zero & load<u32>(least + 4 * (DIGITS - 1))), 4);
    equal += CODE;
    least += CODE;
    out += 8;
  }
}

/** A component of places, from the result of `multiplyDigits`, reshared, and of [v = s]. */
export function firstPlaces(generate: usize, pass: usize, products: usize, equal: usize, length: u32): void {
  for (let i: u32 = 0; i < length; i++) {
    const word = load<u32>(products);
    store<u32>(generate, word);
    store<u32>(pass, word ^ load<u32>(products, 4) ^ load<u32>(equal + 4 * (DIGITS - 1)));
    products += 8;
    equal += CODE;
    generate += 4;
    pass += 4;
  }
}

function storePacked(out: usize, i: u32, word: u32, left: u32): void {
  if (left === 16) store<u32>(out + ((<usize>i) << 2), word);
  else if (left === 8) store<u16>(out + ((<usize>i) << 1), <u16>word);
  else store<u8>(out + i, <u8>word);
}

function loadPacked(x: usize, i: u32, left: u32): u32 {
  if (left === 16) return load<u32>(x + ((<usize>i) << 2));
  if (left === 8) return load<u16>(x + ((<usize>i) << 1));
  return load<u8>(x + i);
}

/**
 * A pair's addends of the products that leave `left` places, from both components that it holds;
 * with the square of the first one if `square` is 1. For each comparison 2·left bits, in 4, 2 or 1
 * bytes, or one bit at the last level.
 */
export function multiplyPlaces(
  out: usize,
  firstGenerate: usize,
  firstPass: usize,
  secondGenerate: usize,
  secondPass: usize,
  left: u32,
  square: u32,
  length: u32,
): void {
  const mask: u32 = (1 << left) - 1;
  const squared: u32 = 0 - square;
  for (let i: u32 = 0; i < length; i++) {
    const at = (<usize>i) << 2;
    const pass1 = load<u32>(firstPass + at);
    const pass2 = load<u32>(secondPass + at);
    const high2 = pass1 >> left;
    // What the first component is multiplied by, beside its own square.
    const high1 = (pass2 >> left) ^ (high2 & squared);
    const generate = ((high1 & load<u32>(firstGenerate + at)) ^ (high2 & load<u32>(secondGenerate + at))) & mask;
    const pass = ((high1 & pass1) ^ (high2 & pass2)) & mask;
    storePacked(out, i, left === 1 ? generate : generate | (pass << left), left);
  }
}

/** In place, a component of the places that are left, from the products, reshared. */
export function nextPlaces(generate: usize, pass: usize, products: usize, left: u32, length: u32): void {
  const mask: u32 = (1 << left) - 1;
  for (let i: u32 = 0; i < length; i++) {
    const at = (<usize>i) << 2;
    const word = loadPacked(products, i, left);
    store<u32>(generate + at, (word & mask) ^ (load<u32>(generate + at) >> left));
    store<u32>(pass + at, word >> left);
  }
}

/** The component of the sum's top bit, in a byte: both numbers' top bits, and the carry. */
export function signBits(out: usize, equal: usize, least: usize, generate: usize, length: u32): void {
  for (let i: u32 = 0; i < length; i++) {
    store<u8>(out + i, <u8>((load<u32>(equal) ^ load<u32>(least) ^ load<u32>(generate + ((<usize>i) << 2))) & 1));
    equal += CODE;
    least += CODE;
  }
}
