// One iteration of the parametric self-dual simplex method on shares. Whatever it does, it does the same to the nodes' eyes:
//   1. of all violated right-hand sides b_i < 0 and reduced costs c_j < 0 it takes the one with the largest µ = −v/v̄: a row or a column;
//   2. at this µ, the ratio test along that column or row finds the other one;
//   3. the pivot, as one rank-1 update of all cells.
// Only one bit opens: whether the run is over. Stages (two secret bits) make an unbounded program end with a feasible point:
//   a. costs as they are. A column without a ratio: costs fall without end along it, if there is a feasible point. Set them aside: b;
//   b. no costs, so that nothing but right-hand sides is violated. When none is, the basis is feasible: put the costs back: c;
//   c. b̄ = 0 keeps the basis feasible. The column without a ratio is found again, and the run is over.
// A change of stage takes an iteration without a pivot. In every stage a row without a ratio proves that there is no feasible point.
import type { Shares } from "../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../crypto/sharing/arithmetic.ts";
import type { Random } from "../../math/random.ts";
import { BARRED, BEYOND, FRACTION_BITS, LEAST_PIVOT, NOISE_BITS, ONE, VIOLATION } from "./fixed-point.ts";
import { openBits } from "./open-bits.ts";
import { randomShifts } from "./perturb.ts";
import {
  addToColumn,
  COST_SHIFT,
  COSTS,
  columnOf,
  type Layout,
  pivot,
  RHS,
  RHS_SHIFT,
  rowOf,
  type Tableau,
  TRUE_COSTS,
} from "./tableau.ts";

/** Phase, for meters, in which one bit opens (open-bits.ts), in every iteration and once more. */
export const OVER = "over";

/** Why the run is over, for `openEnding` to say. */
export interface Ending {
  /** One-hot over rows, then columns: what was violated; arbitrary when nothing was. */
  readonly violated: Shares;
  /** Bits: infeasible, unbounded, optimal; none of them when numbers have failed. */
  readonly bits: Shares;
}

function complement(a: Arithmetic, bit: Shares): Shares {
  return a.addPublic(a.negate(bit), 1n);
}

/** 0 for every row, 2^110 for every column whose variable must not enter, 0 for the others. */
function barred(a: Arithmetic, { rows }: Layout, { fixed }: Tableau): Shares {
  return a.concat([a.zeros(rows), a.scale(fixed, BARRED)]);
}

/** Negative where a right-hand side or reduced cost is violated by more than rounding noise. */
function excess(a: Arithmetic, { rows, columns }: Layout, { reached }: Tableau, values: Shares): Shares {
  const noise = a.gather(
    reached,
    Array.from({ length: rows + columns }, (_, k) => (k < rows ? 0 : 1)),
  );
  return a.add(a.scale(a.addPublic(values, VIOLATION), 1n << BigInt(NOISE_BITS)), noise);
}

interface Choice {
  readonly oneHot: Shares;
  readonly numerator: Shares;
  readonly denominator: Shares;
  /** Whether there was anything to choose. */
  readonly found: Shares;
}

/** The least numerator/denominator where `test` is negative; elsewhere they are replaced by the given ones. */
async function choose(
  a: Arithmetic,
  test: Shares,
  numerators: Shares,
  denominators: Shares,
  elsewhere: { readonly numerator: bigint; readonly denominator: bigint },
): Promise<Choice> {
  const { bits, products } = await a.negativeTimes(
    test,
    a.concat([a.addPublic(numerators, -elsewhere.numerator), a.addPublic(denominators, -elsewhere.denominator)]),
  );
  const count = test.length;
  const { oneHot, numerator, denominator, payload } = await a.argminRatio(
    a.addPublic(a.slice(products, 0, count), elsewhere.numerator),
    a.addPublic(a.slice(products, count, count), elsewhere.denominator),
    bits,
  );
  return { oneHot, numerator, denominator, found: payload };
}

/**
 * One iteration; null when it goes on. `random` is the same at every node, fresh for each iteration. The memory of an ending
 * is the caller's.
 */
export async function iterate(a: Arithmetic, layout: Layout, tableau: Tableau, random: Random): Promise<Ending | null> {
  const { rows, columns, width, height } = layout;
  const { cells, stage } = tableau;
  const mark = a.mark();
  const [aside, back] = [a.slice(stage, 0, 1), a.slice(stage, 1, 1)];
  const bars = barred(a, layout, tableau);
  const values = a.concat([
    columnOf(a, layout, cells, columns + RHS, rows),
    rowOf(a, layout, cells, rows + COSTS, columns),
  ]);
  const shifts = a.concat([
    columnOf(a, layout, cells, columns + RHS_SHIFT, rows),
    rowOf(a, layout, cells, rows + COST_SHIFT, columns),
  ]);
  const split = (x: Shares): [Shares, Shares] => [a.slice(x, 0, rows), a.slice(x, rows, columns)];

  a.phase("violated");
  const violated = await choose(a, a.add(excess(a, layout, tableau, values), bars), values, shifts, {
    numerator: 0n,
    denominator: ONE,
  });
  const [byRow, byColumn] = split(violated.oneHot);
  const isColumn = a.sum(byColumn);

  a.phase("ratio test");
  const none = complement(a, violated.found);
  const [alongColumn, alongRow, columnViolated, toBack] = await a.reshare(
    a.matrixVector(cells, a.concat([byColumn, a.zeros(width - columns)])),
    a.vectorMatrix(a.concat([byRow, a.zeros(height - rows)]), cells),
    a.product(isColumn, violated.found),
    a.product(none, aside),
  );
  // (v + µv̄) times the shift of what is violated, µ being minus its value over that shift.
  const [levels] = await a.truncate(
    FRACTION_BITS,
    a.addAddends(a.outer(violated.denominator, values), a.outer(a.negate(violated.numerator), shifts)),
  );
  const line = a.concat([a.slice(alongColumn, 0, rows), a.negate(a.slice(alongRow, 0, columns))]);
  const ratio = await choose(a, a.add(a.addPublic(a.negate(line), LEAST_PIVOT), bars), levels, line, {
    numerator: BEYOND,
    denominator: 1n,
  });

  a.phase("pivot");
  const [otherRow, otherColumn] = split(ratio.oneHot);
  const [pivots, columnFails, restOfColumn, restOfRow] = await a.reshare(
    a.product(violated.found, ratio.found),
    a.product(columnViolated, complement(a, ratio.found)),
    a.matrixVector(cells, a.concat([otherColumn, a.zeros(width - columns)])),
    a.vectorMatrix(a.concat([otherRow, a.zeros(height - rows)]), cells),
  );
  const original = complement(a, a.add(aside, back));
  const [rowBits, columnBits, pivotIsColumn, toAside, unbounded, optimal] = await a.reshare(
    a.outer(pivots, a.add(byRow, otherRow)),
    a.outer(pivots, a.add(byColumn, otherColumn)),
    a.product(pivots, isColumn),
    a.product(columnFails, original),
    a.product(columnFails, back),
    a.product(none, original),
  );
  const rowFails = a.subtract(a.subtract(violated.found, pivots), columnFails);
  const over = a.add(rowFails, a.add(a.subtract(none, toBack), a.subtract(columnFails, toAside)));
  a.phase(OVER);
  if ((await openBits(a, over))[0])
    return { violated: violated.oneHot, bits: a.concat([rowFails, unbounded, optimal]) };

  a.phase("pivot");
  const sign = a.subtract(a.scale(pivotIsColumn, 2n), pivots);
  const entering = a.add(a.add(alongRow, restOfRow), a.scale(a.concat([columnBits, a.zeros(width - columns)]), ONE));
  const fresh = a.publicVector(randomShifts(random, columns));
  const costs = rowOf(a, layout, cells, rows + COSTS, columns);
  const costShifts = rowOf(a, layout, cells, rows + COST_SHIFT, columns);
  const [pivotColumn, pivotRow, basicLabels, nonBasicLabels, reached, costChange, costShiftChange, rhsShiftChange] =
    await a.reshare(
      a.outer(pivots, a.add(alongColumn, restOfColumn)),
      a.outer(sign, entering),
      a.product(rowBits, tableau.basic),
      a.product(columnBits, tableau.nonBasic),
      a.product(a.concat([rowBits, columnBits]), tableau.idle),
      a.addAddends(
        a.outer(toBack, rowOf(a, layout, cells, rows + TRUE_COSTS, columns)),
        a.outer(a.negate(toAside), costs),
      ),
      a.outer(a.add(toBack, toAside), a.subtract(fresh, costShifts)),
      a.outer(a.negate(toBack), a.slice(shifts, 0, rows)),
    );
  const reciprocal = await a.reciprocal(a.add(ratio.denominator, a.scale(complement(a, ratio.found), ONE)));
  a.addInto(a.slice(pivotColumn, 0, rows), a.scale(rowBits, -ONE));
  await pivot(a, cells, pivotColumn, pivotRow, reciprocal);
  const [enteringLabel, leavingLabel] = await a.reshare(
    a.outer(rowBits, a.sum(nonBasicLabels)),
    a.outer(columnBits, a.sum(basicLabels)),
  );
  a.addInto(tableau.basic, a.subtract(enteringLabel, basicLabels));
  a.addInto(tableau.nonBasic, a.subtract(leavingLabel, nonBasicLabels));
  a.addInto(tableau.idle, a.negate(reached));
  for (const [k, part] of split(reached).entries()) a.addInto(a.slice(tableau.reached, k, 1), a.sum(part));
  a.addInto(costs, costChange);
  a.addInto(costShifts, costShiftChange);
  addToColumn(a, layout, cells, columns + RHS_SHIFT, rhsShiftChange);
  a.addInto(aside, a.subtract(toAside, toBack));
  a.addInto(back, toBack);
  a.release(mark);
  return null;
}
