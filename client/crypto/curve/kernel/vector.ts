// AssemblyScript. Vectors over Z_r, entry by entry: numbers below r, 32 bytes each, little endian.
import { ORDER } from "./digits";
import { carry, copy, differ, pack, product, read, split } from "./field";
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

/**
 * Adds a_i·b_i to number i of `target`, for every i. Number i of b is at i·step: 32 for a vector, 0
 * for one number.
 */
export function addProducts(target: usize, a: usize, b: usize, step: usize, length: u32): void {
  chooseField(SCALARS);
  for (let i: u32 = 0; i < length; i++) {
    if (i === 0 || step > 0) {
      split(factor, b);
      multiply(factor, factor, rSquared());
    }
    split(term, a);
    multiply(term, term, factor);
    split(total, target);
    addTerm();
    pack(target, total);
    target += 32;
    a += 32;
    b += step;
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
