// AssemblyScript. Vectors over Z_2^128: an element is 16 bytes, little endian, low word first; a
// vector is contiguous. Vectors are given by their addresses in linear memory. A target may be a
// source itself, except where elements move, but must not overlap one otherwise.

/** Upper 64 bits of a·b. */
export function mulHigh(a: u64, b: u64): u64 {
  const al = a & 0xffffffff;
  const ah = a >> 32;
  const bl = b & 0xffffffff;
  const bh = b >> 32;
  const middle = ah * bl + ((al * bl) >> 32);
  const other = al * bh + (middle & 0xffffffff);
  return ah * bh + (middle >> 32) + (other >> 32);
}

/** target = x + y. */
export function add(target: usize, x: usize, y: usize, length: u32): void {
  const end = x + ((<usize>length) << 4);
  while (x < end) {
    const xl = load<u64>(x);
    const low = xl + load<u64>(y);
    store<u64>(target, low);
    store<u64>(target, load<u64>(x, 8) + load<u64>(y, 8) + u64(low < xl), 8);
    x += 16;
    y += 16;
    target += 16;
  }
}

/** target = x − y. */
export function subtract(target: usize, x: usize, y: usize, length: u32): void {
  const end = x + ((<usize>length) << 4);
  while (x < end) {
    const xl = load<u64>(x);
    const yl = load<u64>(y);
    store<u64>(target, xl - yl);
    store<u64>(target, load<u64>(x, 8) - load<u64>(y, 8) - u64(xl < yl), 8);
    x += 16;
    y += 16;
    target += 16;
  }
}

/** target = x ⊕ y, bit by bit. */
export function xor(target: usize, x: usize, y: usize, length: u32): void {
  for (let at: usize = 0, end = (<usize>length) << 4; at < end; at += 8) {
    store<u64>(target + at, load<u64>(x + at) ^ load<u64>(y + at));
  }
}

/** target = x + constant, the same constant for every element. */
export function addConstant(target: usize, x: usize, low: u64, high: u64, length: u32): void {
  for (let at: usize = 0, end = (<usize>length) << 4; at < end; at += 16) {
    const sum = load<u64>(x + at) + low;
    store<u64>(target + at, sum);
    store<u64>(target + at, load<u64>(x + at, 8) + high + u64(sum < low), 8);
  }
}

/** target = x · constant. */
export function scale(target: usize, x: usize, low: u64, high: u64, length: u32): void {
  for (let at: usize = 0, end = (<usize>length) << 4; at < end; at += 16) {
    const xl = load<u64>(x + at);
    const xh = load<u64>(x + at, 8);
    store<u64>(target + at, xl * low);
    store<u64>(target + at, mulHigh(xl, low) + xl * high + xh * low, 8);
  }
}

/** target_i = x_0 + … + x_i. */
export function prefixSums(target: usize, x: usize, length: u32): void {
  let low: u64 = 0;
  let high: u64 = 0;
  for (let at: usize = 0, end = (<usize>length) << 4; at < end; at += 16) {
    const xl = load<u64>(x + at);
    low += xl;
    high += load<u64>(x + at, 8) + u64(low < xl);
    store<u64>(target + at, low);
    store<u64>(target + at, high, 8);
  }
}

/** target_i = x_(indices_i); indices are u32 words. */
export function gather(target: usize, x: usize, indices: usize, length: u32): void {
  for (let i: u32 = 0; i < length; i++) {
    const from = x + ((<usize>load<u32>(indices + ((<usize>i) << 2))) << 4);
    store<u64>(target, load<u64>(from));
    store<u64>(target, load<u64>(from, 8), 8);
    target += 16;
  }
}

/** target_(indices_i) = x_i. */
export function scatter(target: usize, x: usize, indices: usize, length: u32): void {
  for (let i: u32 = 0; i < length; i++) {
    const to = target + ((<usize>load<u32>(indices + ((<usize>i) << 2))) << 4);
    store<u64>(to, load<u64>(x));
    store<u64>(to, load<u64>(x, 8), 8);
    x += 16;
  }
}

/** target_(i·count + k) = x_(i·rowStep + k·step), for i < rows, k < count. */
export function pick(target: usize, x: usize, rows: u32, rowStep: u32, count: u32, step: u32): void {
  const apart = (<usize>step) << 4;
  for (let i: u32 = 0; i < rows; i++) {
    let from = x;
    for (let k: u32 = 0; k < count; k++) {
      store<u64>(target, load<u64>(from));
      store<u64>(target, load<u64>(from, 8), 8);
      target += 16;
      from += apart;
    }
    x += (<usize>rowStep) << 4;
  }
}

/** target_(i·rowStep + k·step) = x_(i·count + k), for i < rows, k < count. */
export function put(target: usize, x: usize, rows: u32, rowStep: u32, count: u32, step: u32): void {
  const apart = (<usize>step) << 4;
  for (let i: u32 = 0; i < rows; i++) {
    let to = target;
    for (let k: u32 = 0; k < count; k++) {
      store<u64>(to, load<u64>(x));
      store<u64>(to, load<u64>(x, 8), 8);
      x += 16;
      to += apart;
    }
    target += (<usize>rowStep) << 4;
  }
}
