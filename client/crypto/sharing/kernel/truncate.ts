// AssemblyScript. Local steps of the truncation in ../truncate.ts, which says what is computed and
// why. Nodes 0 and 1 know the opened c, node 2 knows z2. A "tag" is a number mod 2^(8·bytes):
// `bytes` ≤ 8 bytes, little endian.

function loadTag(at: usize, bytes: u32): u64 {
  if (bytes === 5) return <u64>load<u32>(at) | ((<u64>load<u8>(at, 4)) << 32);
  let value: u64 = 0;
  for (let i: u32 = 0; i < bytes; i++) value |= (<u64>load<u8>(at + i)) << (i << 3);
  return value;
}

function storeTag(at: usize, value: u64, bytes: u32): void {
  if (bytes === 5) {
    store<u32>(at, <u32>value);
    store<u8>(at, <u8>(value >> 32), 4);
    return;
  }
  for (let i: u32 = 0; i < bytes; i++) store<u8>(at + i, <u8>(value >> (i << 3)));
}

/** Node 2: quotient = ⌊z2 / 2^bits⌋ − mask; tag = [z2 < 2^127] − tagMask. */
export function truncateDeal(
  quotient: usize,
  tag: usize,
  z2: usize,
  mask: usize,
  tagMask: usize,
  bits: u32,
  bytes: u32,
  length: u32,
): void {
  const up: u64 = 64 - bits;
  for (let i: u32 = 0; i < length; i++) {
    const zl = load<u64>(z2);
    const zh = load<u64>(z2, 8);
    // 1 ≤ bits ≤ 64; WebAssembly takes shift counts mod 64, so 64 is a case of its own.
    const ql = bits === 64 ? zh : (zl >> bits) | (zh << up);
    const qh = bits === 64 ? 0 : zh >> bits;
    const ml = load<u64>(mask);
    store<u64>(quotient, ql - ml);
    store<u64>(quotient, qh - load<u64>(mask, 8) - u64(ql < ml), 8);
    storeTag(tag, 1 - (zh >> 63) - loadTag(tagMask, bytes), bytes);
    z2 += 16;
    mask += 16;
    quotient += 16;
    tag += bytes;
    tagMask += bytes;
  }
}

/** Nodes 0, 1: out = [c < 2^127]·tag + mask; out, tag and mask hold tags. */
export function truncateTags(out: usize, c: usize, tag: usize, mask: usize, bytes: u32, length: u32): void {
  for (let i: u32 = 0; i < length; i++) {
    const small = 1 - (load<u64>(c, 8) >> 63);
    storeTag(out, small * loadTag(tag, bytes) + loadTag(mask, bytes), bytes);
    c += 16;
    tag += bytes;
    mask += bytes;
    out += bytes;
  }
}

/** Nodes 0, 1: y1 = ⌊c / 2^bits⌋ + constant + 2^(128 − bits)·(mine + theirs). */
export function truncateClose(
  y1: usize,
  c: usize,
  mine: usize,
  theirs: usize,
  low: u64,
  high: u64,
  bits: u32,
  bytes: u32,
  length: u32,
): void {
  const up: u64 = 64 - bits;
  for (let i: u32 = 0; i < length; i++) {
    const cl = load<u64>(c);
    const ch = load<u64>(c, 8);
    const ql = bits === 64 ? ch : (cl >> bits) | (ch << up);
    const qh = bits === 64 ? 0 : ch >> bits;
    const sum = ql + low;
    const wrap = loadTag(mine, bytes) + loadTag(theirs, bytes);
    store<u64>(y1, sum);
    store<u64>(y1, qh + high + u64(sum < low) + (bits === 64 ? wrap : wrap << up), 8);
    c += 16;
    mine += bytes;
    theirs += bytes;
    y1 += 16;
  }
}

/** y −= 2^(128 − bits)·tag. */
export function subtractTags(y: usize, tag: usize, bits: u32, bytes: u32, length: u32): void {
  const up: u64 = 64 - bits;
  for (let i: u32 = 0; i < length; i++) {
    const value = loadTag(tag, bytes);
    store<u64>(y, load<u64>(y, 8) - (bits === 64 ? value : value << up), 8);
    y += 16;
    tag += bytes;
  }
}
