// AssemblyScript. Discrete Fourier transforms over Z_r (Cooley & Tukey 1965). Vectors are numbers
// below r, 32 bytes each, little endian. Within a transform they are limbs, but not in Montgomery
// form; the roots are, so that products of the two are numbers again.
import { carry, copy, differ, pack, product, read, split } from "./field";
import { chooseField, multiply, one, SCALARS, WIDTH } from "./montgomery";

const term = memory.data(36);
const power = memory.data(36);
const ratio = memory.data(36);

/** Multiplies number i of a vector by factor·base^i, for every i; all in 32 bytes. */
export function scale(vector: usize, length: u32, factor: usize, base: usize): void {
  chooseField(SCALARS);
  read(power, factor);
  read(ratio, base);
  for (let i: u32 = 0; i < length; i++) {
    split(term, vector);
    multiply(term, term, power);
    pack(vector, term);
    product(power, power, ratio);
    vector += 32;
  }
}

/** Bytes of working memory for a transform of 2^log numbers: these, and half as many roots. */
export function transformBytes(log: u32): usize {
  return (3 * WIDTH) << log;
}

/**
 * Replaces number i of a vector of 2^log numbers by Σ_j root^(ij)·(number j), for every i; `root`
 * in 32 bytes, of order 2^log.
 */
export function transform(vector: usize, log: u32, root: usize, work: usize): void {
  chooseField(SCALARS);
  const length: u32 = 1 << log;
  const roots = work + <usize>length * WIDTH;
  read(ratio, root);
  copy(roots, one());
  for (let i: u32 = 1; i < length >> 1; i++) {
    const at = roots + <usize>i * WIDTH;
    product(at, at - WIDTH, ratio);
  }
  for (let i: u32 = 0; i < length; i++) split(work + <usize>reversed(i, log) * WIDTH, vector + ((<usize>i) << 5));
  for (let half: u32 = 1; half < length; half <<= 1) {
    const step = <usize>(length / (2 * half)) * WIDTH;
    const distance = <usize>half * WIDTH;
    for (let start: u32 = 0; start < length; start += 2 * half) {
      const first = work + <usize>start * WIDTH;
      for (let j: usize = 0; j < half; j++) butterfly(first + j * WIDTH, distance, roots + j * step);
    }
  }
  for (let i: u32 = 0; i < length; i++) pack(vector + ((<usize>i) << 5), work + <usize>i * WIDTH);
}

/** The lower `bits` bits of i, in reverse. */
function reversed(i: u32, bits: u32): u32 {
  let out: u32 = 0;
  for (let bit: u32 = 0; bit < bits; bit++) out |= ((i >> bit) & 1) << (bits - 1 - bit);
  return out;
}

/** Replaces a, and b behind it, by a + root·b and a − root·b: each level adds up to 5r/4. */
function butterfly(a: usize, distance: usize, root: usize): void {
  const b = a + distance;
  multiply(term, b, root);
  differ(b, a, term);
  carry(b, b);
  for (let at: usize = 0; at < WIDTH; at += 4) store<i32>(a + at, load<i32>(a + at) + load<i32>(term + at));
  carry(a, a);
}
