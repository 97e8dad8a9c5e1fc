// AssemblyScript. Σ s_i·P_i over affine points by buckets (Pippenger 1976): in each window, points
// with the same digit go to the same bucket; buckets are summed by pairs, and then each counts as
// often as its digit says. Several short windows are done at once, so that there are many pairs.
import { addHalves, digitOf, lengthOf, RECORD, readScalars, signOf } from "./digits";
import { addJacobian, addTerm, double, isInfinity, setInfinity, writeAffine } from "./jacobian";
import { COORDINATES, chooseField } from "./montgomery";
import { addPair, POINT, settle } from "./pairs";

/** Windows are done together as long as they have no more terms than this. */
const TOGETHER: u32 = 1 << 14;
const LONGEST_DIGIT: u32 = 14;
/** Additions of a bucket's share of a window, in additions of a pair: about 32 products to 6. */
const BUCKET_COST: u32 = 5;

const total = memory.data(108);
const running = memory.data(108);
const windowSum = memory.data(108);

/** Bits of a digit, windows, and buckets of a window. */
let bits: u32 = 0;
let windows: u32 = 0;
let buckets: u32 = 0;

/** Addresses within the working memory. */
let records: usize = 0;
let starts: usize = 0;
let lengths: usize = 0;
let terms: usize = 0;
let sums: usize = 0;

function capacity(count: u32): u32 {
  return max(count, TOGETHER);
}

/** Bytes of working memory for `count` points. */
export function sumBytes(count: u32): usize {
  return <usize>count * RECORD + <usize>capacity(count) * (12 + POINT) + 64;
}

/**
 * Writes x and y of Σ s_i·P_i, 32 bytes each, little endian. False if it is infinity. Points as
 * `readPoints` makes them; scalars below r, 32 bytes each, little endian; `work` is aligned to 8.
 */
export function sum(result: usize, points: usize, scalars: usize, count: u32, work: usize): bool {
  chooseField(COORDINATES);
  const room = <usize>capacity(count);
  records = work;
  starts = (records + <usize>count * RECORD + 15) & ~7;
  lengths = starts + 4 * room;
  terms = lengths + 4 * room;
  sums = terms + 4 * room;
  setInfinity(total);
  const used = readScalars(records, scalars, count);
  if (used === 0) return false;
  chooseDigits(count, used);
  addHalves(records, count, bits, windows);
  const group = max(1, capacity(count) / max(used, buckets));
  let end = windows;
  while (end > 0) {
    const start = end > group ? end - group : 0;
    sortTerms(points, count, start, end);
    addBuckets((end - start) * buckets);
    for (let w = end - start; w > 0; w--) addWindow((w - 1) * buckets);
    end = start;
  }
  if (isInfinity(total)) return false;
  writeAffine(result, total);
  return true;
}

/** The length of digits that needs fewest additions. */
function chooseDigits(count: u32, used: u32): void {
  let longest: u32 = 0;
  let all: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const length = lengthOf(records + <usize>i * RECORD);
    longest = max(longest, length);
    all += length;
  }
  let least = u32.MAX_VALUE;
  for (let length: u32 = 2; length <= LONGEST_DIGIT; length++) {
    // Two bits more than the longest magnitude has: with halves added it stays within the digits.
    const number = (longest + 1) / length + 1;
    const cost = all / length + used + number * (BUCKET_COST << (length - 1));
    if (cost < least) {
      least = cost;
      bits = length;
      windows = number;
    }
  }
  buckets = 1 << (bits - 1);
}

/** Lists the terms of windows start to end − 1 by bucket, in `starts`, `lengths` and `terms`. */
function sortTerms(points: usize, count: u32, start: u32, end: u32): void {
  const all = (end - start) * buckets;
  memory.fill(lengths, 0, (<usize>all) << 2);
  for (let w = start; w < end; w++) {
    for (let i: u32 = 0; i < count; i++) {
      const digit = digitOf(records + <usize>i * RECORD, w, bits);
      if (digit === 0) continue;
      const length = lengths + bucketOf(w - start, digit);
      store<u32>(length, load<u32>(length) + 1);
    }
  }
  let at: u32 = 0;
  for (let b: usize = 0; b < (<usize>all) << 2; b += 4) {
    store<u32>(starts + b, at);
    at += load<u32>(lengths + b);
    store<u32>(lengths + b, 0);
  }
  for (let w = start; w < end; w++) {
    for (let i: u32 = 0; i < count; i++) {
      const record = records + <usize>i * RECORD;
      const digit = digitOf(record, w, bits);
      if (digit === 0) continue;
      const bucket = bucketOf(w - start, digit);
      const length = load<u32>(lengths + bucket);
      const sign = signOf(record) ^ u32(digit < 0);
      store<u32>(
        terms + ((<usize>(load<u32>(starts + bucket) + length)) << 2),
        <u32>(points + <usize>i * POINT) | sign,
      );
      store<u32>(lengths + bucket, length + 1);
    }
  }
}

/** Where a digit's bucket has its words. */
function bucketOf(window: u32, digit: i32): usize {
  return (<usize>(window * buckets + <u32>abs(digit) - 1)) << 2;
}

/** Leaves at most one term in each of the buckets: the sum of all. */
function addBuckets(all: u32): void {
  let next = sums;
  let more = true;
  while (more) {
    more = false;
    for (let b: usize = 0; b < (<usize>all) << 2; b += 4) {
      const length = load<u32>(lengths + b);
      if (length < 2) continue;
      const list = terms + ((<usize>load<u32>(starts + b)) << 2);
      let left: u32 = 0;
      for (let i: u32 = 0; i + 1 < length; i += 2) {
        const pair = list + ((<usize>i) << 2);
        if (!addPair(load<u32>(pair), load<u32>(pair, 4), next)) continue;
        store<u32>(list + ((<usize>left) << 2), <u32>next);
        next += POINT;
        left++;
      }
      if (length & 1) {
        store<u32>(list + ((<usize>left) << 2), load<u32>(list + ((<usize>(length - 1)) << 2)));
        left++;
      }
      store<u32>(lengths + b, left);
      if (left > 1) more = true;
    }
    settle();
  }
}

/** total = 2^bits·total + Σ_d d·(bucket d), for the window whose buckets begin at `first`. */
function addWindow(first: u32): void {
  for (let i: u32 = 0; i < bits; i++) double(total);
  setInfinity(running);
  setInfinity(windowSum);
  for (let digit = buckets; digit > 0; digit--) {
    const bucket = (<usize>(first + digit - 1)) << 2;
    if (load<u32>(lengths + bucket) > 0)
      addTerm(running, load<u32>(terms + ((<usize>load<u32>(starts + bucket)) << 2)));
    addJacobian(windowSum, running);
  }
  addJacobian(total, windowSum);
}
