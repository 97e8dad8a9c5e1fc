// AssemblyScript. Sums of pairs of affine points, many with one inversion (Montgomery's trick). A
// point is x, then y, both reduced; it is never infinity. A *term* is a point's address, an even
// number, plus 1 for the point's negative.
import { add, areEqual, copy, differ, invert, isZero, negate, reduce } from "./field";
import { multiply, one, WIDTH } from "./montgomery";

/** Bytes of a point. */
export const POINT: usize = 2 * WIDTH;

const CAPACITY: usize = 1024;
/** Terms a and b, and the address of their sum. */
const pairs = memory.data(12288);
/** What each slope is divided by, and the products of the first 0, 1, … of them. */
const divisors = memory.data(36864);
const products = memory.data(36900);
let count: usize = 0;

const inverse = memory.data(36);
const slope = memory.data(36);
const value = memory.data(36);

/** The point of a term. */
export function pointOf(term: usize): usize {
  return term & ~1;
}

/** target = y of a term, without carries. */
export function ordinate(target: usize, term: usize): void {
  const y = pointOf(term) + WIDTH;
  if (term & 1) negate(target, y);
  else copy(target, y);
}

/** Whether terms with the same x are equal, or else add up to infinity. */
export function isSame(a: usize, b: usize): bool {
  return areEqual(pointOf(a) + WIDTH, pointOf(b) + WIDTH) === (((a ^ b) & 1) === 0);
}

/**
 * Puts a + b at `target`, by the next `settle` at the latest; until then `target` is undefined and
 * must be no part of another pair. False if the sum is infinity: then nothing is done.
 */
export function addPair(a: usize, b: usize, target: usize): bool {
  const divisor = divisors + count * WIDTH;
  differ(divisor, pointOf(b), pointOf(a));
  if (isZero(divisor)) {
    if (!isSame(a, b)) return false;
    ordinate(divisor, a);
    add(divisor, divisor, divisor);
  }
  if (count === 0) copy(products, one());
  multiply(products + (count + 1) * WIDTH, products + count * WIDTH, divisor);
  const pair = pairs + count * 12;
  store<u32>(pair, <u32>a);
  store<u32>(pair, <u32>b, 4);
  store<u32>(pair, <u32>target, 8);
  count++;
  if (count === CAPACITY) settle();
  return true;
}

/** Computes all sums that are due. */
export function settle(): void {
  if (count === 0) return;
  invert(inverse, products + count * WIDTH);
  while (count > 0) {
    count--;
    const pair = pairs + count * 12;
    const divisor = divisors + count * WIDTH;
    multiply(slope, inverse, products + count * WIDTH);
    multiply(inverse, inverse, divisor);
    addBySlope(<usize>load<u32>(pair), <usize>load<u32>(pair, 4), <usize>load<u32>(pair, 8));
  }
}

/** target = a + b, given the inverse of the divisor in `slope`. */
function addBySlope(a: usize, b: usize, target: usize): void {
  const xa = pointOf(a);
  const xb = pointOf(b);
  ordinate(target + WIDTH, a);
  if (areEqual(xa, xb)) {
    multiply(value, xa, xa);
    add(target, value, value);
    add(value, value, target);
  } else {
    ordinate(value, b);
    differ(value, value, target + WIDTH);
  }
  multiply(slope, slope, value);
  multiply(value, slope, slope);
  differ(value, value, xa);
  differ(value, value, xb);
  reduce(target, value);
  differ(value, xa, target);
  multiply(value, slope, value);
  differ(value, value, target + WIDTH);
  reduce(target + WIDTH, value);
}
