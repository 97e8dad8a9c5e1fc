// A check on shares, before anything opens, that x̂ and ŵ belong together, in the nodes' own units:
// largest cost, right-hand side and coefficient of every column near 1. exact-values.ts has the
// signs of the basis to more digits.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import { DATA_BITS } from "../input/words.ts";
import { COST_BITS, RHS_BITS } from "../simplex/first-tableau.ts";
import type { Tableau } from "../simplex/tableau.ts";
import { MATRIX_BITS, SOLUTION_BITS, VECTOR_BITS } from "./exact-values.ts";
import { REFINED_BITS } from "./refine.ts";

/** A reduced cost or multiplier counts as negative below −2^−30, a gap as open beyond ±2^−28. */
const SIGN_BITS = 30;
const GAP_BITS = 28;
/**
 * Bits: 1 where a reduced cost or the multiplier of an inequality is negative, or where cᵀx and
 * −bᵀw differ. `x` by column and `w` by row with 80 fractional bits, w with the signs of the data.
 * 9 rounds.
 */
export async function notOptimal(
  { arithmetic: a, layout, parts }: Tableau,
  { x, w }: { readonly x: Shares; readonly w: Shares },
): Promise<Shares> {
  const { coefficients, rhs, costs } = parts;
  const [shortX, shortW] = await a.truncate(REFINED_BITS - SOLUTION_BITS, a.addends(x), a.addends(w));
  const [matrix] = await a.truncate(DATA_BITS - MATRIX_BITS, a.addends(coefficients));
  const [shortRhs] = await a.truncate(RHS_BITS - VECTOR_BITS, a.addends(rhs));
  const [shortCosts] = await a.truncate(COST_BITS - VECTOR_BITS, a.addends(costs));
  const bits = MATRIX_BITS + SOLUTION_BITS;
  const [reduced, gap] = await a.reshare(
    a.addAddends(a.vectorMatrix(shortW, matrix), a.addends(a.scale(shortCosts, 1n << BigInt(bits - VECTOR_BITS)))),
    a.addAddends(a.dot(shortX, shortCosts), a.dot(shortW, shortRhs)),
  );
  const slack = 1n << BigInt(VECTOR_BITS + SOLUTION_BITS - GAP_BITS);
  return a.negative(
    a.concat([
      a.addPublic(reduced, 1n << BigInt(bits - SIGN_BITS)),
      a.addPublic(a.slice(shortW, 0, layout.inequalities), 1n << BigInt(SOLUTION_BITS - SIGN_BITS)),
      a.addPublic(gap, slack),
      a.addPublic(a.negate(gap), slack),
    ]),
  );
}
