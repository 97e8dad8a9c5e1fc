// AssemblyScript. Arithmetic in the field that is chosen. A value is *reduced* if its limbs are in
// [0, 2^29) and it is in [0, m): such values are equal only if their limbs are. A target may be a
// source.
import { limb, limbOfModulus, M, multiply, one, rSquared, WIDTH } from "./montgomery";

const LIMBS: usize = 9;
const BITS: usize = 29;
/** Limb 8 of both moduli, and ⌊2^(52 + 232)/m⌋. */
const TOP: i64 = 0x30644e;
const RECIPROCAL: i64 = 0x54a47462;

const UNIT = memory.data<i32>([1, 0, 0, 0, 0, 0, 0, 0, 0]);
const scratch = memory.data(36);

/** target = a − b, without carries: limbs of magnitude up to 2^29 for limbs in [0, 2^29). */
export function differ(target: usize, a: usize, b: usize): void {
  for (let at: usize = 0; at < WIDTH; at += 4) store<i32>(target + at, load<i32>(a + at) - load<i32>(b + at));
}

/** target = −a, without carries. */
export function negate(target: usize, a: usize): void {
  for (let at: usize = 0; at < WIDTH; at += 4) store<i32>(target + at, -load<i32>(a + at));
}

export function copy(target: usize, a: usize): void {
  memory.copy(target, a, WIDTH);
}

/** target = a with its limbs but the top one in [0, 2^29). */
export function carry(target: usize, a: usize): void {
  let c: i64 = 0;
  for (let i: usize = 0; i < LIMBS - 1; i++) {
    c += limb(a, i);
    store<i32>(target + (i << 2), <i32>(c & M));
    c >>= 29;
  }
  store<i32>(target + 32, <i32>(c + limb(a, 8)));
}

/** target = the reduced value congruent to a, for |a| < 128m and limbs of any i32. */
export function reduce(target: usize, a: usize): void {
  carry(target, a);
  // ⌊a/m⌋ from the top limb, never more; less at most by one, where a is just above a multiple.
  const q = (limb(target, 8) * RECIPROCAL - (1 << 30)) >> 52;
  subtractMultiple(target, q);
  if (limb(target, 8) >= TOP && reaches(target)) subtractMultiple(target, 1);
}

function subtractMultiple(target: usize, q: i64): void {
  let c: i64 = 0;
  for (let i: usize = 0; i < LIMBS; i++) {
    c += limb(target, i) - q * limbOfModulus(i);
    store<i32>(target + (i << 2), <i32>(i === LIMBS - 1 ? c : c & M));
    c >>= 29;
  }
}

/** Whether a ≥ m, for limbs in [0, 2^29). */
function reaches(a: usize): bool {
  for (let i: usize = LIMBS; i > 0; i--) {
    const difference = limb(a, i - 1) - limbOfModulus(i - 1);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** target = a + b, reduced. */
export function add(target: usize, a: usize, b: usize): void {
  for (let at: usize = 0; at < WIDTH; at += 4) store<i32>(target + at, load<i32>(a + at) + load<i32>(b + at));
  reduce(target, target);
}

/** target = a − b, reduced. */
export function subtract(target: usize, a: usize, b: usize): void {
  differ(target, a, b);
  reduce(target, target);
}

/** target = a·b/R, reduced. */
export function product(target: usize, a: usize, b: usize): void {
  multiply(target, a, b);
  reduce(target, target);
}

export function isZero(a: usize): bool {
  let bits: i32 = 0;
  for (let at: usize = 0; at < WIDTH; at += 4) bits |= load<i32>(a + at);
  return bits === 0;
}

export function areEqual(a: usize, b: usize): bool {
  let bits: i32 = 0;
  for (let at: usize = 0; at < WIDTH; at += 4) bits |= load<i32>(a + at) ^ load<i32>(b + at);
  return bits === 0;
}

/** target = 1/a by Fermat, loose; 0 for 0. Not `a` itself. */
export function invert(target: usize, a: usize): void {
  copy(target, one());
  for (let i: usize = LIMBS; i > 0; i--) {
    // The exponent m − 2: no borrow, since limb 0 of both moduli is larger.
    const exponent = limbOfModulus(i - 1) - (i === 1 ? 2 : 0);
    for (let bit: i64 = BITS - 1; bit >= 0; bit--) {
      multiply(target, target, target);
      if ((exponent >> bit) & 1) multiply(target, target, a);
    }
  }
}

/** target = the limbs of 32 bytes, little endian. */
export function split(target: usize, bytes: usize): void {
  for (let i: usize = 0; i < LIMBS; i++) {
    const bit = i * BITS;
    const word = bytes + ((bit >> 5) << 2);
    // Limb 8 has what is left of the last word.
    const bits = i === LIMBS - 1 ? <u64>load<u32>(word) : load<u64>(word);
    store<i32>(target + (i << 2), <i32>((bits >> (bit & 31)) & <u64>M));
  }
}

/** 32 bytes, little endian, of a value's representative in [0, m). */
export function pack(bytes: usize, a: usize): void {
  reduce(scratch, a);
  memory.fill(bytes, 0, 32);
  for (let i: usize = 0; i < LIMBS; i++) {
    const bit = i * BITS;
    const word = bytes + ((bit >> 5) << 2);
    const bits = (<u64>limb(scratch, i)) << (bit & 31);
    store<u32>(word, load<u32>(word) | <u32>bits);
    if (i < LIMBS - 1) store<u32>(word + 4, <u32>(bits >> 32));
  }
}

/** target = the number in 32 bytes, little endian, below m, in Montgomery form and reduced. */
export function read(target: usize, bytes: usize): void {
  split(target, bytes);
  product(target, target, rSquared());
}

/** 32 bytes, little endian, of the number whose Montgomery form is `a`. */
export function write(bytes: usize, a: usize): void {
  multiply(scratch, a, UNIT);
  pack(bytes, scratch);
}
