// AssemblyScript. Vectors over Z_r, entry by entry: numbers below r, 32 bytes each, little endian.
import { ORDER } from "./digits";
import { carry, copy, differ, pack, product, read, reduce, split } from "./field";
import { chooseField, multiply, one, rSquared, SCALARS, WIDTH } from "./montgomery";

const term = memory.data(36);
const factor = memory.data(36);
const total = memory.data(36);
const ratio = memory.data(36);
const power = memory.data(36);

/** Adds number i of `a` to number i of `target`, for every i, or subtracts it. */
export function add(target: usize, a: usize, negative: bool, length: u32): void {
  for (let i: u32 = 0; i < length; i++) {
    let carry: i64 = 0;
    for (let at: usize = 0; at < 32; at += 4) {
      const word = <i64>load<u32>(a + at);
      carry += <i64>load<u32>(target + at) + (negative ? <i64>load<u32>(ORDER + at) - word : word);
      store<u32>(target + at, <u32>carry);
      carry >>= 32;
    }
    if (reachesOrder(target)) subtractOrder(target);
    target += 32;
    a += 32;
  }
}

function reachesOrder(number: usize): bool {
  for (let at: usize = 32; at > 0; at -= 8) {
    const word = load<u64>(number + at - 8);
    const ofOrder = load<u64>(ORDER + at - 8);
    if (word !== ofOrder) return word > ofOrder;
  }
  return true;
}

function subtractOrder(number: usize): void {
  let borrow: i64 = 0;
  for (let at: usize = 0; at < 32; at += 4) {
    borrow += <i64>load<u32>(number + at) - <i64>load<u32>(ORDER + at);
    store<u32>(number + at, <u32>borrow);
    borrow >>= 32;
  }
}

/** Adds factor·a_i to number i of `target`, for every i; `factor` in 32 bytes. */
export function addMultiple(target: usize, a: usize, factor: usize, length: u32): void {
  chooseField(SCALARS);
  read(ratio, factor);
  for (let i: u32 = 0; i < length; i++) {
    split(term, a);
    multiply(term, term, ratio);
    split(total, target);
    addTerm();
    pack(target, total);
    target += 32;
    a += 32;
  }
}

/**
 * Adds Σ_j a_i·b_i to number i of `target`, for every i: over `count` pairs of vectors a and b, one
 * behind the other at `pairs`.
 */
export function addProducts(target: usize, pairs: usize, count: u32, length: u32): void {
  chooseField(SCALARS);
  const size = (<usize>length) << 5;
  for (let i: u32 = 0; i < length; i++) {
    memory.fill(total, 0, WIDTH);
    let at = pairs;
    for (let j: u32 = 0; j < count; j++) {
      split(term, at);
      split(factor, at + size);
      multiply(term, term, factor);
      addTerm();
      reduce(total, total);
      at += 2 * size;
    }
    // Each product lacks a factor R.
    multiply(total, total, rSquared());
    split(term, target);
    addTerm();
    pack(target, total);
    target += 32;
    pairs += 32;
  }
}

/**
 * Sets number i of `target` to Σ_(j < count) base^j·(number i + j·step of `vector`), indices modulo
 * the length, for every i: u_i + base·(sum i + step) − base^count·u_(i + count·step). `base` in 32
 * bytes; step ≤ length.
 */
export function windowSums(target: usize, vector: usize, length: u32, step: u32, count: u32, base: usize): void {
  chooseField(SCALARS);
  read(ratio, base);
  copy(power, one());
  for (let j: u32 = 0; j < count; j++) product(power, power, ratio);
  for (let i = length; i > 0; i--) {
    if (i > length - step) {
      memory.fill(total, 0, WIDTH);
      for (let j = count; j > 0; j--) {
        multiply(total, total, ratio);
        addNumber(vector, (i - 1 + (j - 1) * step) % length);
      }
    } else {
      split(total, target + ((<usize>(i - 1 + step)) << 5));
      multiply(total, total, ratio);
      split(term, vector + ((<usize>((i - 1 + count * step) % length)) << 5));
      multiply(term, term, power);
      differ(total, total, term);
      addNumber(vector, i - 1);
    }
    pack(target + ((<usize>(i - 1)) << 5), total);
  }
}

/** total = total + number i, with limbs below 2^29 but for the top one. */
function addNumber(vector: usize, i: u32): void {
  split(term, vector + ((<usize>i) << 5));
  addTerm();
  carry(total, total);
}

function addTerm(): void {
  for (let at: usize = 0; at < WIDTH; at += 4) store<i32>(total + at, load<i32>(total + at) + load<i32>(term + at));
}
