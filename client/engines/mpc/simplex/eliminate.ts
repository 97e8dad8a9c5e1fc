// Eliminates the equalities one after the other: the logical of each leaves the basis for the
// column with the largest entry in its row, times a weight that the nodes draw for each column, and
// never re-enters. Entries of one row are often equal, and weights then decide, which are the same
// in every epoch, and not the coins of truncations. A row without a large enough entry says 0 = b_i
// given the rows before it; it is read with the sign that makes b_i ≤ 0, so that a negative b_i
// ends the run like any infeasible row. Which column enters, and whether there is one, stays
// secret; the number of steps is public.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import { type Random, randomBelow } from "../../../math/random.ts";
import { FRACTION_BITS, LEAST_PIVOT, ONE } from "./fixed-point.ts";
import type { Tableau } from "./tableau.ts";

/** Above the squares of all tableau entries; a square has 80 fractional bits. */
const BEYOND_SQUARES = 1n << 120n;

/** Uniform in [3/4, 1) with 40 fractional bits: no two columns have nearly the same. */
export function drawWeights(random: Random, columns: number): bigint[] {
  return Array.from({ length: columns }, () => ONE - 1n - randomBelow(random, ONE / 4n));
}

/**
 * One step, for the equality of row `index`; the weights of columns are public. About 25 rounds and
 * those of a tournament.
 */
export async function eliminate(tableau: Tableau, index: number, weights: readonly bigint[]): Promise<void> {
  const { arithmetic: a, layout, parts } = tableau;
  const mark = a.mark();
  await tableau.applyPendingTo(index);
  const row = tableau.row(index);
  const entries = tableau.entries(index);
  const [weighted] = await a.truncate(FRACTION_BITS, a.product(entries, a.publicVector(weights)));
  const [squares] = await a.reshare(a.product(weighted, weighted));
  const best = await a.argmin(a.subtract(a.scale(parts.fixed, BEYOND_SQUARES), squares), entries);
  const element = best.payload;
  const one = a.publicVector([1n]);
  const tested = a.concat([
    a.addPublic(best.key, LEAST_PIVOT * LEAST_PIVOT),
    element,
    a.negate(tableau.rightHandSide(index)),
  ]);
  const { bits, products } = await a.negativeTimes(tested, a.concat([one, element, one]));
  const [found, negative, positiveRhs] = [0, 1, 2].map((i) => a.slice(bits, i, 1)) as [Shares, Shares, Shares];
  const size = a.subtract(element, a.scale(a.slice(products, 1, 1), 2n));
  const missing = a.addPublic(a.negate(found), 1n);

  const [entering, safeSize, foundNegative, flip] = await a.reshare(
    a.outer(found, best.oneHot),
    a.product(found, size),
    a.product(found, negative),
    a.product(missing, positiveRhs),
  );
  const sign = a.subtract(found, a.scale(foundNegative, 2n));
  const idle = tableau.lines(parts.idle).columns;
  const { reciprocal, meanwhile } = await a.reciprocalAlongside(
    a.add(safeSize, a.scale(missing, ONE)),
    async (carrier) => {
      const [pivotRow, flipped, enteringLabels, reached, pivotColumn, weights] = await carrier.reshare(
        a.outer(sign, a.add(row, tableau.unitRow(entering))),
        a.outer(flip, row),
        a.product(entering, parts.nonBasic),
        a.product(entering, idle),
        ...tableau.columnAt(entering),
      );
      const [change] = await carrier.truncateEach(tableau.pending.toColumn(weights));
      a.addInto(a.slice(pivotColumn, 0, layout.rows), change);
      return { pivotRow, flipped, enteringLabels, reached, pivotColumn };
    },
  );
  const { pivotRow, flipped, enteringLabels, reached, pivotColumn } = meanwhile;
  a.addInto(a.slice(pivotColumn, index, 1), a.scale(found, -ONE));
  await tableau.pivot({ column: pivotColumn, row: pivotRow, reciprocal });
  a.addInto(row, a.scale(flipped, -2n));
  a.addInto(a.slice(parts.signs, index, 1), a.scale(flip, -2n));

  const leavingLabel = BigInt(layout.columns + index);
  a.addInto(parts.nonBasic, a.subtract(a.scale(entering, leavingLabel), enteringLabels));
  a.addInto(a.slice(parts.basic, index, 1), a.subtract(a.sum(enteringLabels), a.scale(found, leavingLabel)));
  a.addInto(parts.fixed, entering);
  a.addInto(idle, a.negate(reached));
  a.addInto(tableau.reached.columns, a.sum(reached));
  a.release(mark);
}
