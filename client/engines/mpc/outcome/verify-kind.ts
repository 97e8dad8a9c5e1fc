// Checks on shares, before anything opens, that the numbers of the last basis belong together, in
// the nodes' own units: largest cost, right-hand side and coefficient of every column near 1. They
// do not if the tableau that led to the basis had overflowed. exact-values.ts has the signs of the
// basis to more digits.
import type { Addends, Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import { COST_BITS, RHS_BITS } from "../simplex/first-tableau.ts";
import type { Tableau } from "../simplex/tableau.ts";
import { SOLUTION_BITS, VALUE_BITS, VECTOR_BITS } from "./exact-values.ts";
import { REFINED_BITS, TARGET_BITS } from "./refine.ts";

/** A reduced cost or multiplier counts as negative below −2^−30, a gap as open beyond ±2^−28. */
const SIGN_BITS = 30;
const GAP_BITS = 28;

/** What an optimum consists of, in the nodes' own units. */
export interface Optimum {
  /** By column and by row, with 80 fractional bits; w with the signs of the data. */
  readonly x: Shares;
  readonly w: Shares;
  /** Of all columns, with 88 fractional bits. */
  readonly reduced: Shares;
}

/** Fractional bits of sums of shortened products. */
const SUM_BITS = VECTOR_BITS + SOLUTION_BITS;

/** Two bits that are both 0 if the sum, with `SUM_BITS`, is within 2^−28 of 0. 4 rounds. */
async function notZero(a: Arithmetic, sum: Addends): Promise<Shares> {
  const [difference] = await a.reshare(sum);
  const slack = 1n << BigInt(SUM_BITS - GAP_BITS);
  return a.negative(a.concat([a.addPublic(difference, slack), a.addPublic(a.negate(difference), slack)]));
}

/** The inner product with the data, `bits` fractional bits. */
async function along(
  { arithmetic: a, parts }: Tableau,
  which: "rhs" | "costs",
  { vector, bits }: { readonly vector: Shares; readonly bits: number },
): Promise<Addends> {
  const [short] = await a.truncate(bits - SOLUTION_BITS, a.addends(vector));
  const [data] = await a.truncate((which === "rhs" ? RHS_BITS : COST_BITS) - VECTOR_BITS, a.addends(parts[which]));
  return a.dot(short, data);
}

/**
 * Bits: 1 where a reduced cost or the multiplier of an inequality is negative, or where cᵀx and
 * −bᵀw differ. 9 rounds.
 */
export async function notOptimal(tableau: Tableau, { x, w, reduced }: Optimum): Promise<Shares> {
  const { arithmetic: a, layout } = tableau;
  const signs = await a.negative(
    a.concat([
      a.addPublic(reduced, 1n << BigInt(VALUE_BITS - SIGN_BITS)),
      a.addPublic(a.slice(w, 0, layout.inequalities), 1n << BigInt(REFINED_BITS - SIGN_BITS)),
    ]),
  );
  const costs = await along(tableau, "costs", { vector: x, bits: REFINED_BITS });
  const sides = await along(tableau, "rhs", { vector: w, bits: REFINED_BITS });
  return a.concat([signs, await notZero(a, a.addAddends(costs, sides))]);
}

/**
 * Bits: 1 where a slack is negative, or that of an equality not 0. `slacks` with 88 fractional
 * bits, by row. 3 rounds.
 */
export function notMet({ arithmetic: a, layout }: Tableau, slacks: Shares): Promise<Shares> {
  const { rows, inequalities } = layout;
  const both = a.concat([slacks, a.negate(a.slice(slacks, inequalities, rows - inequalities))]);
  return a.negative(a.addPublic(both, 1n << BigInt(VALUE_BITS - SIGN_BITS)));
}

/**
 * Bits that are all 0 if a Farkas vector (`which` is rhs) or a ray (costs), with `TARGET_BITS`,
 * proves as much as `value`, with 88: the violated value of its row, the reduced cost of its
 * column. 8 rounds.
 */
export async function notProven(
  tableau: Tableau,
  which: "rhs" | "costs",
  { vector, value }: { readonly vector: Shares; readonly value: Shares },
): Promise<Shares> {
  const { arithmetic: a } = tableau;
  const sum = await along(tableau, which, { vector, bits: TARGET_BITS });
  return notZero(a, a.addAddends(sum, a.addends(a.scale(value, -(1n << BigInt(SUM_BITS - VALUE_BITS))))));
}
