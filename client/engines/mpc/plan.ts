// The public course of a run: how attempts begin, how many iterations they have, and where bits
// open. It follows from the sizes of the program and from the bits that have opened
// (opened-bits.ts), and from nothing else.
// An attempt from the data runs to the end of a bucket, where one bit says whether the run is over;
// if it is not, it goes on to the end of the next. Decisions 48 and 67 say how the buckets were
// chosen. An attempt from the last basis (sharpen.ts) has one length, and three of them follow each
// other before another bit opens: one that has found the right basis stays there.
import type { JointShape } from "./shape.ts";

/** The most bits that open in a round. */
export const MOST_BITS = 8;

type Size = Pick<JointShape, "rows" | "columns">;

/** How an attempt begins, and what it does on the way. */
type Beginning =
  /** From the data; the number of iterations from one refresh to the next. */
  | { readonly refreshEvery: number }
  /** From the last basis, with exact values times 2^`exponent` (sharpen.ts), and no refresh. */
  | { readonly exponent: number };

export type Attempt = Beginning & {
  /** The ends of its buckets, in iterations; at the last one it ends without a bit. */
  readonly ends: (size: Size) => readonly number[];
  /** Whether the last basis is tested, and one bit opens. */
  readonly tested: boolean;
};

/** Iterations from one refresh to the next in the first attempt. */
export const REFRESH_INTERVAL = 32;
/** The ends of buckets in parts of m + n, and the least: small programs share a bucket. */
const PARTS = [0.15, 0.39, 0.55, 1, 2, 4, 10];
const LEAST_END = 24;
/** The second attempt from the data, which runs where the first broke down. */
const SECOND_PART = 2;

/** A run from the last basis needs few pivots. */
const fewPivots = ({ rows, columns }: Size): number[] => [Math.ceil((rows + columns) / 4) + 20];

function endsAt(parts: readonly number[]): Attempt["ends"] {
  const end = (part: number, { rows, columns }: Size) => Math.max(LEAST_END, Math.ceil(part * (rows + columns)));
  return (size) => [...new Set(parts.map((part) => end(part, size)))];
}

/** The ends of the buckets of the first attempt. */
export const bucketsOf = endsAt(PARTS);

const SHARPENED: readonly Attempt[] = [28, 48, 48].map((exponent, index) => ({
  ...{ exponent, ends: fewPivots, tested: index === 2 },
}));
export const PLAN: readonly Attempt[] = [
  { refreshEvery: REFRESH_INTERVAL, ends: bucketsOf, tested: true },
  ...SHARPENED,
  { refreshEvery: 2, ends: endsAt([SECOND_PART]), tested: true },
  ...SHARPENED,
];

/**
 * Positions are numbers for checkpoints: attempt k after i iterations is at k times this number
 * plus i.
 */
export function positionsPerAttempt(size: Size): number {
  return 1 + Math.max(...PLAN.flatMap(({ ends }) => ends(size)));
}

export function refreshIsDue(attempt: Attempt, iteration: number, { inequalities, rows }: JointShape): boolean {
  if ("exponent" in attempt || iteration % attempt.refreshEvery !== 0) return false;
  return iteration > 0 || inequalities < rows;
}
