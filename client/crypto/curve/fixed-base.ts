// Many sums over the same points: committing to rows and to polynomials. A second thread does half
// of a long one. Variable-time: see sums.ts.
import { availableParallelism } from "node:os";
import { extname } from "node:path";
import { mod } from "../../math/field.ts";
import { SecondThread } from "../second-thread.ts";
import { G1, GROUP_ORDER, pointFromAffine, pointsToAffine } from "./bn254.ts";
import type { HalfSum, HalfSumAnswer } from "./half-sum.ts";
import { fromLittleEndian, NUMBER_BYTES, toLittleEndian } from "./little-endian.ts";
import { AFFINE_BYTES, PointSums } from "./sums.ts";

/** Scalars other than 0 of a sum that two threads share; a shorter one is not worth it. */
const LONG = 8192;
/** Points of a set that both threads may have in memory. */
const MOST_SHARED = 2 ** 19;
/** Far more than half of a sum over so many points takes. */
const PATIENCE_MS = 60_000;

let thread: SecondThread<HalfSum, HalfSumAnswer> | null = null;
/** How many sets of points there have been. */
let sets = 0;

/** As `SecondThread.ask`. */
type Ask = (task: HalfSum) => (() => HalfSumAnswer | null) | null;

/** Asks the process's second thread, which starts with the first long sum. */
function askThread(task: HalfSum): ReturnType<Ask> {
  const worker = new URL(`./half-sum-worker${extname(import.meta.filename)}`, import.meta.url);
  thread ??= new SecondThread(worker, PATIENCE_MS);
  return thread.ask(task);
}

/**
 * Σ s_i·P_i over fixed finite points, which are converted once. Scalars are any integers, at most
 * one per point; those left out count as 0. The time of a scalar grows with the length of its
 * representative modulo r of least magnitude.
 * @throws ConcordatError LengthsDiffer for more scalars than points.
 */
export function fixedBaseMsm(points: readonly G1[]): (scalars: readonly bigint[]) => G1 {
  return sumsOver(points, availableParallelism() > 1 ? askThread : () => null);
}

/** The same, asking `ask` for half of each long sum. */
export function sumsOver(points: readonly G1[], ask: Ask): (scalars: readonly bigint[]) => G1 {
  const affine = toLittleEndian(pointsToAffine(points).flatMap(({ x, y }) => [x, y]));
  const sums = new PointSums(affine);
  const shared = points.length < LONG || points.length > MOST_SHARED ? null : share(affine);
  return (scalars) => {
    const numbers = toLittleEndian(scalars.map((scalar) => mod(scalar, GROUP_ORDER)));
    const together = () => (shared === null ? null : sumTogether({ sums, shared, ask }, numbers));
    return together() ?? pointOf(sums.sum(numbers));
  };
}

/** Points that both threads have. */
type Shared = Pick<HalfSum, "set" | "points">;

function share(affine: Uint8Array): Shared {
  const points = new SharedArrayBuffer(affine.length);
  new Uint8Array(points).set(affine);
  return { set: sets++, points };
}

interface Together {
  readonly sums: PointSums;
  readonly shared: Shared;
  readonly ask: Ask;
}

/** Null if the sum is short, or the other thread does not answer. */
function sumTogether({ sums, shared, ask }: Together, numbers: Uint8Array): G1 | null {
  const from = middleOf(numbers);
  if (from === null || numbers.length * AFFINE_BYTES > shared.points.byteLength * NUMBER_BYTES) return null;
  const wait = ask({ ...shared, from, scalars: numbers.slice(from * NUMBER_BYTES) });
  if (wait === null) return null;
  const first = pointOf(sums.sum(numbers.subarray(0, from * NUMBER_BYTES)));
  const answer = wait();
  return answer === null ? null : first.add(pointOf(answer.sum));
}

/** Where half of the numbers other than 0 lie behind; null for a short list of them. */
function middleOf(numbers: Uint8Array): number | null {
  const words = new BigUint64Array(numbers.buffer, numbers.byteOffset, numbers.length / 8);
  const used: number[] = [];
  for (let i = 0; 4 * i < words.length; i++)
    if ((words[4 * i]! | words[4 * i + 1]! | words[4 * i + 2]! | words[4 * i + 3]!) !== 0n) used.push(i);
  return used.length < LONG ? null : used[used.length >> 1]!;
}

function pointOf(affine: Uint8Array | null): G1 {
  if (affine === null) return G1.ZERO;
  const [x, y] = fromLittleEndian(affine) as [bigint, bigint];
  return pointFromAffine({ x, y });
}
