// AssemblyScript. Local steps of ../../four-sharing/deal.ts, which says what is computed and why.

/** component += mask, difference = value − mask. */
export function maskNumbers(component: usize, difference: usize, value: usize, mask: usize, length: u32): void {
  for (let at: usize = 0, end = (<usize>length) << 4; at < end; at += 16) {
    const ml = load<u64>(mask + at);
    const mh = load<u64>(mask + at, 8);
    const sum = load<u64>(component + at) + ml;
    store<u64>(component + at, sum);
    store<u64>(component + at, load<u64>(component + at, 8) + mh + u64(sum < ml), 8);
    const vl = load<u64>(value + at);
    store<u64>(difference + at, vl - ml);
    store<u64>(difference + at, load<u64>(value + at, 8) - mh - u64(vl < ml), 8);
  }
}

/** component ⊕= mask, difference = value ⊕ mask. */
export function maskBits(component: usize, difference: usize, value: usize, mask: usize, length: u32): void {
  for (let at: usize = 0, end = (<usize>length) << 4; at < end; at += 16) {
    const masks = v128.load(mask + at);
    v128.store(component + at, v128.xor(v128.load(component + at), masks));
    v128.store(difference + at, v128.xor(v128.load(value + at), masks));
  }
}

/** The lowest `bytes` ≤ 8 bytes of each element, one after the other. */
export function takeLow(out: usize, x: usize, bytes: u32, length: u32): void {
  for (let i: u32 = 0; i < length; i++) {
    let word = load<u64>(x);
    for (let k: u32 = 0; k < bytes; k++) {
      store<u8>(out + k, <u8>word);
      word >>= 8;
    }
    x += 16;
    out += bytes;
  }
}

/** component += numbers of `bytes` ≤ 8 bytes each. */
export function addLow(component: usize, x: usize, bytes: u32, length: u32): void {
  for (let i: u32 = 0; i < length; i++) {
    let word: u64 = 0;
    for (let k: u32 = 0; k < bytes; k++) word |= (<u64>load<u8>(x + k)) << (k << 3);
    const sum = load<u64>(component) + word;
    store<u64>(component, sum);
    store<u64>(component, load<u64>(component, 8) + u64(sum < word), 8);
    component += 16;
    x += bytes;
  }
}
