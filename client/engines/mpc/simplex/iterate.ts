// One iteration of the parametric self-dual simplex method on shares. Whatever it does, the nodes
// see the same operations:
//   1. among all violated right-hand sides b_i < 0 and reduced costs c_j < 0, it takes the one with
//      the largest µ = −v/v̄: a violated row gives the leaving variable, a violated column the
//      entering variable;
//   2. at this µ, the ratio test along that row or column finds the other variable;
//   3. the pivot is one rank-1 update of all cells, which waits with others for its turn
//      (pending.ts).
// Nothing opens. When the run is over, a secret bit says so, and from then on nothing counts as
// violated: further iterations send the same messages, pivot nowhere and change no stage, so that
// the last basis, its kind and what was violated in it stay as they are. Stages (two secret bits)
// make an unbounded program end with a feasible point:
//   a. Costs as they are. A violated column without a ratio means that costs fall without bound
//      along it, if there is a feasible point: set the costs aside, go to b.
//   b. No costs, so only right-hand sides can be violated. When none is, the basis is feasible: put
//      the costs back, go to c.
//   c. b̄ = 0, which keeps the basis feasible. The column without a ratio is found again, and the
//      run is over.
// A change of stage takes an iteration without a pivot. In every stage a violated row without a
// ratio proves that there is no feasible point.
import type { Addends, Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic, TypedCarrier } from "../../../crypto/sharing/arithmetic.ts";
import type { Random } from "../../../math/random.ts";
import { BARRED, FRACTION_BITS, LEAST_PIVOT, ONE } from "./fixed-point.ts";
import { randomShifts } from "./perturb.ts";
import type { CrossLines, Line, Lines, Tableau } from "./tableau.ts";
import { excess } from "./violated.ts";

/** Quotients; only those with negative `eligible` count. */
interface Ratios {
  readonly eligible: Shares;
  readonly numerators: Shares;
  readonly denominators: Shares;
}

/** The candidate with the least quotient; zeros if none counts. */
interface Choice {
  readonly oneHot: Shares;
  readonly numerator: Shares;
  readonly denominator: Shares;
  /** A bit: whether there was anything to choose. */
  readonly found: Shares;
}

/** The two tests of an iteration, before anything follows from them. */
interface Found {
  readonly violated: Choice;
  /** A bit: whether a column is violated rather than a row, if anything is. */
  readonly isColumn: Shares;
  readonly columnViolated: Shares;
  /** A bit: nothing is violated, and the run is not over. */
  readonly settled: Shares;
  /** A bit: whether this iteration puts costs back. */
  readonly putsBack: Shares;
  readonly ratio: Choice;
  /** The violated column or row; the other is zeros. */
  readonly lines: CrossLines;
}

/** What an iteration is about to do. One-hot vectors are zeros if there is no pivot. */
interface Step {
  /** A bit: whether there is a pivot. */
  readonly pivots: Shares;
  /** One-hot over rows: the row of the leaving variable. */
  readonly leaving: Shares;
  /** One-hot over columns: the column of the entering variable. */
  readonly entering: Shares;
  /** The pivot's whole row and column; arbitrary without a pivot. */
  readonly row: Line;
  readonly column: Line;
  /** 1 for a positive pivot element, −1 for a negative one, 0 for no pivot. */
  readonly sign: Shares;
  /** A bit: whether this iteration sets costs aside. */
  readonly setsAside: Shares;
  /** A bit: whether this iteration finds that the run is over; and of which kind it then is. */
  readonly ends: Shares;
  readonly kind: Shares;
}

function complement(a: Arithmetic, bit: Shares): Shares {
  return a.addPublic(a.negate(bit), 1n);
}

async function leastRatio(a: Arithmetic, { eligible, numerators, denominators }: Ratios): Promise<Choice> {
  const least = await a.argminRatio(numerators, denominators, eligible);
  return { ...least, found: a.sum(least.oneHot) };
}

/** The parametric rule: of what is violated, the row or column with the largest µ = −v/v̄. */
function mostViolated(tableau: Tableau): Promise<Choice> {
  const { arithmetic: a, layout, parts } = tableau;
  const values = tableau.values();
  const barred = a.concat([a.zeros(layout.rows), a.scale(parts.fixed, BARRED)]);
  return leastRatio(a, {
    eligible: a.add(excess(tableau), barred),
    numerators: values,
    denominators: tableau.perturbations(),
  });
}

/**
 * Whose values a ratio test compares: the rows if a column is violated, the columns if a row is.
 */
interface Opposite {
  /** As many words as there are rows or columns, whichever are more; zeros after the last. */
  readonly values: Shares;
  readonly perturbations: Shares;
}

/**
 * Products, to be reshared: by how much values and perturbations of rows exceed those of columns,
 * if a column is violated; 1 for the columns that must not enter, if it is not.
 */
function opposites(tableau: Tableau, isColumn: Shares): [values: Addends, perturbations: Addends, fixed: Addends] {
  const { arithmetic: a, parts } = tableau;
  const difference = ({ rows, columns }: Lines) => a.subtract(tableau.padded(rows), tableau.padded(columns));
  return [
    a.outer(isColumn, difference(tableau.lines(tableau.values()))),
    a.outer(isColumn, difference(tableau.lines(tableau.perturbations()))),
    a.outer(complement(a, isColumn), tableau.padded(parts.fixed)),
  ];
}

/**
 * v + µv̄ for every value v, where µ is that of `violated`; multiplied by the perturbation of what
 * is violated, since µ is minus its value over that.
 */
function levelsAt(a: Arithmetic, { numerator, denominator }: Choice, { values, perturbations }: Opposite): Addends {
  return a.addAddends(a.outer(denominator, values), a.outer(a.negate(numerator), perturbations));
}

/**
 * Along a violated column the row, or along a violated row the column, whose value reaches 0 first:
 * the one with the least level/d, where d is the entry of the column, or minus the entry of the
 * row. Of column and row, one is zeros.
 */
function ratioTest(
  tableau: Tableau,
  { levels, fixed }: { readonly levels: Shares; readonly fixed: Shares },
  { column, row }: CrossLines,
): Promise<Choice> {
  const { arithmetic: a, layout } = tableau;
  const ofColumn = tableau.padded(a.slice(column, 0, layout.rows));
  const entries = a.subtract(ofColumn, tableau.padded(a.slice(row, 0, layout.columns)));
  return leastRatio(a, {
    eligible: a.add(a.addPublic(a.negate(entries), LEAST_PIVOT), a.scale(fixed, BARRED)),
    numerators: levels,
    denominators: entries,
  });
}

/** What is violated, and the row or column that the ratio test finds for it. */
async function find(tableau: Tableau): Promise<Found> {
  const { arithmetic: a, pending } = tableau;

  a.phase("violated");
  const violated = await mostViolated(tableau);
  const given = tableau.lines(violated.oneHot);
  const isColumn = a.sum(given.columns);

  a.phase("ratio test");
  const settled = a.subtract(complement(a, violated.found), tableau.ended.over);
  const [columnViolated, putsBack, ofValues, ofPerturbations, fixed, column, columnWeights, row, rowWeights] =
    await a.reshare(
      a.product(isColumn, violated.found),
      a.product(settled, tableau.stage.setAside),
      ...opposites(tableau, isColumn),
      ...tableau.columnAt(given.columns),
      ...tableau.rowAt(given.rows),
    );
  const opposite = {
    values: a.add(ofValues, tableau.padded(tableau.reducedCosts)),
    perturbations: a.add(ofPerturbations, tableau.padded(tableau.costPerturbation)),
  };
  const [levels, columnChange, rowChange] = await a.truncateEach(
    { bits: FRACTION_BITS, product: levelsAt(a, violated, opposite) },
    pending.toColumn(columnWeights),
    pending.toRow(rowWeights),
  );
  tableau.complete({ column, row }, { column: columnChange, row: rowChange });
  const ratio = await ratioTest(tableau, { levels, fixed }, { column, row });
  return { violated, isColumn, columnViolated, settled, putsBack, ratio, lines: { column, row } };
}

/**
 * The leaving and entering variables, or why there is no pivot: none once the run is over, when
 * nothing is violated, `settled` is 0, and so every bit of the step.
 */
async function decide(tableau: Tableau, found: Found, carrier: TypedCarrier): Promise<Step> {
  const { arithmetic: a, layout } = tableau;
  const { violated, isColumn, columnViolated, settled, putsBack, ratio, lines } = found;
  const { setAside, restored } = tableau.stage;
  const given = tableau.lines(violated.oneHot);
  const [pivots, columnFails, metRows, metColumns] = await carrier.reshare(
    a.product(violated.found, ratio.found),
    a.product(columnViolated, complement(a, ratio.found)),
    a.outer(isColumn, a.slice(ratio.oneHot, 0, layout.rows)),
    a.outer(complement(a, isColumn), a.slice(ratio.oneHot, 0, layout.columns)),
  );
  const original = complement(a, a.add(setAside, restored));
  const [leaving, entering, pivotIsColumn, setsAside, unbounded, optimal, ...met] = await carrier.reshare(
    a.outer(pivots, a.add(given.rows, metRows)),
    a.outer(pivots, a.add(given.columns, metColumns)),
    a.product(pivots, isColumn),
    a.product(columnFails, original),
    a.product(columnFails, restored),
    a.product(settled, original),
    ...tableau.columnAt(metColumns),
    ...tableau.rowAt(metRows),
  );
  const [metColumn, metColumnWeights, metRow, metRowWeights] = met;
  const infeasible = a.subtract(a.subtract(violated.found, pivots), columnFails);
  return {
    pivots,
    leaving,
    entering,
    row: { shown: a.add(lines.row, metRow), weights: metRowWeights },
    column: { shown: a.add(lines.column, metColumn), weights: metColumnWeights },
    // The ratio test takes positive entries of a column and negative ones of a row.
    sign: a.subtract(a.scale(pivotIsColumn, 2n), pivots),
    setsAside,
    ends: a.add(infeasible, a.add(a.subtract(settled, putsBack), a.subtract(columnFails, setsAside))),
    kind: a.concat([infeasible, unbounded, optimal]),
  };
}

/** A step's products with the tableau; zeros without a pivot, or without a change of stage. */
async function prepare(
  tableau: Tableau,
  { violated, putsBack }: Found,
  { pivots, leaving, entering, row, column, sign, setsAside, ends }: Step,
  { carrier, random }: { readonly carrier: TypedCarrier; readonly random: Random },
) {
  const { arithmetic: a, parts, layout, pending, reducedCosts, costPerturbation } = tableau;
  const freshPerturbation = a.publicVector(randomShifts(random, layout.columns));
  const [wholeColumn, wholeRow, columnWeights, rowWeights, leavingLabels, enteringLabels, reached, ...changes] =
    await carrier.reshare(
      a.outer(pivots, column.shown),
      a.outer(sign, a.add(row.shown, tableau.unitRow(entering))),
      a.outer(pivots, column.weights),
      a.outer(sign, row.weights),
      a.product(leaving, parts.basic),
      a.product(entering, parts.nonBasic),
      a.product(a.concat([leaving, entering]), parts.idle),
      a.addAddends(a.outer(putsBack, tableau.trueReducedCosts), a.outer(a.negate(setsAside), reducedCosts)),
      a.outer(a.add(putsBack, setsAside), a.subtract(freshPerturbation, costPerturbation)),
      a.outer(a.negate(putsBack), tableau.rhsPerturbation()),
      a.outer(ends, violated.oneHot),
    );
  const lines = { column: wholeColumn, row: wholeRow };
  const [ofColumn, ofRow] = await carrier.truncateEach(pending.toColumn(columnWeights), pending.toRow(rowWeights));
  tableau.complete(lines, { column: ofColumn, row: ofRow });
  const [entered, left] = await carrier.reshare(
    a.outer(leaving, a.sum(enteringLabels)),
    a.outer(entering, a.sum(leavingLabels)),
  );
  const [costChange, costShiftChange, rhsShiftChange, lastViolated] = changes;
  return {
    lines,
    basicChange: a.subtract(entered, leavingLabels),
    nonBasicChange: a.subtract(left, enteringLabels),
    reached,
    ...{ costChange, costShiftChange, rhsShiftChange, lastViolated },
  };
}

/** The pivot, the change of stage or the end, if there is one. */
async function carryOut(tableau: Tableau, found: Found, random: Random): Promise<void> {
  const { arithmetic: a, parts, layout, reducedCosts, costPerturbation } = tableau;
  a.phase("pivot");
  // The magnitude of the pivot's element; 1 without a pivot.
  const element = a.add(found.ratio.denominator, a.scale(complement(a, found.ratio.found), ONE));
  const { reciprocal, meanwhile } = await a.reciprocalAlongside(element, async (carrier) => {
    const step = await decide(tableau, found, carrier);
    return { step, prepared: await prepare(tableau, found, step, { carrier, random }) };
  });
  const { step, prepared } = meanwhile;
  const { column, row } = prepared.lines;
  a.addInto(a.slice(column, 0, layout.rows), a.scale(step.leaving, -ONE));
  await tableau.pivot({ column, row, reciprocal });

  // The two variables change places.
  a.addInto(parts.basic, prepared.basicChange);
  a.addInto(parts.nonBasic, prepared.nonBasicChange);
  a.addInto(parts.idle, a.negate(prepared.reached));
  const newlyReached = tableau.lines(prepared.reached);
  a.addInto(tableau.reached.rows, a.sum(newlyReached.rows));
  a.addInto(tableau.reached.columns, a.sum(newlyReached.columns));

  a.addInto(reducedCosts, prepared.costChange);
  a.addInto(costPerturbation, prepared.costShiftChange);
  tableau.addToRhsPerturbation(prepared.rhsShiftChange);
  a.addInto(tableau.stage.setAside, a.subtract(step.setsAside, found.putsBack));
  a.addInto(tableau.stage.restored, found.putsBack);
  a.addInto(tableau.ended.over, step.ends);
  a.addInto(tableau.ended.kind, step.kind);
  a.addInto(tableau.ended.violated, prepared.lastViolated);
}

/**
 * One iteration. `random` must be the same at every node and fresh for each iteration.
 */
export async function iterate(tableau: Tableau, random: Random): Promise<void> {
  const { arithmetic: a } = tableau;
  const mark = a.mark();
  await carryOut(tableau, await find(tableau), random);
  a.release(mark);
}
