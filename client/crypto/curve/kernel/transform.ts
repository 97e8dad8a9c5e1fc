// AssemblyScript. Discrete Fourier transforms over Z_r (Cooley & Tukey 1965). Vectors are numbers
// below r, 32 bytes each, little endian. Within a transform they are limbs, but not in Montgomery
// form; the roots are, so that products of the two are numbers again.
import { copy, isZero, pack, product, read, split } from "./field";
import { chooseField, M, multiply, SCALARS, WIDTH } from "./montgomery";

const LIMB = <i32>M;
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

/** Bytes of the roots for a transform of 2^log numbers, and of its working memory. */
export function transformBytes(log: u32): usize {
  return WIDTH << log;
}

/**
 * The roots of all levels of a transform of 2^log numbers, the last level first: shift·root^j for
 * j < 2^(log − 1), then the squares of the first half of these, and so on. `root` and `shift` in 32
 * bytes.
 */
export function levelRoots(roots: usize, log: u32, root: usize, shift: usize): void {
  chooseField(SCALARS);
  read(ratio, root);
  read(power, shift);
  let half: u32 = (1 << log) >> 1;
  for (let i: u32 = 0; i < half; i++) {
    copy(roots + <usize>i * WIDTH, power);
    product(power, power, ratio);
  }
  while (half > 1) {
    const next = roots + <usize>half * WIDTH;
    half >>= 1;
    for (let at: usize = 0; at < <usize>half * WIDTH; at += WIDTH) product(next + at, roots + at, roots + at);
    roots = next;
  }
}

/**
 * Replaces number i of a vector of 2^log numbers by Σ_j (shift·root^i)^j·(number j), for every i;
 * `roots` as `levelRoots` makes them for a root of order 2^log.
 */
export function transform(vector: usize, log: u32, roots: usize, work: usize): void {
  chooseField(SCALARS);
  const length: u32 = 1 << log;
  for (let i: u32 = 0; i < length; i++) split(work + <usize>reversed(i, log) * WIDTH, vector + ((<usize>i) << 5));
  for (let half: u32 = 1; half < length; half <<= 1) {
    const ofLevel = roots + <usize>(length - 2 * half) * WIDTH;
    const distance = <usize>half * WIDTH;
    for (let start: u32 = 0; start < length; start += 2 * half) {
      const first = work + <usize>start * WIDTH;
      for (let at: usize = 0; at < distance; at += WIDTH) butterfly(first + at, distance, ofLevel + at);
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
  // In the first level, half of a polynomial that is padded.
  if (distance === WIDTH && isZero(b)) {
    copy(b, a);
    return;
  }
  multiply(term, b, root);
  let sum: i32 = 0;
  let difference: i32 = 0;
  for (let at: usize = 0; at < WIDTH - 4; at += 4) {
    sum += load<i32>(a + at) + load<i32>(term + at);
    difference += load<i32>(a + at) - load<i32>(term + at);
    store<i32>(a + at, sum & LIMB);
    store<i32>(b + at, difference & LIMB);
    sum >>= 29;
    difference >>= 29;
  }
  sum += load<i32>(a, 32) + load<i32>(term, 32);
  difference += load<i32>(a, 32) - load<i32>(term, 32);
  store<i32>(a, sum, 32);
  store<i32>(b, difference, 32);
}
