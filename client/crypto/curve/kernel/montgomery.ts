// AssemblyScript. Products modulo a prime m in Montgomery form, with R = 2^261. A value is nine
// limbs of 29 bits as i32, low limb first, 36 bytes. The 18 products of a column then fit an i64,
// so that carries wait until its end. Products take and give *loose* values: limbs of magnitude up
// to 2^30, the top one signed.

/** Bytes of a value. */
export const WIDTH: usize = 36;
/** The bits of a limb. */
export const M: i64 = 0x1fffffff;

/** What a field is: m, −1/m mod 2^29, R mod m and R² mod m, in limbs. */
const INVERSE: usize = 9;
const R: usize = 40;
const R_SQUARED: usize = 76;
/** F_p of coordinates, and Z_r of scalars. */
export const COORDINATES = memory.data<i32>([
  0x187cfd47, 0x10460b6, 0x1c72a34f, 0x2d522d0, 0x1585d978, 0x2db40c0, 0xa6e141, 0xe5c2634, 0x30644e, 0x4866389,
  0x157ccc21, 0x141c2758, 0x185230d3, 0x14c0419, 0xaa36fb9, 0x1d4240ce, 0x11d54c07, 0x52ac7a8, 0xdc836, 0x59bac10,
  0xd1503a3, 0x18016b8, 0x10ab0ca8, 0x2632639, 0x2c0169f, 0x169bfd53, 0x11869d4c, 0x2a11a6,
]);
export const SCALARS = memory.data<i32>([
  0x10000001, 0x1f0fac9f, 0xe5c2450, 0x7d090f3, 0x1585d283, 0x2db40c0, 0xa6e141, 0xe5c2634, 0x30644e, 0xfffffff,
  0xfffff57, 0x1ea70ab4, 0x52c068b, 0x17504f49, 0xaa8075b, 0x1d4240ce, 0x11d54c07, 0x52ac7a8, 0xdc836, 0x5b69bd4,
  0x6170a5a, 0x20cddce, 0x1db6310b, 0xe54d0ff, 0x1cf855e3, 0x1c15e103, 0x7d09161, 0xa054a,
]);

/** Limbs 5 to 8 of both moduli: constants are faster. */
const m5: i64 = 0x2db40c0;
const m6: i64 = 0xa6e141;
const m7: i64 = 0xe5c2634;
const m8: i64 = 0x30644e;

/** The field in which all functions work. */
let modulus = COORDINATES;

export function chooseField(field: usize): void {
  modulus = field;
}

/** Limb i of a value, or of m and what follows it. */
export function limb(a: usize, i: usize): i64 {
  return <i64>load<i32>(a + (i << 2));
}

/** Limb i of m. */
export function limbOfModulus(i: usize): i64 {
  return limb(modulus, i);
}

/** 1 and R in Montgomery form. */
export function one(): usize {
  return modulus + R;
}
export function rSquared(): usize {
  return modulus + R_SQUARED;
}

/**
 * target = a·b/R mod m, loose: between −m/4 and 5m/4 for |a·b| < 40m². One factor may have limbs up
 * to 2^30, the other up to 2^29. A target may be a source.
 */
export function multiply(target: usize, a: usize, b: usize): void {
  const n = limb(modulus, INVERSE);
  const m0 = limb(modulus, 0);
  const m1 = limb(modulus, 1);
  const m2 = limb(modulus, 2);
  const m3 = limb(modulus, 3);
  const m4 = limb(modulus, 4);
  const a0 = limb(a, 0);
  const a1 = limb(a, 1);
  const a2 = limb(a, 2);
  const a3 = limb(a, 3);
  const a4 = limb(a, 4);
  const a5 = limb(a, 5);
  const a6 = limb(a, 6);
  const a7 = limb(a, 7);
  const a8 = limb(a, 8);
  const b0 = limb(b, 0);
  const b1 = limb(b, 1);
  const b2 = limb(b, 2);
  const b3 = limb(b, 3);
  const b4 = limb(b, 4);
  const b5 = limb(b, 5);
  const b6 = limb(b, 6);
  const b7 = limb(b, 7);
  const b8 = limb(b, 8);
  let c = a0 * b0;
  const q0 = ((c & M) * n) & M;
  c = (c + q0 * m0) >> 29;
  c += a0 * b1 + a1 * b0 + q0 * m1;
  const q1 = ((c & M) * n) & M;
  c = (c + q1 * m0) >> 29;
  c += a0 * b2 + a1 * b1 + a2 * b0 + q0 * m2 + q1 * m1;
  const q2 = ((c & M) * n) & M;
  c = (c + q2 * m0) >> 29;
  c += a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + q0 * m3 + q1 * m2 + q2 * m1;
  const q3 = ((c & M) * n) & M;
  c = (c + q3 * m0) >> 29;
  c += a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0 + q0 * m4 + q1 * m3 + q2 * m2 + q3 * m1;
  const q4 = ((c & M) * n) & M;
  c = (c + q4 * m0) >> 29;
  c += a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0 + q0 * m5 + q1 * m4 + q2 * m3 + q3 * m2 + q4 * m1;
  const q5 = ((c & M) * n) & M;
  c = (c + q5 * m0) >> 29;
  c +=
    a0 * b6 +
    a1 * b5 +
    a2 * b4 +
    a3 * b3 +
    a4 * b2 +
    a5 * b1 +
    a6 * b0 +
    q0 * m6 +
    q1 * m5 +
    q2 * m4 +
    q3 * m3 +
    q4 * m2 +
    q5 * m1;
  const q6 = ((c & M) * n) & M;
  c = (c + q6 * m0) >> 29;
  c +=
    a0 * b7 +
    a1 * b6 +
    a2 * b5 +
    a3 * b4 +
    a4 * b3 +
    a5 * b2 +
    a6 * b1 +
    a7 * b0 +
    q0 * m7 +
    q1 * m6 +
    q2 * m5 +
    q3 * m4 +
    q4 * m3 +
    q5 * m2 +
    q6 * m1;
  const q7 = ((c & M) * n) & M;
  c = (c + q7 * m0) >> 29;
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
    q0 * m8 +
    q1 * m7 +
    q2 * m6 +
    q3 * m5 +
    q4 * m4 +
    q5 * m3 +
    q6 * m2 +
    q7 * m1;
  const q8 = ((c & M) * n) & M;
  c = (c + q8 * m0) >> 29;
  c +=
    a1 * b8 +
    a2 * b7 +
    a3 * b6 +
    a4 * b5 +
    a5 * b4 +
    a6 * b3 +
    a7 * b2 +
    a8 * b1 +
    q1 * m8 +
    q2 * m7 +
    q3 * m6 +
    q4 * m5 +
    q5 * m4 +
    q6 * m3 +
    q7 * m2 +
    q8 * m1;
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
    q2 * m8 +
    q3 * m7 +
    q4 * m6 +
    q5 * m5 +
    q6 * m4 +
    q7 * m3 +
    q8 * m2;
  store<i32>(target, <i32>(c & M), 4);
  c >>= 29;
  c +=
    a3 * b8 +
    a4 * b7 +
    a5 * b6 +
    a6 * b5 +
    a7 * b4 +
    a8 * b3 +
    q3 * m8 +
    q4 * m7 +
    q5 * m6 +
    q6 * m5 +
    q7 * m4 +
    q8 * m3;
  store<i32>(target, <i32>(c & M), 8);
  c >>= 29;
  c += a4 * b8 + a5 * b7 + a6 * b6 + a7 * b5 + a8 * b4 + q4 * m8 + q5 * m7 + q6 * m6 + q7 * m5 + q8 * m4;
  store<i32>(target, <i32>(c & M), 12);
  c >>= 29;
  c += a5 * b8 + a6 * b7 + a7 * b6 + a8 * b5 + q5 * m8 + q6 * m7 + q7 * m6 + q8 * m5;
  store<i32>(target, <i32>(c & M), 16);
  c >>= 29;
  c += a6 * b8 + a7 * b7 + a8 * b6 + q6 * m8 + q7 * m7 + q8 * m6;
  store<i32>(target, <i32>(c & M), 20);
  c >>= 29;
  c += a7 * b8 + a8 * b7 + q7 * m8 + q8 * m7;
  store<i32>(target, <i32>(c & M), 24);
  c >>= 29;
  c += a8 * b8 + q8 * m8;
  store<i32>(target, <i32>(c & M), 28);
  c >>= 29;
  store<i32>(target, <i32>c, 32);
}
