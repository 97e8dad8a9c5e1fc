// The half of a sum over points that the second thread does.
import { PointSums } from "./sums.ts";

/** Σ s_i·P_i over the points of a set from number `from` on. */
export interface HalfSum {
  /** The set's number. */
  readonly set: number;
  /** All its points, as `PointSums` takes them. */
  readonly points: SharedArrayBuffer;
  readonly from: number;
  readonly scalars: Uint8Array;
}

/** The point, null for infinity. */
export interface HalfSumAnswer {
  readonly sum: Uint8Array | null;
}

/** Sets whose points stay converted. */
const MOST_SETS = 4;
const sets = new Map<number, PointSums>();

export function runHalfSum({ set, points, from, scalars }: HalfSum): HalfSumAnswer {
  const known = sets.get(set) ?? new PointSums(new Uint8Array(points));
  sets.delete(set);
  sets.set(set, known);
  if (sets.size > MOST_SETS) sets.delete(sets.keys().next().value!);
  return { sum: known.sum(scalars, from) };
}
