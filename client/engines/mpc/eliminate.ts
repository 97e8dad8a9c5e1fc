// The equalities, one after the other: the logical of each leaves the basis for the column with the largest entry in its row, and never
// comes back. A row without such an entry says 0 = b_i given the rows before it: it is read with the sign that makes b_i ≤ 0, and then
// b_i < 0 ends the run as any infeasible row does. Which column, and whether there was one, stays secret; the number of steps is public.
import type { Shares } from "../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../crypto/sharing/arithmetic.ts";
import { LEAST_PIVOT, ONE } from "./fixed-point.ts";
import { type Layout, pivot, RHS, rowOf, type Tableau } from "./tableau.ts";

/** Above every square of a number of the tableau with 80 fractional bits. */
const BEYOND_SQUARES = 1n << 120n;

/** One step, for the equality of row `index`; about 22 + 3·log2(columns) rounds. */
export async function eliminate(a: Arithmetic, layout: Layout, tableau: Tableau, index: number): Promise<void> {
  const { columns, width } = layout;
  const { cells, fixed } = tableau;
  const mark = a.mark();
  const row = rowOf(a, layout, cells, index, width);
  const entries = a.slice(row, 0, columns);
  const rhs = a.slice(row, columns + RHS, 1);
  const [squares] = await a.reshare(a.product(entries, entries));
  const best = await a.argmin(a.subtract(a.scale(fixed, BEYOND_SQUARES), squares), entries);
  const element = best.payload;
  const one = a.publicVector([1n]);
  const tested = a.concat([a.addPublic(best.key, LEAST_PIVOT * LEAST_PIVOT), element, a.negate(rhs)]);
  const { bits, products } = await a.negativeTimes(tested, a.concat([one, element, one]));
  const [found, negative, positiveRhs] = [0, 1, 2].map((i) => a.slice(bits, i, 1)) as [Shares, Shares, Shares];
  const size = a.subtract(element, a.scale(a.slice(products, 1, 1), 2n));
  const missing = a.addPublic(a.negate(found), 1n);

  const [column, safeSize, foundNegative, flip] = await a.reshare(
    a.outer(found, best.oneHot),
    a.product(found, size),
    a.product(found, negative),
    a.product(missing, positiveRhs),
  );
  const sign = a.subtract(found, a.scale(foundNegative, 2n));
  const entering = a.add(row, a.scale(a.concat([column, a.zeros(width - columns)]), ONE));
  const idle = a.slice(tableau.idle, layout.rows, columns);
  const [pivotColumn, pivotRow, flipped, labels, reached] = await a.reshare(
    a.matrixVector(cells, a.concat([column, a.zeros(width - columns)])),
    a.outer(sign, entering),
    a.outer(flip, row),
    a.product(column, tableau.nonBasic),
    a.product(column, idle),
  );
  const reciprocal = await a.reciprocal(a.add(safeSize, a.scale(missing, ONE)));
  a.addInto(a.slice(pivotColumn, index, 1), a.scale(found, -ONE));
  await pivot(a, cells, pivotColumn, pivotRow, reciprocal);
  a.addInto(row, a.scale(flipped, -2n));
  a.addInto(a.slice(tableau.signs, index, 1), a.scale(flip, -2n));

  const leaving = BigInt(columns + index);
  a.addInto(tableau.nonBasic, a.subtract(a.scale(column, leaving), labels));
  a.addInto(a.slice(tableau.basic, index, 1), a.subtract(a.sum(labels), a.scale(found, leaving)));
  a.addInto(fixed, column);
  a.addInto(idle, a.negate(reached));
  a.addInto(a.slice(tableau.reached, 1, 1), a.sum(reached));
  a.release(mark);
}
