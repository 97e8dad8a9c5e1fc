// Corrects the rounding errors that pivots have added to the tableau: one Newton step against the
// exact data, on shares (Schulz 1933). A pivot on a small element multiplies errors by the size of
// its row and column over the element, and nothing else ever reduces them; after this step the
// error is about its own square. With W = (T, b̂), the basis B and all other columns N, the
// residual N − BW should be 0. W becomes W + B⁻¹(N − BW), where T itself holds the columns of B⁻¹
// that are not unit vectors. The residual of z = c + Aᵀw corrects the reduced costs in the same
// way. Nothing opens, and the step takes place at public points of the run.
import type { Addends, Shares } from "../../../crypto/sharing/arena.ts";
import { DATA_BITS } from "../input/words.ts";
import { COST_BITS } from "./first-tableau.ts";
import { FRACTION_BITS, HEADROOM_BITS } from "./fixed-point.ts";
import { placesOf } from "./labels.ts";
import { type Basis, EXACT_BITS, newtonWay } from "./newton.ts";
import type { Tableau } from "./tableau.ts";

/** About log2(log2(m + n)) + 5 rounds. */
export async function basisOf(tableau: Tableau): Promise<Basis> {
  return { tableau, places: await placesOf(tableau), ...(await signedData(tableau)) };
}

/** Only equalities are read with another sign. 1 round. */
async function signedData({ arithmetic: a, layout, parts }: Tableau): Promise<Pick<Basis, "coefficients" | "rhs">> {
  const { inequalities, rows, columns } = layout;
  const count = rows - inequalities;
  const own = a.slice(parts.signs, inequalities, count);
  const [coefficients, rhs] = await a.reshare(
    a.product(a.repeat(own, columns), a.slice(parts.coefficients, inequalities * columns, count * columns)),
    a.product(own, a.slice(parts.rhs, inequalities, count)),
  );
  return {
    coefficients: a.concat([a.slice(parts.coefficients, 0, inequalities * columns), coefficients]),
    rhs: a.concat([a.slice(parts.rhs, 0, inequalities), rhs]),
  };
}

/** Fractional bits of residuals, which are below 2^14. */
const RESIDUAL_BITS = 60;

/** The residual of z, by column: `byColumn` is what reduced costs say it is, with 40 bits. */
function costResiduals({ tableau, coefficients }: Basis, multipliers: Shares, byColumn: Shares): Addends {
  const { arithmetic: a, parts } = tableau;
  const aim = a.subtract(
    a.scale(parts.costs, 1n << BigInt(EXACT_BITS + HEADROOM_BITS - COST_BITS)),
    a.scale(byColumn, 1n << BigInt(DATA_BITS)),
  );
  return a.addAddends(a.addends(aim), a.vectorMatrix(multipliers, coefficients));
}

/**
 * One Newton step for all cells of the tableau except b̄ and c̄, which are arbitrary. About 10
 * rounds.
 */
export async function refresh(basis: Basis): Promise<void> {
  const { tableau, places } = basis;
  const { arithmetic: a, reducedCosts } = tableau;
  const way = newtonWay(tableau.layout);
  const mark = a.mark();
  await tableau.applyPending();
  const body = tableau.bodyWithRhs();
  const [multipliers, byColumn, ...first] = await a.reshare(
    a.vectorMatrix(reducedCosts, places.logicalsInColumns),
    a.vectorMatrix(reducedCosts, places.columnsInColumns),
    ...way.first(basis, body),
  );
  const [residuals, ofCosts] = await a.truncate(
    EXACT_BITS - RESIDUAL_BITS,
    way.residuals(basis, body, first),
    costResiduals(basis, multipliers, byColumn),
  );
  const [ofBasic, ofNonBasic, ...second] = await a.reshare(
    a.matrixVector(places.columnsInRows, ofCosts),
    a.matrixVector(places.columnsInColumns, ofCosts),
    ...way.second(basis, residuals),
  );
  const [change] = await a.truncate(RESIDUAL_BITS, way.change(basis, residuals, { first, second }));
  tableau.setBodyWithRhs(a.add(body, change));
  const [costChange] = await a.truncate(
    RESIDUAL_BITS,
    a.addAddends(
      a.vectorMatrix(a.negate(ofBasic), tableau.body()),
      a.addends(a.scale(ofNonBasic, 1n << BigInt(FRACTION_BITS))),
    ),
  );
  a.addInto(reducedCosts, costChange);
  a.release(mark);
}
