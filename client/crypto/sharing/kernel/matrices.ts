// AssemblyScript. A node's addends of a product of matrices, with one multiplication of numbers in
// place of two, and that on vectors of small digits.
//
// For a row x of the left matrix and a column y of the right one the addend is Σ_k xa·s + xb·v with
// v = ya and s = ya + yb, which is Σ_k (xa + v)(xb + s) − Σ_k xa·xb − Σ_k v·s: the second sum is
// made once for a row, the third once for a column, by `columnTerms` (Winograd, "A new algorithm
// for inner product", IEEE Trans. Computers, 1968).
//
// A number mod 2^128 is written with 11 digits, in base 2^12, from −2^11 to 2^11: digits of xa + v
// are then below 2^12 in magnitude without a carry, and a product of two is at most 2^24. One
// instruction multiplies the digits of four columns in two rows k and k + 1 and adds the two
// products up. `digitsOf` lays the right matrix out for it: for each four columns and each two rows
// 11 vectors, one a digit, of eight numbers of 16 bits.
import { mulHigh } from "./ring";

const DIGITS: usize = 11;
const BASE_BITS: u64 = 12;
/** Half of the base in each digit but the last; lower and upper word. */
const HALVES_LOW: u64 = 0x0800800800800800;
const HALVES_HIGH: u64 = 0x0080080080080080;
const VECTOR: usize = 16;
/** Bytes of the digits of four columns in two rows. */
const BLOCK: usize = DIGITS * VECTOR;
/** Bytes of the digits of two neighbours in a row of the left matrix. */
const PAIR: usize = DIGITS * 4;
/**
 * Pairs of rows of which sums fit 32 bits: for a power of the base there are up to 8 products of
 * digits, twice, each at most 2^24. From 2^96 on, where there are more, 32 bits are enough mod
 * 2^128.
 */
const MOST_PAIRS: u32 = 7;
/** Powers of the base below 2^96. */
const LOW_POWERS: usize = 8;
/** Bytes of sums for four columns: 64 bits for low powers, 32 bits above. */
const SUMS: usize = 32 * LOW_POWERS + VECTOR * 3;

/** The digits of a number, `apart` bytes from one to the next. */
function writeDigits(out: usize, apart: usize, x: usize): void {
  let low = load<u64>(x) + HALVES_LOW;
  let high = load<u64>(x, 8) + HALVES_HIGH + u64(low < HALVES_LOW);
  for (let i: usize = 1; i < DIGITS; i++) {
    store<i16>(out, <i16>(<i32>(low & 0xfff) - 0x800));
    out += apart;
    low = (low >> BASE_BITS) | (high << (64 - BASE_BITS));
    high >>= BASE_BITS;
  }
  store<i16>(out, <i16>low);
}

/** Bytes of the digits of a right matrix. */
export function digitsBytes(inner: u32, columns: u32): usize {
  return BLOCK * <usize>(((columns + 3) >> 2) * ((inner + 1) >> 1));
}

/** Digits of a right matrix, row-major, inner × columns; `out` holds zeros. */
export function digitsOf(out: usize, x: usize, inner: u32, columns: u32): void {
  const pairs = <usize>((inner + 1) >> 1);
  for (let k: usize = 0; k < inner; k++) {
    for (let j: usize = 0; j < columns; j++) {
      writeDigits(out + BLOCK * ((j >> 2) * pairs + (k >> 1)) + 4 * (j & 3) + 2 * (k & 1), VECTOR, x);
      x += 16;
    }
  }
}

/** terms_j −= Σ_k x_kj·y_kj; both matrices inner × columns. */
export function columnTerms(terms: usize, x: usize, y: usize, inner: u32, columns: u32): void {
  const width = (<usize>columns) << 4;
  for (let k: u32 = 0; k < inner; k++) {
    for (let at: usize = 0; at < width; at += 16) {
      const xl = load<u64>(x + at);
      const yl = load<u64>(y + at);
      const low = xl * yl;
      const high = mulHigh(xl, yl) + xl * load<u64>(y + at, 8) + load<u64>(x + at, 8) * yl;
      const before = load<u64>(terms + at);
      store<u64>(terms + at, before - low);
      store<u64>(terms + at, load<u64>(terms + at, 8) - high - u64(before < low), 8);
    }
    x += width;
    y += width;
  }
}

function plus(sum: v128, x: v128, y: v128): v128 {
  return i32x4.add(sum, i32x4.dot_i16x8_s(x, y));
}

function widen(sums: usize, sum: v128): void {
  v128.store(sums, i64x2.add(v128.load(sums), i64x2.extend_low_i32x4_s(sum)));
  v128.store(sums, i64x2.add(v128.load(sums, 16), i64x2.extend_high_i32x4_s(sum)), 16);
}

function sumDigits(row: usize, columns: usize, at: usize): v128 {
  return i16x8.add(v128.load32_splat(row + 4 * at), v128.load(columns + VECTOR * at));
}

/** Σ_k (xa + v)(xb + s) for four columns, by powers of the base. */
function sumBlock(sums: usize, xa: usize, xb: usize, pairs: u32, v: usize, s: usize): void {
  memory.fill(sums, 0, SUMS);
  let c8 = i32x4.splat(0);
  let c9 = i32x4.splat(0);
  let c10 = i32x4.splat(0);
  while (pairs > 0) {
    let count = min(pairs, MOST_PAIRS);
    pairs -= count;
    let c0 = i32x4.splat(0);
    let c1 = i32x4.splat(0);
    let c2 = i32x4.splat(0);
    let c3 = i32x4.splat(0);
    let c4 = i32x4.splat(0);
    let c5 = i32x4.splat(0);
    let c6 = i32x4.splat(0);
    let c7 = i32x4.splat(0);
    for (; count > 0; count--) {
      const x0 = sumDigits(xa, v, 0);
      const x1 = sumDigits(xa, v, 1);
      const x2 = sumDigits(xa, v, 2);
      const x3 = sumDigits(xa, v, 3);
      const x4 = sumDigits(xa, v, 4);
      const x5 = sumDigits(xa, v, 5);
      const x6 = sumDigits(xa, v, 6);
      const x7 = sumDigits(xa, v, 7);
      const x8 = sumDigits(xa, v, 8);
      const x9 = sumDigits(xa, v, 9);
      const x10 = sumDigits(xa, v, 10);
      const y0 = sumDigits(xb, s, 0);
      const y1 = sumDigits(xb, s, 1);
      const y2 = sumDigits(xb, s, 2);
      const y3 = sumDigits(xb, s, 3);
      const y4 = sumDigits(xb, s, 4);
      const y5 = sumDigits(xb, s, 5);
      const y6 = sumDigits(xb, s, 6);
      const y7 = sumDigits(xb, s, 7);
      const y8 = sumDigits(xb, s, 8);
      const y9 = sumDigits(xb, s, 9);
      const y10 = sumDigits(xb, s, 10);
      c0 = plus(c0, x0, y0);
      c1 = plus(plus(c1, x0, y1), x1, y0);
      c2 = plus(plus(plus(c2, x0, y2), x1, y1), x2, y0);
      c3 = plus(plus(plus(plus(c3, x0, y3), x1, y2), x2, y1), x3, y0);
      c4 = plus(plus(plus(plus(plus(c4, x0, y4), x1, y3), x2, y2), x3, y1), x4, y0);
      c5 = plus(plus(plus(plus(plus(plus(c5, x0, y5), x1, y4), x2, y3), x3, y2), x4, y1), x5, y0);
      c6 = plus(plus(plus(plus(plus(plus(plus(c6, x0, y6), x1, y5), x2, y4), x3, y3), x4, y2), x5, y1), x6, y0);
      c7 = plus(
        plus(plus(plus(plus(plus(plus(plus(c7, x0, y7), x1, y6), x2, y5), x3, y4), x4, y3), x5, y2), x6, y1),
        x7,
        y0,
      );
      c8 = plus(
        plus(
          plus(plus(plus(plus(plus(plus(plus(c8, x0, y8), x1, y7), x2, y6), x3, y5), x4, y4), x5, y3), x6, y2),
          x7,
          y1,
        ),
        x8,
        y0,
      );
      c9 = plus(
        plus(
          plus(
            plus(plus(plus(plus(plus(plus(plus(c9, x0, y9), x1, y8), x2, y7), x3, y6), x4, y5), x5, y4), x6, y3),
            x7,
            y2,
          ),
          x8,
          y1,
        ),
        x9,
        y0,
      );
      c10 = plus(
        plus(
          plus(
            plus(
              plus(plus(plus(plus(plus(plus(plus(c10, x0, y10), x1, y9), x2, y8), x3, y7), x4, y6), x5, y5), x6, y4),
              x7,
              y3,
            ),
            x8,
            y2,
          ),
          x9,
          y1,
        ),
        x10,
        y0,
      );
      xa += PAIR;
      xb += PAIR;
      v += BLOCK;
      s += BLOCK;
    }
    widen(sums + 0, c0);
    widen(sums + 32, c1);
    widen(sums + 64, c2);
    widen(sums + 96, c3);
    widen(sums + 128, c4);
    widen(sums + 160, c5);
    widen(sums + 192, c6);
    widen(sums + 224, c7);
  }
  v128.store(sums, c8, 256);
  v128.store(sums, c9, 272);
  v128.store(sums, c10, 288);
}

/** target = term + rowTerm + Σ sums·base^power, for one of four columns. */
function closeColumn(target: usize, term: usize, rowTerm: usize, sums: usize, column: usize): void {
  const tops = sums + 4 * column;
  let low = ((<u64>load<u32>(tops, 288)) << (2 * BASE_BITS)) + ((<u64>load<u32>(tops, 272)) << BASE_BITS);
  low += <u64>load<u32>(tops, 256);
  let high: u64 = 0;
  for (let power = LOW_POWERS; power > 0; power--) {
    const sum = load<i64>(sums + 32 * (power - 1) + 8 * column);
    high = (high << BASE_BITS) | (low >> (64 - BASE_BITS));
    low = (low << BASE_BITS) + <u64>sum;
    high += <u64>(sum >> 63) + u64(low < <u64>sum);
  }
  for (let added: usize = 0; added < 2; added++) {
    const at = added === 0 ? term : rowTerm;
    const addend = load<u64>(at);
    low += addend;
    high += load<u64>(at, 8) + u64(low < addend);
  }
  store<u64>(target, low);
  store<u64>(target, high, 8);
}

/** Digits of a row of the left matrix, first of xa, then of xb; and term = −Σ_k xa·xb. */
function prepareRow(out: usize, term: usize, xa: usize, xb: usize, inner: u32): void {
  const pairs = <usize>((inner + 1) >> 1);
  memory.fill(out, 0, 2 * PAIR * pairs);
  store<u64>(term, 0);
  store<u64>(term, 0, 8);
  columnTerms(term, xa, xb, inner, 1);
  for (let k: usize = 0; k < inner; k++) {
    const place = PAIR * (k >> 1) + 2 * (k & 1);
    writeDigits(out + place, 4, xa + 16 * k);
    writeDigits(out + PAIR * pairs + place, 4, xb + 16 * k);
  }
}

/** Rows of the left matrix that are multiplied together, so that what they read stays in caches. */
const TOGETHER: u32 = 16;

/** Bytes of `room` that `multiply` needs. */
export function roomBytes(inner: u32): usize {
  return SUMS + <usize>TOGETHER * (16 + 2 * PAIR * <usize>((inner + 1) >> 1));
}

/**
 * z (rows × columns) = addends of left · right; left is row-major, rows × inner. `v`, `s`: digits
 * of ya and of ya + yb; `terms`: −Σ_k v·s for each column.
 */
export function multiply(
  z: usize,
  xa: usize,
  xb: usize,
  rows: u32,
  inner: u32,
  v: usize,
  s: usize,
  terms: usize,
  columns: u32,
  room: usize,
): void {
  const pairs = (inner + 1) >> 1;
  const digitsBytes = 2 * PAIR * <usize>pairs;
  const rowTerms = room + SUMS;
  const digits = rowTerms + <usize>TOGETHER * 16;
  while (rows > 0) {
    const count = min(rows, TOGETHER);
    for (let i: usize = 0; i < count; i++) {
      prepareRow(digits + digitsBytes * i, rowTerms + 16 * i, xa, xb, inner);
      xa += 16 * <usize>inner;
      xb += 16 * <usize>inner;
    }
    for (let j: usize = 0; j < columns; j += 4) {
      const block = BLOCK * (j >> 2) * <usize>pairs;
      for (let i: usize = 0; i < count; i++) {
        const row = digits + digitsBytes * i;
        sumBlock(room, row, row + PAIR * <usize>pairs, pairs, v + block, s + block);
        for (let q: usize = 0; q < min(4, <usize>columns - j); q++) {
          const column = 16 * (j + q);
          closeColumn(z + 16 * <usize>columns * i + column, terms + column, rowTerms + 16 * i, room, q);
        }
      }
    }
    z += 16 * <usize>(columns * count);
    rows -= count;
  }
}
