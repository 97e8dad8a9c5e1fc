// AssemblyScript. Local steps of tests by lanes: ../lanes.ts says what they are for, ../negative.ts
// and ../unbeaten.ts what is dealt. A lane is 3 bytes, little endian, an element of GF(2^24).

const LANE_BYTES: usize = 3;
const LANE_MASK: u32 = (1 << 24) - 1;
/** Random bytes for each lane. */
const RANDOM_BYTES: usize = 12;

/** Digits of a comparison: the lowest ones of 6 bits, then some of 5; together 127 bits. */
const LONG_DIGITS: usize = 7;
const LONG_BITS: usize = 6;
const SHORT_DIGITS: usize = 17;
const SHORT_BITS: usize = 5;
const DIGITS: usize = LONG_DIGITS + SHORT_DIGITS;
const SHORT_AT: usize = 8 * LONG_DIGITS;
const CODE_BYTES: usize = SHORT_AT + 4 * SHORT_DIGITS;

/** x mod x^24 + x^4 + x^3 + x + 1, of degree at most 46. */
function reduce(x: u64): u32 {
  const high = x >> 24;
  const once = (x & LANE_MASK) ^ high ^ (high << 1) ^ (high << 3) ^ (high << 4);
  const rest = once >> 24;
  return <u32>((once & LANE_MASK) ^ rest ^ (rest << 1) ^ (rest << 3) ^ (rest << 4));
}

/** A number from 1 to 2^24 − 1: the lower 24 bits of three words, added mod 2^24 − 1. */
function factorAt(random: usize): u32 {
  let sum = (load<u32>(random) & LANE_MASK) + (load<u32>(random, 4) & LANE_MASK) + (load<u32>(random, 8) & LANE_MASK);
  sum = (sum & LANE_MASK) + (sum >> 24);
  sum = (sum & LANE_MASK) + (sum >> 24);
  return sum + (LANE_MASK & (0 - u32(sum === 0)));
}

/** The upper 8 bits of three words. */
function blindingAt(random: usize): u32 {
  return <u32>load<u8>(random, 3) | ((<u32>load<u8>(random, 7)) << 8) | ((<u32>load<u8>(random, 11)) << 16);
}

/** Writes a lane: an element below 2^bits times a random one other than 0, blinded. */
function put(out: usize, element: u32, bits: u32, random: usize): void {
  const factor: u64 = factorAt(random);
  let product: u64 = 0;
  for (let k: u32 = 0; k < bits; k++) product ^= (factor << k) & (0 - <u64>((element >> k) & 1));
  const lane = reduce(product) ^ blindingAt(random);
  store<u16>(out, <u16>lane);
  store<u8>(out, <u8>(lane >> 16), 2);
}

function digitOf(low: u64, high: u64, shift: usize, bits: usize): u64 {
  const value =
    shift >= 64 ? high >> (shift - 64) : shift + bits <= 64 ? low >> shift : (low >> shift) | (high << (64 - shift));
  return value & ((1 << bits) - 1);
}

/** Who compares: each digit u of the lower 127 bits in unary, bit s = [u ≥ s]. */
export function unaryDigits(out: usize, x: usize, length: u32): void {
  for (let i: u32 = 0; i < length; i++) {
    const low = load<u64>(x);
    const high = load<u64>(x, 8);
    for (let k: usize = 0; k < LONG_DIGITS; k++)
      store<u64>(out + 8 * k, <u64>-1 >> (63 - digitOf(low, high, LONG_BITS * k, LONG_BITS)));
    for (let k: usize = 0; k < SHORT_DIGITS; k++) {
      const digit = digitOf(low, high, LONG_BITS * LONG_DIGITS + SHORT_BITS * k, SHORT_BITS);
      store<u32>(out + SHORT_AT + 4 * k, <u32>0xffffffff >> (31 - <u32>digit));
    }
    x += 16;
    out += CODE_BYTES;
  }
}

/**
 * Who evaluates: its shares of the lanes of each comparison with t, the complement of x's lower 127
 * bits, from its shares of the digits. The lowest bit of a coin (8 bytes) says which of the two
 * tests, the others the rotation; `constant` is 1 at the one of the two that adds constants.
 */
export function signLanes(
  out: usize,
  digits: usize,
  x: usize,
  coins: usize,
  random: usize,
  constant: u32,
  length: u32,
): void {
  for (let i: u32 = 0; i < length; i++) {
    const coin = load<u64>(coins + 8 * i);
    const swapped = <u32>(coin & 1);
    let place = <usize>((coin >> 1) % DIGITS);
    const low = ~load<u64>(x);
    const high = ~load<u64>(x, 8);
    let different: u32 = 0; // bits of the digits so far
    for (let lane: usize = 0; lane < DIGITS; lane++) {
      const k = DIGITS - 1 - lane;
      let code: u64;
      let t: u64;
      if (k < LONG_DIGITS) {
        code = load<u64>(digits + 8 * k);
        t = digitOf(low, high, LONG_BITS * k, LONG_BITS);
      } else {
        const short = k - LONG_DIGITS;
        code = <u64>load<u32>(digits + SHORT_AT + 4 * short);
        t = digitOf(low, high, LONG_BITS * LONG_DIGITS + SHORT_BITS * short, SHORT_BITS);
      }
      const reached = <u32>((code >> t) & 1);
      const exceeded = <u32>((code >> t) >> 1) & 1;
      const wrong = exceeded ^ (constant & (swapped ^ 1));
      // The lowest digits always count as different.
      const element =
        lane < DIGITS - 1
          ? different | ((reached ^ exceeded) << (<u32>lane)) | (wrong << (<u32>(lane + 1)))
          : different | (wrong << (<u32>lane));
      different |= (reached ^ exceeded ^ constant) << (<u32>lane);
      put(out + LANE_BYTES * place, element, <u32>min(lane + 2, DIGITS), random);
      place = place === DIGITS - 1 ? 0 : place + 1;
      random += RANDOM_BYTES;
    }
    digits += CODE_BYTES;
    x += 16;
    out += LANE_BYTES * DIGITS;
  }
}

/**
 * Who evaluates: its shares of the lanes for whether one of up to 24 terms is 1, or none. `terms`:
 * its share of each list, a u32. Coins and `constant` as above.
 */
export function termLanes(
  out: usize,
  terms: usize,
  count: u32,
  coins: usize,
  random: usize,
  constant: u32,
  length: u32,
): void {
  for (let i: u32 = 0; i < length; i++) {
    const coin = load<u64>(coins + 8 * i);
    const none: u32 = 0 - <u32>(coin & 1);
    let place = <u32>((coin >> 1) % <u64>count);
    const all = load<u32>(terms + 4 * i);
    for (let lane: u32 = 0; lane < count; lane++) {
      const before = all & ((1 << lane) - 1);
      const first = before | ((((all >> lane) & 1) ^ constant) << lane);
      const other = lane === 0 ? all : constant;
      put(out + LANE_BYTES * place, (first & ~none) | (other & none), count, random);
      place = place === count - 1 ? 0 : place + 1;
      random += RANDOM_BYTES;
    }
    out += LANE_BYTES * count;
  }
}

/** Who compares: out_i (one byte) = [the two shares of some lane of test i are equal]. */
export function findZeros(out: usize, first: usize, second: usize, lanes: u32, length: u32): void {
  for (let i: u32 = 0; i < length; i++) {
    let found: u32 = 0;
    for (let k: u32 = 0; k < lanes; k++) {
      found |= u32(load<u16>(first) === load<u16>(second)) & u32(load<u8>(first, 2) === load<u8>(second, 2));
      first += LANE_BYTES;
      second += LANE_BYTES;
    }
    store<u8>(out + i, <u8>found);
  }
}

/** out_i ⊕= top bit of x_i. */
export function xorTopBits(out: usize, x: usize, length: u32): void {
  for (let i: u32 = 0; i < length; i++) {
    store<u8>(out + i, load<u8>(out + i) ^ <u8>(load<u64>(x, 8) >> 63));
    x += 16;
  }
}
