// AssemblyScript. Σ s_i·P_i over affine points by buckets (Pippenger 1976): in each window, points
// with the same digit go to the same bucket, and buckets are summed by pairs. Then each counts as
// often as its digit says: buckets stand in rows and columns, which are summed by pairs, too, so
// that only rows and columns are added up one after the other. Several short windows are done at
// once, so that there are many pairs.
import { addHalves, lengthOf as bitsOf, digitOf, RECORD, readScalars, signOf } from "./digits";
import { addJacobian, addTerm, double, isInfinity, setInfinity, writeAffine } from "./jacobian";
import {
  addLists,
  announce,
  append,
  clear,
  firstOf,
  lengthOf,
  listBytes,
  makeRoom,
  placeLists,
  startAt,
} from "./lists";
import { COORDINATES, chooseField } from "./montgomery";
import { POINT } from "./pairs";

/** Windows are done together as long as they have no more terms and no more buckets than this. */
const TERMS_TOGETHER: u32 = 1 << 14;
const BUCKETS_TOGETHER: u32 = 1 << 13;
/** Its buckets are as many. */
const LONGEST_DIGIT: u32 = 14;
/** Additions of a row or column to a window, in additions of a pair: about 32 products to 6. */
const LINE_COST: u32 = 5;

const total = memory.data(108);
const running = memory.data(108);
const windowSum = memory.data(108);
const ofBuckets = memory.data(16);
const ofLines = memory.data(16);

/** Bits of a digit, windows, and buckets of a window, which are rows times columns. */
let bits: u32 = 0;
let windows: u32 = 0;
let buckets: u32 = 0;
let rows: u32 = 0;
let columns: u32 = 0;

function capacity(count: u32): u32 {
  return max(count, TERMS_TOGETHER);
}

/** Bytes of working memory for `count` points. */
export function sumBytes(count: u32): usize {
  return <usize>count * RECORD + listBytes(capacity(count)) + listBytes(2 * BUCKETS_TOGETHER) + 64;
}

/**
 * Writes x and y of Σ s_i·P_i, 32 bytes each, little endian. False if it is infinity. Points as
 * `readPoints` makes them; scalars below r, 32 bytes each, little endian; `work` is aligned to 8.
 */
export function sum(result: usize, points: usize, scalars: usize, count: u32, work: usize): bool {
  chooseField(COORDINATES);
  const lists = (work + <usize>count * RECORD + 15) & ~7;
  placeLists(ofLines, placeLists(ofBuckets, lists, capacity(count)), 2 * BUCKETS_TOGETHER);
  setInfinity(total);
  const used = readScalars(work, scalars, count);
  if (used === 0) return false;
  chooseDigits(work, count, used);
  addHalves(work, count, bits, windows);
  const group = min(capacity(count) / max(used, buckets), BUCKETS_TOGETHER / buckets);
  let end = windows;
  while (end > 0) {
    const start = end > group ? end - group : 0;
    sortTerms(points, work, count, start, end);
    addLists(ofBuckets, (end - start) * buckets);
    sortBuckets(end - start);
    addLists(ofLines, (end - start) * (rows + columns));
    for (let w = end - start; w > 0; w--) addWindow((w - 1) * (rows + columns));
    end = start;
  }
  if (isInfinity(total)) return false;
  writeAffine(result, total);
  return true;
}

/** The length of digits that needs fewest additions. */
function chooseDigits(records: usize, count: u32, used: u32): void {
  let longest: u32 = 0;
  let all: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const length = bitsOf(records + <usize>i * RECORD);
    longest = max(longest, length);
    all += length;
  }
  let least = u32.MAX_VALUE;
  for (let length: u32 = 2; length <= LONGEST_DIGIT; length++) {
    // Two bits more than the longest magnitude has: with halves added it stays within the digits.
    const number = (longest + 1) / length + 1;
    const ofColumns = (length - 1) / 2;
    const lines = (1 << ofColumns) + (1 << (length - 1 - ofColumns));
    const cost = all / length + used + number * ((1 << length) + LINE_COST * lines);
    if (cost < least) {
      least = cost;
      bits = length;
      windows = number;
      columns = 1 << ofColumns;
    }
  }
  buckets = 1 << (bits - 1);
  rows = buckets / columns;
}

/** Lists the terms of windows start to end − 1 by bucket. */
function sortTerms(points: usize, records: usize, count: u32, start: u32, end: u32): void {
  const all = (end - start) * buckets;
  clear(ofBuckets, all);
  for (let w = start; w < end; w++) {
    for (let i: u32 = 0; i < count; i++) {
      const digit = digitOf(records + <usize>i * RECORD, w, bits);
      if (digit !== 0) announce(ofBuckets, bucketOf(w - start, digit));
    }
  }
  makeRoom(ofBuckets, all);
  for (let w = start; w < end; w++) {
    for (let i: u32 = 0; i < count; i++) {
      const record = records + <usize>i * RECORD;
      const digit = digitOf(record, w, bits);
      if (digit === 0) continue;
      const sign = signOf(record) ^ u32(digit < 0);
      append(ofBuckets, bucketOf(w - start, digit), <u32>(points + <usize>i * POINT) | sign);
    }
  }
}

function bucketOf(window: u32, digit: i32): u32 {
  return window * buckets + <u32>abs(digit) - 1;
}

/** Lists the buckets of the first windows by row, then by column, window by window. */
function sortBuckets(count: u32): void {
  const lines = rows + columns;
  for (let w: u32 = 0; w < count; w++) {
    for (let row: u32 = 0; row < rows; row++) startAt(ofLines, w * lines + row, 2 * w * buckets + row * columns);
    for (let column: u32 = 0; column < columns; column++)
      startAt(ofLines, w * lines + rows + column, (2 * w + 1) * buckets + column * rows);
  }
  clear(ofLines, count * lines);
  for (let bucket: u32 = 0; bucket < count * buckets; bucket++) {
    if (lengthOf(ofBuckets, bucket) === 0) continue;
    const term = firstOf(ofBuckets, bucket);
    const first = (bucket / buckets) * lines;
    append(ofLines, first + (bucket % buckets) / columns, term);
    append(ofLines, first + rows + (bucket % columns), term);
  }
}

/**
 * total = 2^bits·total + Σ_d d·(bucket d), for the window whose lines begin at `first`: d − 1 is
 * its row times `columns`, plus its column.
 */
function addWindow(first: u32): void {
  for (let i: u32 = 0; i < bits; i++) double(total);
  setInfinity(windowSum);
  setInfinity(running);
  for (let row = rows - 1; row > 0; row--) addLine(first + row);
  for (let i: u32 = 1; i < columns; i <<= 1) double(windowSum);
  setInfinity(running);
  for (let column = columns; column > 0; column--) addLine(first + rows + column - 1);
  addJacobian(total, windowSum);
}

/** Adds all lines since `running` was infinity once more. */
function addLine(line: u32): void {
  if (lengthOf(ofLines, line) > 0) addTerm(running, firstOf(ofLines, line));
  addJacobian(windowSum, running);
}
