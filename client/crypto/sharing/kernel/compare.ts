// AssemblyScript. Local steps of the sign test in ../negative.ts, which says what is computed and why. P = 251 is the field of the
// lanes; a comparison has 127 bits and 128 lanes, of one byte each.

const P: u32 = 251;
const BITS: usize = 127;
const LANES: usize = 128;

/** Keeps the bytes of source that are in [least, P), at most `wanted`; says how many. */
export function residues(target: usize, source: usize, bytes: u32, least: u32, wanted: u32): u32 {
  let kept: u32 = 0;
  for (let i: u32 = 0; i < bytes && kept < wanted; i++) {
    const byte = <u32>load<u8>(source + i);
    store<u8>(target + kept, byte);
    kept += u32(byte < P && byte >= least);
  }
  return kept;
}

/** Node 0: out = bits 0…126 of each a, less the masks, mod P. */
export function shareBits(out: usize, a: usize, masks: usize, length: u32): void {
  for (let i: u32 = 0; i < length; i++) {
    let word = load<u64>(a);
    for (let k: usize = 0; k < BITS; k++) {
      if (k === 64) word = load<u64>(a, 8);
      const difference = <u32>(word & 1) + P - <u32>load<u8>(masks + k);
      store<u8>(out + k, <u8>(difference >= P ? difference - P : difference));
      word >>= 1;
    }
    a += 16;
    masks += BITS;
    out += BITS;
  }
}

/**
 * Nodes 1 and 2: blinded lanes of each comparison, rotated. `shares` are this node's shares of the 127 bits of a, t = the complement of
 * x's lower 127 bits; coins: lower 7 bits rotate, the top bit says which way round to compare. `one` is 1 at node 1 and 0 at node 2
 * (who adds constants); the blinding is added at node 1 and subtracted at node 2.
 */
export function lanes(
  out: usize,
  shares: usize,
  x: usize,
  coins: usize,
  factors: usize,
  blinding: usize,
  one: u32,
  length: u32,
): void {
  for (let i: u32 = 0; i < length; i++) {
    const coin = <u32>load<u8>(coins + i);
    const swapped = coin >> 7;
    const rotation = <usize>(coin & 127);
    let differences: u32 = 0; // this node's share of the number of higher bits that differ
    let word = ~load<u64>(x, 8) << 1;
    for (let k: usize = BITS; k-- > 0; ) {
      if (k === 63) word = ~load<u64>(x);
      const t = <u32>(word >> 63);
      word <<= 1;
      const a = <u32>load<u8>(shares + k);
      // 1 − a + t, or 1 + a − t the other way round: zero only where the two numbers differ in the direction asked for.
      const c = swapped ? a + one * (1 + P - t) : P - a + one * (1 + t);
      place(out, factors, blinding, k, rotation, differences + c, one);
      differences += t ? one + P - a : a;
    }
    // The last lane is zero if the numbers are equal: counts only the other way round.
    place(out, factors, blinding, BITS, rotation, swapped ? differences : one, one);
    shares += BITS;
    x += 16;
    factors += LANES;
    blinding += LANES;
    out += LANES;
  }
}

function place(out: usize, factors: usize, blinding: usize, k: usize, rotation: usize, value: u32, one: u32): void {
  const mask = <u32>load<u8>(blinding + k);
  const blinded = value * <u32>load<u8>(factors + k) + (one ? mask : P - mask);
  store<u8>(out + ((k + rotation) & 127), <u8>(blinded % P));
}

/** Node 0: out_i (one byte) = [a lane of comparison i sums to zero] ⊕ top bit of a_i. */
export function decide(out: usize, first: usize, second: usize, a: usize, length: u32): void {
  for (let i: u32 = 0; i < length; i++) {
    let found: u32 = 0;
    for (let k: usize = 0; k < LANES; k++) {
      const sum = <u32>load<u8>(first + k) + <u32>load<u8>(second + k);
      found |= u32(sum === 0) | u32(sum === P);
    }
    store<u8>(out + i, <u8>(found ^ <u32>(load<u64>(a, 8) >> 63)));
    first += LANES;
    second += LANES;
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

/** out = words times their bit: `length` bits (bytes, of which the last bit counts), `width` words to each, the first of all of them first. */
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

/** In place: words whose comparison's bit is 1 change sign. */
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

/** Largest of the bytes. */
export function largestByte(bytes: usize, length: u32): u32 {
  let largest: u32 = 0;
  for (let i: u32 = 0; i < length; i++) {
    const byte = <u32>load<u8>(bytes + i);
    largest = byte > largest ? byte : largest;
  }
  return largest;
}
