// AssemblyScript. A node's addend of a product of replicated values x = (xa, xb), y = (ya, yb):
// xa·ya + xa·yb + xb·ya, computed as xa·(ya + yb) + xb·ya; over the three nodes the addends sum to
// x·y mod 2^128.
import { mulHigh } from "./ring";

/** z_i = addend of x_i·y_i. */
export function product(z: usize, xa: usize, xb: usize, ya: usize, yb: usize, length: u32): void {
  for (let at: usize = 0, end = (<usize>length) << 4; at < end; at += 16) {
    const al = load<u64>(xa + at);
    const ah = load<u64>(xa + at, 8);
    const bl = load<u64>(xb + at);
    const bh = load<u64>(xb + at, 8);
    const vl = load<u64>(ya + at);
    const vh = load<u64>(ya + at, 8);
    const sl = vl + load<u64>(yb + at);
    const sh = vh + load<u64>(yb + at, 8) + u64(sl < vl);
    const low = al * sl;
    const sum = low + bl * vl;
    store<u64>(z + at, sum);
    store<u64>(z + at, mulHigh(al, sl) + al * sh + ah * sl + mulHigh(bl, vl) + bl * vh + bh * vl + u64(sum < low), 8);
  }
}

/** z (rows × columns) = addends of column ⊗ row. */
export function outer(z: usize, ca: usize, cb: usize, rows: u32, ra: usize, rb: usize, columns: u32): void {
  const width = (<usize>columns) << 4;
  for (let i: u32 = 0; i < rows; i++) {
    const vl = load<u64>(ca);
    const vh = load<u64>(ca, 8);
    const sl = vl + load<u64>(cb);
    const sh = vh + load<u64>(cb, 8) + u64(sl < vl);
    for (let at: usize = 0; at < width; at += 16) {
      const al = load<u64>(ra + at);
      const ah = load<u64>(ra + at, 8);
      const bl = load<u64>(rb + at);
      const bh = load<u64>(rb + at, 8);
      const low = al * sl;
      const sum = low + bl * vl;
      store<u64>(z, sum);
      store<u64>(z, mulHigh(al, sl) + al * sh + ah * sl + mulHigh(bl, vl) + bl * vh + bh * vl + u64(sum < low), 8);
      z += 16;
    }
    ca += 16;
    cb += 16;
  }
}

/** z (rows) = addends of matrix × vector; the matrix is row-major, rows × columns. */
export function matrixVector(z: usize, ma: usize, mb: usize, rows: u32, columns: u32, va: usize, vb: usize): void {
  const width = (<usize>columns) << 4;
  for (let i: u32 = 0; i < rows; i++) {
    let accLow: u64 = 0;
    let accHigh: u64 = 0;
    for (let at: usize = 0; at < width; at += 16) {
      const al = load<u64>(ma + at);
      const ah = load<u64>(ma + at, 8);
      const bl = load<u64>(mb + at);
      const bh = load<u64>(mb + at, 8);
      const vl = load<u64>(va + at);
      const vh = load<u64>(va + at, 8);
      const sl = vl + load<u64>(vb + at);
      const sh = vh + load<u64>(vb + at, 8) + u64(sl < vl);
      const first = al * sl;
      accLow += first;
      accHigh += u64(accLow < first);
      const second = bl * vl;
      accLow += second;
      accHigh += u64(accLow < second);
      accHigh += mulHigh(al, sl) + al * sh + ah * sl + mulHigh(bl, vl) + bl * vh + bh * vl;
    }
    store<u64>(z, accLow);
    store<u64>(z, accHigh, 8);
    z += 16;
    ma += width;
    mb += width;
  }
}

/**
 * z = addends of vectorᵀ × the first columns of a matrix of `width` columns; z must be zero on
 * entry.
 */
export function vectorMatrix(
  z: usize,
  va: usize,
  vb: usize,
  rows: u32,
  ma: usize,
  mb: usize,
  columns: u32,
  width: u32,
): void {
  const apart = (<usize>width) << 4;
  const end = (<usize>columns) << 4;
  for (let i: u32 = 0; i < rows; i++) {
    const vl = load<u64>(va);
    const vh = load<u64>(va, 8);
    const sl = vl + load<u64>(vb);
    const sh = vh + load<u64>(vb, 8) + u64(sl < vl);
    for (let at: usize = 0; at < end; at += 16) {
      const al = load<u64>(ma + at);
      const ah = load<u64>(ma + at, 8);
      const bl = load<u64>(mb + at);
      const bh = load<u64>(mb + at, 8);
      const first = al * sl;
      const second = bl * vl;
      let low = load<u64>(z + at) + first;
      let high = load<u64>(z + at, 8) + u64(low < first);
      low += second;
      high += u64(low < second);
      high += mulHigh(al, sl) + al * sh + ah * sl + mulHigh(bl, vl) + bl * vh + bh * vl;
      store<u64>(z + at, low);
      store<u64>(z + at, high, 8);
    }
    va += 16;
    vb += 16;
    ma += apart;
    mb += apart;
  }
}

/** target_i = Σ_j x_ij · weights_j: x is row-major, rows × columns; the weights are public. */
export function weigh(target: usize, x: usize, weights: usize, columns: u32, rows: u32): void {
  const width = (<usize>columns) << 4;
  for (let i: u32 = 0; i < rows; i++) {
    let low: u64 = 0;
    let high: u64 = 0;
    for (let at: usize = 0; at < width; at += 16) {
      const xl = load<u64>(x + at);
      const wl = load<u64>(weights + at);
      const term = xl * wl;
      low += term;
      high += mulHigh(xl, wl) + xl * load<u64>(weights + at, 8) + load<u64>(x + at, 8) * wl + u64(low < term);
    }
    store<u64>(target, low);
    store<u64>(target, high, 8);
    target += 16;
    x += width;
  }
}
