// Groups of neighbours that all meet each other, of one public size; the last group may be smaller.
// In each, a candidate wins if it counts and no other that counts beats it. Which pairs there are,
// and what decides about each candidate: one list of terms, each the product of two secret bits,
// and it wins iff all its terms are 0.

export interface Groups {
  readonly candidates: number;
  /** Most candidates of a group, no more than `MOST_LANES`: each has a term for each. */
  readonly size: number;
}

export function groupCount({ candidates, size }: Groups): number {
  return Math.ceil(candidates / size);
}

/** Indices of the candidates of each pair, `first` < `second`. */
export interface Pairs {
  readonly first: Uint32Array;
  readonly second: Uint32Array;
}

function makePairs({ candidates, size }: Groups): Pairs {
  const pairs: (readonly [number, number])[] = [];
  for (let second = 0; second < candidates; second++)
    for (let first = second - (second % size); first < second; first++) pairs.push([first, second]);
  return {
    first: Uint32Array.from(pairs, ([first]) => first),
    second: Uint32Array.from(pairs, ([, second]) => second),
  };
}

const made = new Map<string, Pairs>();

/**
 * The pairs of candidates that meet, in a fixed order. Kept, since a session asks for few different
 * ones.
 */
export function meetingPairs(groups: Groups): Pairs {
  const name = `${groups.candidates} ${groups.size}`;
  let pairs = made.get(name);
  if (pairs === undefined) {
    pairs = makePairs(groups);
    made.set(name, pairs);
  }
  return pairs;
}

/** One component of secret bits. */
export interface Meeting {
  readonly groups: Groups;
  /** For each pair: whether the second candidate beats the first. */
  readonly beats: Uint8Array;
  /** For each candidate: whether it counts. */
  readonly counts: Uint8Array;
  /** 1 in the component that carries constants, 0 in others. */
  readonly constant: 0 | 1;
}

/** One component of the terms' factors: for each candidate a word with a bit for each term. */
export interface Terms {
  readonly left: Uint32Array;
  readonly right: Uint32Array;
}

/**
 * The first term: 1 · [the candidate does not count]; then for each other of the group: [that one
 * counts] · [it beats this one].
 */
export function termsOf({ groups, beats, counts, constant }: Meeting): Terms {
  const [left, right] = [new Uint32Array(groups.candidates), new Uint32Array(groups.candidates)];
  for (let i = 0; i < groups.candidates; i++) {
    left[i] = constant;
    right[i] = counts[i]! ^ constant;
  }
  const { first, second } = meetingPairs(groups);
  for (let pair = 0; pair < beats.length; pair++) {
    const i = first[pair]!;
    const j = second[pair]!;
    // Others of the group in their order.
    const ofSecond = j % groups.size;
    const ofFirst = 1 + (i % groups.size);
    left[i]! |= counts[j]! << ofSecond;
    right[i]! |= beats[pair]! << ofSecond;
    left[j]! |= counts[i]! << ofFirst;
    right[j]! |= (beats[pair]! ^ constant) << ofFirst;
  }
  return { left, right };
}

/** The exclusive or of each group's bits. */
export function sumByGroup(bits: Uint8Array, groups: Groups): Uint8Array {
  const sums = new Uint8Array(groupCount(groups));
  for (let i = 0; i < bits.length; i++) sums[Math.floor(i / groups.size)]! ^= bits[i]!;
  return sums;
}
