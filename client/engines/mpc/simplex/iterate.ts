// One iteration of the parametric self-dual simplex method on shares. Whatever it does, it does the
// same to the nodes' eyes:
//   1. of all violated right-hand sides b_i < 0 and reduced costs c_j < 0 it takes the one with the
//      largest µ = −v/v̄: a violated row is the leaving variable's, a violated column the entering
//      variable's;
//   2. at this µ, the ratio test along that row or column finds the other one;
//   3. the pivot, as one rank-1 update of all cells.
// Only one bit opens: whether the run is over. Stages (two secret bits) make an unbounded program
// end with a feasible point:
//   a. costs as they are. A column without a ratio: costs fall without end along it, if there is a
//   feasible point. Set them aside: b; b. no costs, so that nothing but right-hand sides is
//   violated. When none is, the basis is feasible: put the costs back: c; c. b̄ = 0 keeps the basis
//   feasible. The column without a ratio is found again, and the run is over.
// A change of stage takes an iteration without a pivot. In every stage a row without a ratio proves
// that there is no feasible point.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import type { Random } from "../../../math/random.ts";
import { BARRED, BEYOND, FRACTION_BITS, LEAST_PIVOT, NOISE_BITS, ONE, VIOLATION } from "./fixed-point.ts";
import { openBits } from "./open-bits.ts";
import { randomShifts } from "./perturb.ts";
import type { Tableau } from "./tableau.ts";

/** Phase, for meters, in which one bit opens (open-bits.ts), in every iteration and once more. */
export const OVER = "over";

/** Why the run is over, for `openAnswer` to say. */
export interface Ending {
  /** One-hot over rows, then columns: what was violated; arbitrary when nothing was. */
  readonly violated: Shares;
  /** Bits: infeasible, unbounded, optimal; none of them when numbers have failed. */
  readonly bits: Shares;
}

/** A quotient for each row, then for each column; those count for which `eligible` is negative. */
interface Ratios {
  readonly eligible: Shares;
  readonly numerators: Shares;
  readonly denominators: Shares;
  /** What takes the place of a quotient that does not count. */
  readonly otherwise: { readonly numerator: bigint; readonly denominator: bigint };
}

/** The row or column with the least quotient. */
interface Choice {
  /** Over rows, then columns. */
  readonly oneHot: Shares;
  readonly numerator: Shares;
  readonly denominator: Shares;
  /** A bit: whether there was anything to choose. */
  readonly found: Shares;
}

/** What an iteration is about to do. One-hot vectors are zeros where there is no pivot. */
interface Step {
  readonly violated: Shares;
  /** A bit: whether there is a pivot. */
  readonly pivots: Shares;
  /** One-hot over rows: the leaving variable's. */
  readonly leaving: Shares;
  /** One-hot over columns: the entering variable's. */
  readonly entering: Shares;
  /**
   * The pivot's row and column, from end to end, and the magnitude of its element; arbitrary
   * without a pivot, where the last is 1.
   */
  readonly row: Shares;
  readonly column: Shares;
  readonly element: Shares;
  /** 1 for a positive pivot element, −1 for a negative one, 0 for no pivot. */
  readonly sign: Shares;
  /** Bits: costs are set aside, costs are put back. */
  readonly setsAside: Shares;
  readonly putsBack: Shares;
  /** A bit, and three as `Ending` has them. */
  readonly over: Shares;
  readonly ending: Shares;
}

function complement(a: Arithmetic, bit: Shares): Shares {
  return a.addPublic(a.negate(bit), 1n);
}

/** 0 for every row, 2^110 for every column whose variable must not enter, 0 for the others. */
function barred({ arithmetic: a, layout, parts }: Tableau): Shares {
  return a.concat([a.zeros(layout.rows), a.scale(parts.fixed, BARRED)]);
}

/** Negative where a right-hand side or reduced cost is violated by more than rounding noise. */
function excess({ arithmetic: a, layout, parts }: Tableau, values: Shares): Shares {
  const { rows, columns } = layout;
  const noise = a.gather(
    parts.reached,
    Array.from({ length: rows + columns }, (_, k) => (k < rows ? 0 : 1)),
  );
  return a.add(a.scale(a.addPublic(values, VIOLATION), 1n << BigInt(NOISE_BITS)), noise);
}

async function leastRatio(a: Arithmetic, ratios: Ratios): Promise<Choice> {
  const { eligible, numerators, denominators, otherwise } = ratios;
  const { bits, products } = await a.negativeTimes(
    eligible,
    a.concat([a.addPublic(numerators, -otherwise.numerator), a.addPublic(denominators, -otherwise.denominator)]),
  );
  const count = eligible.length;
  const { oneHot, numerator, denominator, payload } = await a.argminRatio(
    a.addPublic(a.slice(products, 0, count), otherwise.numerator),
    a.addPublic(a.slice(products, count, count), otherwise.denominator),
    bits,
  );
  return { oneHot, numerator, denominator, found: payload };
}

/** The parametric rule: of what is violated, the row or column with the largest µ = −v/v̄. */
function mostViolated(tableau: Tableau): Promise<Choice> {
  const { arithmetic: a } = tableau;
  const values = tableau.values();
  return leastRatio(a, {
    eligible: a.add(excess(tableau, values), barred(tableau)),
    numerators: values,
    denominators: tableau.perturbations(),
    otherwise: { numerator: 0n, denominator: ONE },
  });
}

/**
 * Along a violated column the row, or along a violated row the column, whose value reaches 0 first:
 * the least (v + µv̄)/d, µ being that of `violated` and d the entry of the column, or minus that of
 * the row.
 */
async function ratioTest(tableau: Tableau, violated: Choice, column: Shares, row: Shares): Promise<Choice> {
  const { arithmetic: a, layout } = tableau;
  // Times the perturbation of what is violated, µ being minus its value over that.
  const [levels] = await a.truncate(
    FRACTION_BITS,
    a.addAddends(
      a.outer(violated.denominator, tableau.values()),
      a.outer(a.negate(violated.numerator), tableau.perturbations()),
    ),
  );
  const entries = a.concat([a.slice(column, 0, layout.rows), a.negate(a.slice(row, 0, layout.columns))]);
  return leastRatio(a, {
    eligible: a.add(a.addPublic(a.negate(entries), LEAST_PIVOT), barred(tableau)),
    numerators: levels,
    denominators: entries,
    otherwise: { numerator: BEYOND, denominator: 1n },
  });
}

/** Leaving and entering variable, or why there is no pivot. */
async function findStep(tableau: Tableau): Promise<Step> {
  const { arithmetic: a } = tableau;
  const { setAside, restored } = tableau.stage;

  a.phase("violated");
  const violated = await mostViolated(tableau);
  const given = tableau.lines(violated.oneHot);
  const isColumn = a.sum(given.columns);

  a.phase("ratio test");
  const nothingViolated = complement(a, violated.found);
  const [givenColumn, givenRow, columnViolated, putsBack] = await a.reshare(
    tableau.columnAt(given.columns),
    tableau.rowAt(given.rows),
    a.product(isColumn, violated.found),
    a.product(nothingViolated, setAside),
  );
  const ratio = await ratioTest(tableau, violated, givenColumn, givenRow);
  const met = tableau.lines(ratio.oneHot);

  a.phase("pivot");
  const noRatio = complement(a, ratio.found);
  const [pivots, columnFails, metColumn, metRow] = await a.reshare(
    a.product(violated.found, ratio.found),
    a.product(columnViolated, noRatio),
    tableau.columnAt(met.columns),
    tableau.rowAt(met.rows),
  );
  const original = complement(a, a.add(setAside, restored));
  const [leaving, entering, pivotIsColumn, setsAside, unbounded, optimal] = await a.reshare(
    a.outer(pivots, a.add(given.rows, met.rows)),
    a.outer(pivots, a.add(given.columns, met.columns)),
    a.product(pivots, isColumn),
    a.product(columnFails, original),
    a.product(columnFails, restored),
    a.product(nothingViolated, original),
  );
  const infeasible = a.subtract(a.subtract(violated.found, pivots), columnFails);
  return {
    violated: violated.oneHot,
    pivots,
    leaving,
    entering,
    row: a.add(givenRow, metRow),
    column: a.add(givenColumn, metColumn),
    element: a.add(ratio.denominator, a.scale(noRatio, ONE)),
    // The ratio test takes positive entries of a column and negative ones of a row.
    sign: a.subtract(a.scale(pivotIsColumn, 2n), pivots),
    setsAside,
    putsBack,
    over: a.add(infeasible, a.add(a.subtract(nothingViolated, putsBack), a.subtract(columnFails, setsAside))),
    ending: a.concat([infeasible, unbounded, optimal]),
  };
}

/** The pivot, if there is one, and the change of stage, if there is one. */
async function carryOut(tableau: Tableau, step: Step, random: Random): Promise<void> {
  const { arithmetic: a, parts, layout, reducedCosts, costPerturbation } = tableau;
  const { pivots, leaving, entering, sign, setsAside, putsBack } = step;
  const freshPerturbation = a.publicVector(randomShifts(random, layout.columns));
  const [column, row, leavingLabels, enteringLabels, reached, costChange, costShiftChange, rhsShiftChange] =
    await a.reshare(
      a.outer(pivots, step.column),
      a.outer(sign, a.add(step.row, tableau.unitRow(entering))),
      a.product(leaving, parts.basic),
      a.product(entering, parts.nonBasic),
      a.product(a.concat([leaving, entering]), parts.idle),
      a.addAddends(a.outer(putsBack, tableau.trueReducedCosts), a.outer(a.negate(setsAside), reducedCosts)),
      a.outer(a.add(putsBack, setsAside), a.subtract(freshPerturbation, costPerturbation)),
      a.outer(a.negate(putsBack), tableau.rhsPerturbation()),
    );
  const reciprocal = await a.reciprocal(step.element);
  a.addInto(a.slice(column, 0, layout.rows), a.scale(leaving, -ONE));
  await tableau.pivot({ column, row, reciprocal });

  // The two variables change places.
  const [entered, left] = await a.reshare(
    a.outer(leaving, a.sum(enteringLabels)),
    a.outer(entering, a.sum(leavingLabels)),
  );
  a.addInto(parts.basic, a.subtract(entered, leavingLabels));
  a.addInto(parts.nonBasic, a.subtract(left, enteringLabels));
  a.addInto(parts.idle, a.negate(reached));
  const newlyReached = tableau.lines(reached);
  a.addInto(tableau.reached.rows, a.sum(newlyReached.rows));
  a.addInto(tableau.reached.columns, a.sum(newlyReached.columns));

  a.addInto(reducedCosts, costChange);
  a.addInto(costPerturbation, costShiftChange);
  tableau.addToRhsPerturbation(rhsShiftChange);
  a.addInto(tableau.stage.setAside, a.subtract(setsAside, putsBack));
  a.addInto(tableau.stage.restored, putsBack);
}

/**
 * One iteration; null when it goes on. `random` is the same at every node, fresh for each
 * iteration. The memory of an ending is the caller's.
 */
export async function iterate(tableau: Tableau, random: Random): Promise<Ending | null> {
  const { arithmetic: a } = tableau;
  const mark = a.mark();
  const step = await findStep(tableau);
  a.phase(OVER);
  if ((await openBits(a, step.over))[0]) return { violated: step.violated, bits: step.ending };
  a.phase("pivot");
  await carryOut(tableau, step, random);
  a.release(mark);
  return null;
}
