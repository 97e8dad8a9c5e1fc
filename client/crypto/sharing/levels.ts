// How large the groups of a tournament are at each level (groups.ts).
import { groupCount } from "./groups.ts";
import { MOST_LANES } from "./lanes.ts";

/**
 * The fewest levels at which no more than so many pairs meet for each candidate; decision 52 has
 * what others would cost.
 */
const PAIRS_EACH = 4;

const planned = new Map<number, readonly number[]>();

/** The sizes of groups at each level. Public: it follows from the number of candidates. */
export function levelsOf(candidates: number): readonly number[] {
  let sizes = planned.get(candidates);
  for (let count = 1; sizes === undefined; count++) {
    const levels = bestLevels(candidates, count);
    if (levels.pairs <= PAIRS_EACH * candidates) sizes = levels.sizes;
  }
  planned.set(candidates, sizes);
  return sizes;
}

interface Levels {
  readonly sizes: readonly number[];
  readonly pairs: number;
}

function pairsIn(candidates: number, size: number): number {
  const rest = candidates % size;
  return (Math.floor(candidates / size) * size * (size - 1) + rest * (rest - 1)) / 2;
}

/** So many levels with the fewest pairs. */
function bestLevels(candidates: number, count: number): Levels {
  if (count === 1) {
    const pairs = candidates > MOST_LANES ? Number.POSITIVE_INFINITY : pairsIn(candidates, candidates);
    return { sizes: [candidates], pairs };
  }
  let best: Levels = { sizes: [], pairs: Number.POSITIVE_INFINITY };
  for (let size = 2; size <= MOST_LANES; size++) {
    const rest = bestLevels(groupCount({ candidates, size }), count - 1);
    const pairs = pairsIn(candidates, size) + rest.pairs;
    if (pairs < best.pairs) best = { sizes: [size, ...rest.sizes], pairs };
  }
  return best;
}
