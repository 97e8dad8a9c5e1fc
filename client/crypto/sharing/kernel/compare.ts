// AssemblyScript. Local steps of the sign test in ../negative.ts, which says what is computed and
// why. A comparison has 127 bits and 128 lanes; a lane is 6 bytes, little endian, an element of
// GF(2)^48; lanes are only ever added.

const BITS: usize = 127;
const LANES: usize = 128;
const LANE_BYTES: usize = 6;
const LANE_MASK: u64 = (1 << 48) - 1;

/** The lane at an address; reads two bytes beyond it. */
function loadLane(at: usize): u64 {
  return load<u64>(at) & LANE_MASK;
}

function place(out: usize, k: usize, rotation: usize, value: u64): void {
  const at = out + LANE_BYTES * ((k + rotation) & 127);
  store<u32>(at, <u32>value);
  store<u16>(at, <u16>(value >> 32), 4);
}

/**
 * Node 1: its shares of the lanes of each comparison, blinded and rotated. `p` holds its shares of
 * the bits of a'; the lower 7 bits of a coin are the rotation. Nothing here depends on x.
 */
export function lanesOfMask(
  out: usize,
  p: usize,
  coins: usize,
  weights: usize,
  factors: usize,
  blinding: usize,
  length: u32,
): void {
  for (let i: u32 = 0; i < length; i++) {
    const rotation = <usize>(load<u8>(coins + i) & 127);
    let differences: u64 = 0;
    let word = load<u64>(p, 8) << 1;
    for (let k: usize = BITS; k-- > 0; ) {
      if (k === 63) word = load<u64>(p);
      const bit: u64 = 0 - (word >> 63);
      word <<= 1;
      const at = LANE_BYTES * k;
      place(out, k, rotation, differences ^ (loadLane(factors + at) & bit) ^ loadLane(blinding + at));
      differences ^= loadLane(weights + at) & bit;
    }
    place(out, BITS, rotation, differences ^ loadLane(blinding + LANE_BYTES * BITS));
    p += 16;
    weights += LANE_BYTES * LANES;
    factors += LANE_BYTES * LANES;
    blinding += LANE_BYTES * LANES;
    out += LANE_BYTES * LANES;
  }
}

/** v ↦ ωv over GF(4), v in two halves; v ↦ ωv and v ↦ (ω + 1)v are one-to-one. */
function turn(v: u64): u64 {
  const high = v >> 24;
  return ((v << 24) & LANE_MASK) ^ high ^ (high << 24);
}

/**
 * Node 2: the other shares, which carry all that depends on t, the complement of x's lower 127
 * bits. `q` holds its shares of the bits of a'; the top bit of a coin says which of the two tests
 * to evaluate.
 */
export function lanesOfWord(
  out: usize,
  q: usize,
  x: usize,
  coins: usize,
  weights: usize,
  factors: usize,
  blinding: usize,
  length: u32,
): void {
  for (let i: u32 = 0; i < length; i++) {
    const coin = <u32>load<u8>(coins + i);
    const swapped = <u64>(coin >> 7);
    const rotation = <usize>(coin & 127);
    let differences: u64 = 0;
    let word = load<u64>(q, 8) << 1;
    let other = ~load<u64>(x, 8) << 1;
    for (let k: usize = BITS; k-- > 0; ) {
      if (k === 63) {
        word = load<u64>(q);
        other = ~load<u64>(x);
      }
      const bit = word >> 63;
      const t = other >> 63;
      word <<= 1;
      other <<= 1;
      const at = LANE_BYTES * k;
      const factor = loadLane(factors + at);
      // The lane may become zero only where t's bit equals `swapped`, and does so where the bit of
      // a' is the opposite one. Where t's bit differs, ωf or (ω + 1)f is added.
      const own = t === swapped ? factor & (0 - (bit ^ swapped ^ 1)) : (factor & (0 - bit)) ^ turn(factor);
      place(out, k, rotation, differences ^ own ^ loadLane(blinding + at));
      differences ^= loadLane(weights + at) & (0 - (bit ^ t));
    }
    // The last lane is zero if the numbers are equal, which counts only in the test a' ≤ t.
    const at = LANE_BYTES * BITS;
    const last = loadLane(factors + at) & (swapped - 1);
    place(out, BITS, rotation, differences ^ last ^ loadLane(blinding + at));
    q += 16;
    x += 16;
    weights += LANE_BYTES * LANES;
    factors += LANE_BYTES * LANES;
    blinding += LANE_BYTES * LANES;
    out += LANE_BYTES * LANES;
  }
}

/**
 * Node 0: out_i (one byte) = [the two shares of some lane of comparison i are equal] ⊕ top bit of
 * a_i.
 */
export function decide(out: usize, first: usize, second: usize, a: usize, length: u32): void {
  for (let i: u32 = 0; i < length; i++) {
    let found: u32 = 0;
    for (let k: usize = 0; k < LANES; k++) {
      found |= u32(load<u32>(first) === load<u32>(second)) & u32(load<u16>(first, 4) === load<u16>(second, 4));
      first += LANE_BYTES;
      second += LANE_BYTES;
    }
    store<u8>(out + i, <u8>(found ^ <u32>(load<u64>(a, 8) >> 63)));
    a += 16;
  }
}

/** Nodes 1 and 2: out_i = the coin's top bit ⊕ top bit of x_i. */
export function signs(out: usize, coins: usize, x: usize, length: u32): void {
  for (let i: u32 = 0; i < length; i++) {
    store<u8>(out + i, (load<u8>(coins + i) >> 7) ^ <u8>(load<u64>(x, 8) >> 63));
    x += 16;
  }
}

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
