// Corrects the rounding errors that pivots have added to the tableau: one Newton step against the
// exact data, on shares (Schulz 1933). A pivot on a small element multiplies errors by the size of
// its row and column over the element, and nothing else ever reduces them; after this step the
// error is about its own square. With W = (T, b̂), the basis B and all other columns N, the
// residual N − BW should be 0. W becomes W + B⁻¹(N − BW), where T itself holds the columns of B⁻¹
// that are not unit vectors. The residual of z = c + Aᵀw corrects the reduced costs in the same
// way. Nothing opens, and the step takes place at public points of the run.
import type { Shares } from "../../../crypto/sharing/arena.ts";
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
  const { arithmetic: a, layout, parts } = tableau;
  const { rows, columns } = layout;
  const places = await placesOf(tableau);
  const signs = a.gather(
    parts.signs,
    Array.from({ length: rows * columns }, (_, k) => Math.floor(k / columns)),
  );
  const [coefficients, rhs] = await a.reshare(a.product(signs, parts.coefficients), a.product(parts.signs, parts.rhs));
  return { tableau, places, coefficients, rhs };
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

/** Corrects the m × n tableau and its right-hand sides. About 10 rounds. */
async function refreshBody({ tableau, places, coefficients, rhs }: Basis): Promise<void> {
  const { arithmetic: a } = tableau;
  const { rows, columns } = tableau.layout;
  const body = tableau.bodyWithRhs();
  // What one unit of each non-basic variable, or the right-hand sides, contribute to columns and
  // logicals.
  const [byColumn, byLogical] = await a.reshare(
    a.matrixMatrix(a.transpose(places.columnsInRows, columns), body, rows),
    a.matrixMatrix(a.transpose(places.logicalsInRows, rows), body, rows),
  );
  const x = a.subtract(
    withColumn(a, a.scale(a.transpose(places.columnsInColumns, columns), ONE), columns, a.zeros(columns)),
    byColumn,
  );
  const aim = withColumn(
    a,
    a.scale(a.transpose(places.logicalsInColumns, rows), 1n << BigInt(EXACT_BITS)),
    columns,
    a.scale(rhs, 1n << BigInt(EXACT_BITS + HEADROOM_BITS - RHS_BITS)),
  );
  const slacks = a.subtract(aim, a.scale(byLogical, 1n << BigInt(DATA_BITS)));
  const [residuals] = await a.truncate(
    EXACT_BITS - RESIDUAL_BITS,
    a.addAddends(a.addends(slacks), a.matrixMatrix(coefficients, x, columns)),
  );
  const [ofNonBasic, ofBasic] = await a.reshare(
    a.matrixMatrix(places.logicalsInColumns, residuals, rows),
    a.matrixMatrix(places.logicalsInRows, residuals, rows),
  );
  const [change] = await a.truncate(
    RESIDUAL_BITS,
    a.addAddends(
      a.matrixMatrix(tableau.body(), ofNonBasic, columns),
      a.addends(a.scale(ofBasic, 1n << BigInt(FRACTION_BITS))),
    ),
  );
  tableau.setBodyWithRhs(a.add(body, change));
}

/**
 * Corrects the true reduced costs, and those used in pricing unless they are set aside. About 8
 * rounds.
 */
async function refreshCosts({ tableau, places, coefficients }: Basis): Promise<void> {
  const { arithmetic: a, parts, trueReducedCosts } = tableau;
  const [multipliers, byColumn] = await a.reshare(
    a.vectorMatrix(trueReducedCosts, places.logicalsInColumns),
    a.vectorMatrix(trueReducedCosts, places.columnsInColumns),
  );
  const aim = a.subtract(
    a.scale(parts.costs, 1n << BigInt(EXACT_BITS + HEADROOM_BITS - COST_BITS)),
    a.scale(byColumn, 1n << BigInt(DATA_BITS)),
  );
  const [residuals] = await a.truncate(
    EXACT_BITS - RESIDUAL_BITS,
    a.addAddends(a.addends(aim), a.vectorMatrix(multipliers, coefficients)),
  );
  const [ofBasic, ofNonBasic] = await a.reshare(
    a.matrixVector(places.columnsInRows, residuals),
    a.matrixVector(places.columnsInColumns, residuals),
  );
  const [change] = await a.truncate(
    RESIDUAL_BITS,
    a.addAddends(
      a.vectorMatrix(a.negate(ofBasic), tableau.body()),
      a.addends(a.scale(ofNonBasic, 1n << BigInt(FRACTION_BITS))),
    ),
  );
  a.addInto(trueReducedCosts, change);
  const [setAside] = await a.reshare(a.outer(tableau.stage.setAside, trueReducedCosts));
  a.copyInto(tableau.reducedCosts, a.subtract(trueReducedCosts, setAside));
}

/** One Newton step for all cells of the tableau except the perturbations, which are arbitrary. */
export async function refresh(basis: Basis): Promise<void> {
  const { arithmetic: a } = basis.tableau;
  const mark = a.mark();
  await basis.tableau.applyPending();
  await refreshBody(basis);
  await refreshCosts(basis);
  a.release(mark);
}
