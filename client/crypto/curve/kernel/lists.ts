// AssemblyScript. Lists of terms in working memory, and their sums by pairs.
import { addPair, POINT, settle } from "./pairs";

/** Four words are at the address of lists: where the following begin. First, where each starts. */
const STARTS: usize = 0;
const LENGTHS: usize = 4;
const TERMS: usize = 8;
/** Room for points. */
const SUMS: usize = 12;

/** Bytes of lists of so many terms in all, with no more lists than terms. */
export function listBytes(terms: u32): usize {
  return <usize>terms * (12 + POINT);
}

/** Says where lists of so many terms are; returns where they end. `at` is aligned to 4. */
export function placeLists(lists: usize, at: usize, terms: u32): usize {
  const column = terms << 2;
  store<u32>(lists, <u32>at, STARTS);
  store<u32>(lists, <u32>at + column, LENGTHS);
  store<u32>(lists, <u32>at + 2 * column, TERMS);
  store<u32>(lists, <u32>at + 3 * column, SUMS);
  return at + listBytes(terms);
}

/** Makes the first `count` lists empty. */
export function clear(lists: usize, count: u32): void {
  memory.fill(<usize>load<u32>(lists, LENGTHS), 0, (<usize>count) << 2);
}

function lengthAt(lists: usize, list: u32): usize {
  return <usize>load<u32>(lists, LENGTHS) + ((<usize>list) << 2);
}

export function lengthOf(lists: usize, list: u32): u32 {
  return load<u32>(lengthAt(lists, list));
}

/** Counts a term that is to be appended later. */
export function announce(lists: usize, list: u32): void {
  const length = lengthAt(lists, list);
  store<u32>(length, load<u32>(length) + 1);
}

/** Gives the first `count` lists room for the terms that were announced, and makes them empty. */
export function makeRoom(lists: usize, count: u32): void {
  let at: u32 = 0;
  for (let list: u32 = 0; list < count; list++) {
    const length = lengthOf(lists, list);
    startAt(lists, list, at);
    at += length;
  }
  clear(lists, count);
}

/** Says where a list starts, as the index of its first term. */
export function startAt(lists: usize, list: u32, index: u32): void {
  store<u32>(<usize>load<u32>(lists, STARTS) + ((<usize>list) << 2), index);
}

function termsOf(lists: usize, list: u32): usize {
  const start = load<u32>(<usize>load<u32>(lists, STARTS) + ((<usize>list) << 2));
  return <usize>load<u32>(lists, TERMS) + ((<usize>start) << 2);
}

export function append(lists: usize, list: u32, term: u32): void {
  const length = lengthAt(lists, list);
  const before = load<u32>(length);
  store<u32>(termsOf(lists, list) + ((<usize>before) << 2), term);
  store<u32>(length, before + 1);
}

/** The first term of a list that is not empty. */
export function firstOf(lists: usize, list: u32): u32 {
  return load<u32>(termsOf(lists, list));
}

/** Leaves at most one term in each of the first `count` lists: the sum of all. */
export function addLists(lists: usize, count: u32): void {
  let next = <usize>load<u32>(lists, SUMS);
  let more = true;
  while (more) {
    more = false;
    for (let list: u32 = 0; list < count; list++) {
      const length = lengthOf(lists, list);
      if (length < 2) continue;
      const terms = termsOf(lists, list);
      let left: u32 = 0;
      for (let i: u32 = 0; i + 1 < length; i += 2) {
        const pair = terms + ((<usize>i) << 2);
        if (!addPair(load<u32>(pair), load<u32>(pair, 4), next)) continue;
        store<u32>(terms + ((<usize>left) << 2), <u32>next);
        next += POINT;
        left++;
      }
      if (length & 1) {
        store<u32>(terms + ((<usize>left) << 2), load<u32>(terms + ((<usize>(length - 1)) << 2)));
        left++;
      }
      store<u32>(lengthAt(lists, list), left);
      if (left > 1) more = true;
    }
    settle();
  }
}
