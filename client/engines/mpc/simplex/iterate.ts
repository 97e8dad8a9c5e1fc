// One iteration of the simplex method on shares. Whatever it does, the nodes see the same
// operations:
//   1. it takes the least reduced cost, or the least right-hand side, if that is violated: a violated
//      column gives the entering variable, a violated row the leaving one;
//   2. the ratio test along that column or row finds the other variable;
//   3. the pivot is one rank-1 update of all cells, which waits with others for its turn
//      (pending.ts).
// Nothing opens. When the run is over, a secret bit says so, and from then on nothing counts as
// violated: further iterations send the same messages, pivot nowhere and change no stage, so that
// the last basis, its kind and what was violated in it stay as they are.
//
// Stages, which are secret bits. The first two mirror the dual-based phase I of Vanderbei (Linear
// Programming, chapter 5), with primal and dual exchanged:
//   first  Primal simplex method with b̄ ≥ 0 in place of the right-hand sides (perturb.ts), until no
//          column is violated. A violated column without a ratio means that costs fall without bound
//          along it, if there is a feasible point: the costs are set aside, c̄ ≥ 0 takes their place.
//   dual   Dual simplex method with the right-hand sides as they are, until no row is violated. A
//          violated row without a ratio proves that there is no feasible point.
//   final  Primal simplex method with the costs as they are, and right-hand sides that differ from
//          the program's by what breaks ties. Mostly there is nothing left to do, unless costs were
//          set aside: then the column without a ratio is found again.
// A change of stage takes an iteration without a pivot.
import type { Addends, Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic, TypedCarrier } from "../../../crypto/sharing/arithmetic.ts";
import type { Random } from "../../../math/random.ts";
import { BARRED, BEYOND_VALUES, FRACTION_BITS, LEAST_PIVOT, LEAST_PIVOT_FIRST, ONE } from "./fixed-point.ts";
import { drawFractions } from "./perturb.ts";
import type { CrossLines, Line, Lines, Tableau } from "./tableau.ts";
import { thresholds } from "./violated.ts";

/** The candidate with the least quotient; zeros if none counts. */
interface Choice {
  readonly oneHot: Shares;
  readonly denominator: Shares;
  /** A bit: whether there was anything to choose. */
  readonly found: Shares;
}

/** The two tests of an iteration, before anything follows from them. */
interface Found {
  /** A bit: whether the method is the primal one, which takes a violated column. */
  readonly primal: Shares;
  /** One-hot, where the violated row or column is; the other is zeros. */
  readonly given: Lines;
  /** A bit: nothing is violated, and the run is not over. */
  readonly settled: Shares;
  /** A bit: something is violated, and the ratio test finds nothing. */
  readonly fails: Shares;
  readonly ratio: Choice;
  /** The violated column or row; the other is zeros. */
  readonly lines: CrossLines;
}

/** What an iteration is about to do. One-hot vectors are zeros if there is no pivot. */
interface Step {
  /** One-hot over rows: the row of the leaving variable. */
  readonly leaving: Shares;
  /** One-hot over columns: the column of the entering variable. */
  readonly entering: Shares;
  /** The pivot's whole row and column; arbitrary without a pivot. */
  readonly row: Line;
  readonly column: Line;
  /** 1 for a positive pivot element, −1 for a negative one, 0 for no pivot. */
  readonly sign: Shares;
  /** Bits: whether this iteration ends the first stage, and whether it sets costs aside. */
  readonly toDual: Shares;
  readonly setsAside: Shares;
  /** Bits: whether this iteration ends the dual stage, and whether it puts costs back. */
  readonly toFinal: Shares;
  readonly putsBack: Shares;
  /** Bits: of which kind the end is, if this iteration finds that the run is over. */
  readonly kind: Shares;
}

/**
 * Values are compared times random weights, which differ by at most one in 2^8: then rounding does
 * not decide which of equal values is the least, unless they are about as small as its errors.
 */
const LEAST_WEIGHT = 1n << 29n;
const WEIGHT_BITS = 21n;
const MOST_WEIGHT = LEAST_WEIGHT + (1n << WEIGHT_BITS);
/**
 * How much further below 0 than the threshold, in multiples of it, a reduced cost has to be in the
 * final stage: where units are far apart, rounding can put costs that are 0 on either side of the
 * threshold itself. Costs that are violated by more than c̄ have been found before.
 */
const LENIENCE = 255n;
/**
 * The ratio test of the final stage adds random numbers below 2^−22 to right-hand sides: then
 * rounding does not decide which of those that are 0 is the least.
 */
const TIE_BITS = 22n;

function complement(a: Arithmetic, bit: Shares): Shares {
  return a.addPublic(a.negate(bit), 1n);
}

/** A bit: whether the stage is the first one. */
function isFirst({ arithmetic: a, stage }: Tableau): Shares {
  return complement(a, a.add(stage.dual, stage.final));
}

/**
 * By row and by column: first what a value has to be below to be violated, then the values. Once
 * the run is over, none is.
 */
function valuesOf(tableau: Tableau): Lines {
  const { arithmetic: a, parts, ended } = tableau;
  const { rows, columns } = thresholds(tableau);
  const beyond = a.scale(ended.over, BEYOND_VALUES);
  const costs = a.add(tableau.perturbedCosts(), a.scale(parts.fixed, BEYOND_VALUES));
  return {
    rows: a.concat([a.negate(a.add(rows, beyond)), tableau.padded(tableau.rightHandSides())]),
    columns: a.concat([a.negate(a.add(columns, beyond)), tableau.padded(costs)]),
  };
}

/**
 * Products, to be reshared: the numerators of the ratio test. A pivot must keep them above 0:
 * right-hand sides in the primal stages, reduced costs in the dual one.
 */
function numeratorsOf(tableau: Tableau): Addends {
  const { arithmetic: a, stage } = tableau;
  const { dual, final, aside } = stage;
  const products = [
    // b̄ in the first stage, b + b̄ in the final one.
    a.outer(final, tableau.padded(tableau.rightHandSides())),
    a.outer(complement(a, dual), tableau.padded(tableau.auxiliaryRhs())),
    // c + c̄, or c̄ alone while costs are set aside.
    a.outer(a.subtract(dual, aside), tableau.padded(tableau.reducedCosts)),
    a.outer(dual, tableau.padded(tableau.costPerturbation)),
  ];
  return products.reduce((sum, product) => a.addAddends(sum, product));
}

/**
 * Along a violated column the row, or along a violated row the column, whose value reaches 0 first:
 * the one with the least value/d, where d is the entry of the column, or minus the entry of the
 * row. Of column and row, one is zeros. `barred`: 1 where a candidate must not be chosen.
 */
async function ratioTest(
  tableau: Tableau,
  { numerators, barred }: { readonly numerators: Shares; readonly barred: Shares },
  { column, row }: CrossLines,
): Promise<Choice> {
  const { arithmetic: a, layout } = tableau;
  const ofColumn = tableau.padded(a.slice(column, 0, layout.rows));
  const entries = a.subtract(ofColumn, tableau.padded(a.slice(row, 0, layout.columns)));
  const least = a.addPublic(a.scale(isFirst(tableau), LEAST_PIVOT_FIRST - LEAST_PIVOT), LEAST_PIVOT);
  const excluded = a.add(a.repeat(least, entries.length), a.scale(barred, BARRED));
  const chosen = await a.argminRatio(numerators, entries, a.subtract(excluded, entries));
  return { ...chosen, found: a.sum(chosen.oneHot) };
}

/** What is violated, and the row or column that the ratio test finds for it. */
async function find(tableau: Tableau, fractions: readonly bigint[]): Promise<Found> {
  const { arithmetic: a, parts, pending, layout } = tableau;
  const { dual, final } = tableau.stage;
  const primal = complement(a, dual);

  a.phase("violated");
  const both = valuesOf(tableau);
  const [change, lenience, numerators, barred] = await a.reshare(
    a.outer(dual, a.subtract(both.rows, both.columns)),
    a.product(final, a.scale(thresholds(tableau).columns, LENIENCE)),
    numeratorsOf(tableau),
    a.outer(dual, tableau.padded(parts.fixed)),
  );
  const spread = fractions.map((fraction) => fraction >> (BigInt(FRACTION_BITS) - WEIGHT_BITS));
  const weights = [MOST_WEIGHT, ...spread.map((more) => LEAST_WEIGHT + more)];
  const compared = a.add(both.columns, change);
  a.addInto(a.slice(compared, 0, 1), a.negate(lenience));
  const least = await a.argmin(a.scaleEach(compared, weights));
  const nothing = a.slice(least.oneHot, 0, 1);

  a.phase("ratio test");
  const [rows, columns] = await a.reshare(
    a.outer(dual, a.slice(least.oneHot, 1, layout.rows)),
    a.outer(primal, a.slice(least.oneHot, 1, layout.columns)),
  );
  const [column, columnWeights, row, rowWeights] = await a.reshare(
    ...tableau.columnAt(columns),
    ...tableau.rowAt(rows),
  );
  const [columnChange, rowChange] = await a.truncateEach(pending.toColumn(columnWeights), pending.toRow(rowWeights));
  tableau.complete({ column, row }, { column: columnChange, row: rowChange });
  const ratio = await ratioTest(tableau, { numerators, barred }, { column, row });
  return {
    primal,
    given: { rows, columns },
    settled: a.subtract(nothing, tableau.ended.over),
    fails: a.subtract(complement(a, nothing), ratio.found),
    ratio,
    lines: { column, row },
  };
}

/**
 * The leaving and entering variables, or why there is no pivot. Once the run is over there is
 * neither: nothing is violated, and `settled` is 0.
 */
async function decide(tableau: Tableau, found: Found, carrier: TypedCarrier): Promise<Step> {
  const { arithmetic: a, layout } = tableau;
  const { primal, given, settled, fails, ratio, lines } = found;
  const { dual, final, aside } = tableau.stage;
  const first = isFirst(tableau);
  const pivots = ratio.found;
  const [givenRows, givenColumns, metRows, metColumns, byColumn, ofSettled, ofFails] = await carrier.reshare(
    a.outer(pivots, given.rows),
    a.outer(pivots, given.columns),
    a.outer(primal, a.slice(ratio.oneHot, 0, layout.rows)),
    a.outer(dual, a.slice(ratio.oneHot, 0, layout.columns)),
    a.product(pivots, primal),
    a.product(a.concat([first, dual, aside, final]), a.repeat(settled, 4)),
    a.product(a.concat([first, dual, final]), a.repeat(fails, 3)),
  );
  const [metColumn, metColumnWeights, metRow, metRowWeights] = await carrier.reshare(
    ...tableau.columnAt(metColumns),
    ...tableau.rowAt(metRows),
  );
  const setsAside = a.slice(ofFails, 0, 1);
  return {
    leaving: a.add(givenRows, metRows),
    entering: a.add(givenColumns, metColumns),
    row: { shown: a.add(lines.row, metRow), weights: metRowWeights },
    column: { shown: a.add(lines.column, metColumn), weights: metColumnWeights },
    // The ratio test takes positive entries of a column and negative ones of a row.
    sign: a.subtract(a.scale(byColumn, 2n), pivots),
    toDual: a.add(setsAside, a.slice(ofSettled, 0, 1)),
    setsAside,
    toFinal: a.slice(ofSettled, 1, 1),
    putsBack: a.slice(ofSettled, 2, 1),
    // Infeasible, unbounded, optimal.
    kind: a.concat([a.slice(ofFails, 1, 2), a.slice(ofSettled, 3, 1)]),
  };
}

/** A step's products with the tableau; zeros without a pivot, or without a change of stage. */
async function prepare(
  tableau: Tableau,
  { given, ratio }: Found,
  { leaving, entering, row, column, sign, setsAside, toFinal, kind }: Step,
  { carrier, fractions }: { readonly carrier: TypedCarrier; readonly fractions: readonly bigint[] },
) {
  const { arithmetic: a, parts, layout, pending, costPerturbation } = tableau;
  const pivots = ratio.found;
  const ofCosts = a.publicVector(fractions.slice(0, layout.columns));
  const ofRhs = a.publicVector(fractions.slice(0, layout.rows).map((fraction) => fraction >> TIE_BITS));
  const [wholeColumn, wholeRow, columnWeights, rowWeights, leavingLabels, enteringLabels, reached, ...changes] =
    await carrier.reshare(
      a.outer(pivots, column.shown),
      a.outer(sign, a.add(row.shown, tableau.unitRow(entering))),
      a.outer(pivots, column.weights),
      a.outer(sign, row.weights),
      a.product(leaving, parts.basic),
      a.product(entering, parts.nonBasic),
      a.product(a.concat([leaving, entering]), parts.idle),
      a.addAddends(a.outer(setsAside, ofCosts), a.outer(a.negate(a.add(setsAside, toFinal)), costPerturbation)),
      a.outer(toFinal, a.subtract(ofRhs, tableau.auxiliaryRhs())),
      a.outer(a.sum(kind), a.concat([given.rows, given.columns])),
    );
  const lines = { column: wholeColumn, row: wholeRow };
  const [ofColumn, ofRow] = await carrier.truncateEach(pending.toColumn(columnWeights), pending.toRow(rowWeights));
  tableau.complete(lines, { column: ofColumn, row: ofRow });
  const [entered, left] = await carrier.reshare(
    a.outer(leaving, a.sum(enteringLabels)),
    a.outer(entering, a.sum(leavingLabels)),
  );
  const [perturbationChange, auxiliaryChange, lastViolated] = changes;
  return {
    lines,
    basicChange: a.subtract(entered, leavingLabels),
    nonBasicChange: a.subtract(left, enteringLabels),
    reached,
    ...{ perturbationChange, auxiliaryChange, lastViolated },
  };
}

/** The pivot, the change of stage or the end, if there is one. */
async function carryOut(tableau: Tableau, found: Found, fractions: readonly bigint[]): Promise<void> {
  const { arithmetic: a, parts, layout, stage, ended } = tableau;
  a.phase("pivot");
  // The magnitude of the pivot's element; 1 without a pivot.
  const element = a.add(found.ratio.denominator, a.scale(complement(a, found.ratio.found), ONE));
  const { reciprocal, meanwhile } = await a.reciprocalAlongside(element, async (carrier) => {
    const step = await decide(tableau, found, carrier);
    return { step, prepared: await prepare(tableau, found, step, { carrier, fractions }) };
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

  a.addInto(tableau.costPerturbation, prepared.perturbationChange);
  tableau.setAuxiliaryRhs(a.add(tableau.auxiliaryRhs(), prepared.auxiliaryChange));
  a.addInto(stage.dual, a.subtract(step.toDual, step.toFinal));
  a.addInto(stage.final, step.toFinal);
  a.addInto(stage.aside, a.subtract(step.setsAside, step.putsBack));
  a.addInto(ended.over, a.sum(step.kind));
  a.addInto(ended.kind, step.kind);
  a.addInto(ended.violated, prepared.lastViolated);
}

/**
 * One iteration. `random` must be the same at every node and fresh for each iteration.
 */
export async function iterate(tableau: Tableau, random: Random): Promise<void> {
  const { arithmetic: a, layout } = tableau;
  const mark = a.mark();
  const fractions = drawFractions(random, Math.max(layout.rows, layout.columns));
  await carryOut(tableau, await find(tableau, fractions), fractions);
  a.release(mark);
}
