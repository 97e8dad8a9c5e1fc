// Corrects the rounding errors that pivots have added to the tableau: one Newton step against the
// exact data, on shares (Schulz 1933). A pivot on a small element multiplies errors by the size of
// its row and column over the element, and nothing else ever reduces them; after this step the
// error is about its own square. With W = (T, b̂), the basis B and all other columns N, the
// residual N − BW should be 0. W becomes W + B⁻¹(N − BW), where T itself holds the columns of B⁻¹
// that are not unit vectors. The residual of z = c + Aᵀw corrects the reduced costs in the same
// way. Only B and B⁻¹, which are m × m, are reshared: N is a sum of addends, and stays one. Nothing
// opens, and the step takes place at public points of the run.
import type { Addends, Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import { DATA_BITS } from "../input/words.ts";
import { COST_BITS, RHS_BITS } from "./first-tableau.ts";
import { FRACTION_BITS, HEADROOM_BITS, ONE } from "./fixed-point.ts";
import { type Places, placesOf } from "./labels.ts";
import type { Tableau } from "./tableau.ts";

/** The place of each variable in a tableau, and the data with the signs that rows are read with. */
export interface Basis {
  readonly tableau: Tableau;
  readonly places: Places;
  /** m × n, 72 fractional bits, and m with 120. */
  readonly coefficients: Shares;
  readonly rhs: Shares;
}

/** About log2(log2(m + n)) + 5 rounds. */
export async function basisOf(tableau: Tableau): Promise<Basis> {
  return { tableau, places: await placesOf(tableau), ...(await signedData(tableau)) };
}

/** Only equalities are read with another sign. 1 round. */
async function signedData({ arithmetic: a, layout, parts }: Tableau): Promise<Pick<Basis, "coefficients" | "rhs">> {
  const { inequalities, rows, columns } = layout;
  const count = rows - inequalities;
  const own = a.slice(parts.signs, inequalities, count);
  const bySigns = a.gather(
    own,
    Array.from({ length: count * columns }, (_, k) => Math.floor(k / columns)),
  );
  const [coefficients, rhs] = await a.reshare(
    a.product(bySigns, a.slice(parts.coefficients, inequalities * columns, count * columns)),
    a.product(own, a.slice(parts.rhs, inequalities, count)),
  );
  return {
    coefficients: a.concat([a.slice(parts.coefficients, 0, inequalities * columns), coefficients]),
    rhs: a.concat([a.slice(parts.rhs, 0, inequalities), rhs]),
  };
}

/**
 * Fractional bits of a product of the data and the tableau, which is exact modulo 2^128, and of
 * residuals, which are below 2^14.
 */
const EXACT_BITS = DATA_BITS + FRACTION_BITS;
const RESIDUAL_BITS = 60;

/** Appends a last column. */
function withColumn(a: Arithmetic, matrix: Shares, columns: number, last: Shares): Shares {
  const { length } = last;
  const joined = a.zeros(matrix.length + length);
  const places = { first: 0, rows: length, rowStep: columns + 1, count: columns, step: 1 };
  a.put(joined, places, matrix);
  a.put(joined, { ...places, first: columns, count: 1 }, last);
  return joined;
}

/** B, with 72 fractional bits. */
function basisMatrix({ tableau, places, coefficients }: Basis): Addends {
  const { arithmetic: a, layout } = tableau;
  const { rows, columns } = layout;
  const ofLogicals = a.scale(a.transpose(places.logicalsInRows, rows), 1n << BigInt(DATA_BITS));
  return a.addAddends(
    a.addends(ofLogicals),
    a.matrixMatrix(coefficients, a.transpose(places.columnsInRows, columns), columns),
  );
}

/** B⁻¹, with 40 fractional bits: the columns of T that belong to logicals, and unit vectors. */
function inverse({ tableau, places }: Basis): Addends {
  const { arithmetic: a, layout } = tableau;
  return a.addAddends(
    a.addends(a.scale(places.logicalsInRows, ONE)),
    a.matrixMatrix(tableau.body(), places.logicalsInColumns, layout.columns),
  );
}

/** (N, b), with `EXACT_BITS`: m × (n + 1). */
function otherColumns({ tableau, places, coefficients, rhs }: Basis): Addends {
  const { arithmetic: a, layout } = tableau;
  const { rows, columns } = layout;
  const ofColumns = withColumn(a, a.transpose(places.columnsInColumns, columns), columns, a.zeros(columns));
  const ofLogicals = withColumn(
    a,
    a.scale(a.transpose(places.logicalsInColumns, rows), 1n << BigInt(EXACT_BITS)),
    columns,
    a.scale(rhs, 1n << BigInt(EXACT_BITS + HEADROOM_BITS - RHS_BITS)),
  );
  return a.addAddends(a.addends(ofLogicals), a.matrixMatrix(coefficients, a.scale(ofColumns, ONE), columns));
}

/** The residual of z, by column: `byColumn` is what reduced costs say it is, with 40 bits. */
function costResiduals({ tableau, coefficients }: Basis, multipliers: Shares, byColumn: Shares): Addends {
  const { arithmetic: a, parts } = tableau;
  const aim = a.subtract(
    a.scale(parts.costs, 1n << BigInt(EXACT_BITS + HEADROOM_BITS - COST_BITS)),
    a.scale(byColumn, 1n << BigInt(DATA_BITS)),
  );
  return a.addAddends(a.addends(aim), a.vectorMatrix(multipliers, coefficients));
}

/** Changes the true reduced costs, and those used in pricing unless they are set aside. */
async function changeCosts(tableau: Tableau, change: Shares): Promise<void> {
  const { arithmetic: a, trueReducedCosts } = tableau;
  a.addInto(trueReducedCosts, change);
  const [setAside] = await a.reshare(a.outer(tableau.stage.setAside, trueReducedCosts));
  a.copyInto(tableau.reducedCosts, a.subtract(trueReducedCosts, setAside));
}

/**
 * One Newton step for all cells of the tableau except the perturbations, which are arbitrary. About
 * 10 rounds, 2m(m + n + 1) words.
 */
export async function refresh(basis: Basis): Promise<void> {
  const { tableau, places } = basis;
  const { arithmetic: a, trueReducedCosts } = tableau;
  const { rows } = tableau.layout;
  const mark = a.mark();
  await tableau.applyPending();
  const body = tableau.bodyWithRhs();
  const [matrix, inverted, multipliers, byColumn] = await a.reshare(
    basisMatrix(basis),
    inverse(basis),
    a.vectorMatrix(trueReducedCosts, places.logicalsInColumns),
    a.vectorMatrix(trueReducedCosts, places.columnsInColumns),
  );
  const [residuals, ofCosts] = await a.truncate(
    EXACT_BITS - RESIDUAL_BITS,
    a.addAddends(otherColumns(basis), a.matrixMatrix(a.negate(matrix), body, rows)),
    costResiduals(basis, multipliers, byColumn),
  );
  const [change] = await a.truncate(RESIDUAL_BITS, a.matrixMatrix(inverted, residuals, rows));
  tableau.setBodyWithRhs(a.add(body, change));
  const [ofBasic, ofNonBasic] = await a.reshare(
    a.matrixVector(places.columnsInRows, ofCosts),
    a.matrixVector(places.columnsInColumns, ofCosts),
  );
  const [costChange] = await a.truncate(
    RESIDUAL_BITS,
    a.addAddends(
      a.vectorMatrix(a.negate(ofBasic), tableau.body()),
      a.addends(a.scale(ofNonBasic, 1n << BigInt(FRACTION_BITS))),
    ),
  );
  await changeCosts(tableau, costChange);
  a.release(mark);
}
