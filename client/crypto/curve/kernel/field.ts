// AssemblyScript. The field F_p of bn254's coordinates, in Montgomery form with R = 2^261: nine
// limbs of 29 bits as i32, low limb first, 36 bytes. The 18 products of a column then fit an i64,
// so that carries wait until its end. A value is *reduced* if its limbs are in [0, 2^29) and it is
// in [0, p): such values are equal only if their limbs are. Products take and give *loose* values:
// limbs of magnitude up to 2^30, the top one signed. A target may be a source.

/** Bytes of a value. */
export const WIDTH: usize = 36;
const LIMBS: usize = 9;
const BITS: usize = 29;
const M: i64 = 0x1fffffff;
const P0: i64 = 0x187cfd47;
const P1: i64 = 0x10460b6;
const P2: i64 = 0x1c72a34f;
const P3: i64 = 0x2d522d0;
const P4: i64 = 0x1585d978;
const P5: i64 = 0x2db40c0;
const P6: i64 = 0xa6e141;
const P7: i64 = 0xe5c2634;
const P8: i64 = 0x30644e;
/** −1/p mod 2^29. */
const N: i64 = 0x4866389;
/** ⌊2^(52 + 232)/p⌋. */
const RECIPROCAL: i64 = 0x54a47462;
/** p, p − 2, R mod p and R² mod p. */
const MODULUS = memory.data<i32>([
  0x187cfd47, 0x10460b6, 0x1c72a34f, 0x2d522d0, 0x1585d978, 0x2db40c0, 0xa6e141, 0xe5c2634, 0x30644e,
]);
const EXPONENT = memory.data<i32>([
  0x187cfd45, 0x10460b6, 0x1c72a34f, 0x2d522d0, 0x1585d978, 0x2db40c0, 0xa6e141, 0xe5c2634, 0x30644e,
]);
export const ONE = memory.data<i32>([
  0x157ccc21, 0x141c2758, 0x185230d3, 0x14c0419, 0xaa36fb9, 0x1d4240ce, 0x11d54c07, 0x52ac7a8, 0xdc836,
]);
const R_SQUARED = memory.data<i32>([
  0x59bac10, 0xd1503a3, 0x18016b8, 0x10ab0ca8, 0x2632639, 0x2c0169f, 0x169bfd53, 0x11869d4c, 0x2a11a6,
]);
const UNIT = memory.data<i32>([1, 0, 0, 0, 0, 0, 0, 0, 0]);
/** For write. */
const scratch = memory.data(36);

/**
 * target = a·b/R mod p, loose: between −p/4 and 5p/4 for |a·b| < 40p². One factor may have limbs up
 * to 2^30, the other up to 2^29.
 */
export function multiply(target: usize, a: usize, b: usize): void {
  const a0 = <i64>load<i32>(a, 0);
  const a1 = <i64>load<i32>(a, 4);
  const a2 = <i64>load<i32>(a, 8);
  const a3 = <i64>load<i32>(a, 12);
  const a4 = <i64>load<i32>(a, 16);
  const a5 = <i64>load<i32>(a, 20);
  const a6 = <i64>load<i32>(a, 24);
  const a7 = <i64>load<i32>(a, 28);
  const a8 = <i64>load<i32>(a, 32);
  const b0 = <i64>load<i32>(b, 0);
  const b1 = <i64>load<i32>(b, 4);
  const b2 = <i64>load<i32>(b, 8);
  const b3 = <i64>load<i32>(b, 12);
  const b4 = <i64>load<i32>(b, 16);
  const b5 = <i64>load<i32>(b, 20);
  const b6 = <i64>load<i32>(b, 24);
  const b7 = <i64>load<i32>(b, 28);
  const b8 = <i64>load<i32>(b, 32);
  let c = a0 * b0;
  const q0 = ((c & M) * N) & M;
  c = (c + q0 * P0) >> 29;
  c += a0 * b1 + a1 * b0 + q0 * P1;
  const q1 = ((c & M) * N) & M;
  c = (c + q1 * P0) >> 29;
  c += a0 * b2 + a1 * b1 + a2 * b0 + q0 * P2 + q1 * P1;
  const q2 = ((c & M) * N) & M;
  c = (c + q2 * P0) >> 29;
  c += a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + q0 * P3 + q1 * P2 + q2 * P1;
  const q3 = ((c & M) * N) & M;
  c = (c + q3 * P0) >> 29;
  c += a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0 + q0 * P4 + q1 * P3 + q2 * P2 + q3 * P1;
  const q4 = ((c & M) * N) & M;
  c = (c + q4 * P0) >> 29;
  c += a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0 + q0 * P5 + q1 * P4 + q2 * P3 + q3 * P2 + q4 * P1;
  const q5 = ((c & M) * N) & M;
  c = (c + q5 * P0) >> 29;
  c +=
    a0 * b6 +
    a1 * b5 +
    a2 * b4 +
    a3 * b3 +
    a4 * b2 +
    a5 * b1 +
    a6 * b0 +
    q0 * P6 +
    q1 * P5 +
    q2 * P4 +
    q3 * P3 +
    q4 * P2 +
    q5 * P1;
  const q6 = ((c & M) * N) & M;
  c = (c + q6 * P0) >> 29;
  c +=
    a0 * b7 +
    a1 * b6 +
    a2 * b5 +
    a3 * b4 +
    a4 * b3 +
    a5 * b2 +
    a6 * b1 +
    a7 * b0 +
    q0 * P7 +
    q1 * P6 +
    q2 * P5 +
    q3 * P4 +
    q4 * P3 +
    q5 * P2 +
    q6 * P1;
  const q7 = ((c & M) * N) & M;
  c = (c + q7 * P0) >> 29;
  c +=
    a0 * b8 +
    a1 * b7 +
    a2 * b6 +
    a3 * b5 +
    a4 * b4 +
    a5 * b3 +
    a6 * b2 +
    a7 * b1 +
    a8 * b0 +
    q0 * P8 +
    q1 * P7 +
    q2 * P6 +
    q3 * P5 +
    q4 * P4 +
    q5 * P3 +
    q6 * P2 +
    q7 * P1;
  const q8 = ((c & M) * N) & M;
  c = (c + q8 * P0) >> 29;
  c +=
    a1 * b8 +
    a2 * b7 +
    a3 * b6 +
    a4 * b5 +
    a5 * b4 +
    a6 * b3 +
    a7 * b2 +
    a8 * b1 +
    q1 * P8 +
    q2 * P7 +
    q3 * P6 +
    q4 * P5 +
    q5 * P4 +
    q6 * P3 +
    q7 * P2 +
    q8 * P1;
  store<i32>(target, <i32>(c & M), 0);
  c >>= 29;
  c +=
    a2 * b8 +
    a3 * b7 +
    a4 * b6 +
    a5 * b5 +
    a6 * b4 +
    a7 * b3 +
    a8 * b2 +
    q2 * P8 +
    q3 * P7 +
    q4 * P6 +
    q5 * P5 +
    q6 * P4 +
    q7 * P3 +
    q8 * P2;
  store<i32>(target, <i32>(c & M), 4);
  c >>= 29;
  c +=
    a3 * b8 +
    a4 * b7 +
    a5 * b6 +
    a6 * b5 +
    a7 * b4 +
    a8 * b3 +
    q3 * P8 +
    q4 * P7 +
    q5 * P6 +
    q6 * P5 +
    q7 * P4 +
    q8 * P3;
  store<i32>(target, <i32>(c & M), 8);
  c >>= 29;
  c += a4 * b8 + a5 * b7 + a6 * b6 + a7 * b5 + a8 * b4 + q4 * P8 + q5 * P7 + q6 * P6 + q7 * P5 + q8 * P4;
  store<i32>(target, <i32>(c & M), 12);
  c >>= 29;
  c += a5 * b8 + a6 * b7 + a7 * b6 + a8 * b5 + q5 * P8 + q6 * P7 + q7 * P6 + q8 * P5;
  store<i32>(target, <i32>(c & M), 16);
  c >>= 29;
  c += a6 * b8 + a7 * b7 + a8 * b6 + q6 * P8 + q7 * P7 + q8 * P6;
  store<i32>(target, <i32>(c & M), 20);
  c >>= 29;
  c += a7 * b8 + a8 * b7 + q7 * P8 + q8 * P7;
  store<i32>(target, <i32>(c & M), 24);
  c >>= 29;
  c += a8 * b8 + q8 * P8;
  store<i32>(target, <i32>(c & M), 28);
  c >>= 29;
  store<i32>(target, <i32>c, 32);
}

function limb(a: usize, i: usize): i64 {
  return <i64>load<i32>(a + (i << 2));
}

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

/** target = the reduced value congruent to a, for |a| < 128p and limbs of any i32. */
export function reduce(target: usize, a: usize): void {
  carry(target, a);
  // ⌊a/p⌋ from the top limb, never more; less at most by one, where a is just above a multiple.
  const q = (limb(target, 8) * RECIPROCAL - (1 << 30)) >> 52;
  subtractMultiple(target, q);
  if (limb(target, 8) >= P8 && reaches(target)) subtractMultiple(target, 1);
}

function subtractMultiple(target: usize, q: i64): void {
  let c: i64 = 0;
  for (let i: usize = 0; i < LIMBS; i++) {
    c += limb(target, i) - q * limb(MODULUS, i);
    store<i32>(target + (i << 2), <i32>(i === LIMBS - 1 ? c : c & M));
    c >>= 29;
  }
}

/** Whether a ≥ p, for limbs in [0, 2^29). */
function reaches(a: usize): bool {
  for (let i: usize = LIMBS; i > 0; i--) {
    const difference = limb(a, i - 1) - limb(MODULUS, i - 1);
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
  copy(target, ONE);
  for (let bit: i32 = 253; bit >= 0; bit--) {
    multiply(target, target, target);
    if ((load<i32>(EXPONENT + ((<usize>(bit / 29)) << 2)) >> (bit % 29)) & 1) multiply(target, target, a);
  }
}

/** target = the reduced value of 32 bytes, little endian, below p. */
export function read(target: usize, bytes: usize): void {
  for (let i: usize = 0; i < LIMBS; i++) {
    const bit = i * BITS;
    const word = (bit >> 5) << 2;
    // Limb 8 has what is left of the last word.
    const bits = i === LIMBS - 1 ? <u64>load<u32>(bytes + word) : load<u64>(bytes + word);
    store<i32>(target + (i << 2), <i32>((bits >> (bit & 31)) & <u64>M));
  }
  product(target, target, R_SQUARED);
}

/** 32 bytes, little endian, of a value. */
export function write(bytes: usize, a: usize): void {
  product(scratch, a, UNIT);
  memory.fill(bytes, 0, 32);
  for (let i: usize = 0; i < LIMBS; i++) {
    const bit = i * BITS;
    const word = bytes + ((bit >> 5) << 2);
    const bits = (<u64>limb(scratch, i)) << (bit & 31);
    store<u32>(word, load<u32>(word) | <u32>bits);
    if (i < LIMBS - 1) store<u32>(word + 4, <u32>(bits >> 32));
  }
}
