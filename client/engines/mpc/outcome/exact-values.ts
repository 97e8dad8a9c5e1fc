// The values of basic variables and the reduced costs of non-basic ones at the last basis, to 88
// fractional bits: far more than the tableau's own 40. A residual of the data has 152 fractional
// bits and is known modulo 2^128, which suffices for one below 2^−28. A second one, computed from
// shorter numbers, shows whether it is, and is itself exact enough where it is not.
import type { Addends, Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import { DATA_BITS } from "../input/words.ts";
import { COST_BITS, RHS_BITS } from "../simplex/first-tableau.ts";
import { type LastBasis, REFINED_BITS } from "./refine.ts";

/** Fractional bits of exact values. */
export const VALUE_BITS = 88;
/** What is below −2^−68 is negative; the rest may be errors of the refinement. */
const NEGATIVE = 1n << BigInt(VALUE_BITS - 68);
/** Fractional bits of the shorter numbers: solutions, right-hand sides and costs, coefficients. */
export const SOLUTION_BITS = 50;
export const VECTOR_BITS = 56;
export const MATRIX_BITS = 60;
const COARSE_BITS = SOLUTION_BITS + MATRIX_BITS;
const FINE_BITS = REFINED_BITS + DATA_BITS;
/** Residuals are small below 2^−28. */
const SMALL = 1n << BigInt(COARSE_BITS - 28);

/** The same numbers, twice: exact modulo 2^128, and rough. */
interface Twice {
  readonly fine: Addends;
  readonly coarse: Addends;
}

async function combine(a: Arithmetic, { fine, coarse }: Twice): Promise<Shares> {
  const [low, high] = await a.reshare(fine, coarse);
  const [exact] = await a.truncate(FINE_BITS - VALUE_BITS, a.addends(low));
  const [rough] = await a.truncate(COARSE_BITS - VALUE_BITS, a.addends(high));
  const difference = a.subtract(exact, rough);
  // Small: at least −2^−28 and below 2^−28.
  const { products } = await a.negativeTimes(
    a.concat([a.addPublic(high, -SMALL), a.addPublic(high, SMALL)]),
    a.concat([difference, difference]),
  );
  const [belowTop, belowBottom] = [0, 1].map((k) => a.slice(products, k * high.length, high.length)) as [
    Shares,
    Shares,
  ];
  return a.add(rough, a.subtract(belowTop, belowBottom));
}

function shift(a: Arithmetic, values: Shares, from: number, to: number): Addends {
  return a.addends(a.scale(values, 1n << BigInt(to - from)));
}

/**
 * The values of the basic variables, by row; `x` is the refined basic solution. About 10 rounds.
 */
export async function exactRows({ tableau, places, coefficients, rhs }: LastBasis, x: Shares): Promise<Shares> {
  const { arithmetic: a } = tableau;
  const [shortX] = await a.truncate(REFINED_BITS - SOLUTION_BITS, a.addends(x));
  const [matrix] = await a.truncate(DATA_BITS - MATRIX_BITS, a.addends(coefficients));
  const [shortRhs] = await a.truncate(RHS_BITS - VECTOR_BITS, a.addends(rhs));
  const slacks = await combine(a, {
    fine: a.addAddends(shift(a, rhs, RHS_BITS, FINE_BITS), a.matrixVector(a.negate(coefficients), x)),
    coarse: a.addAddends(shift(a, shortRhs, VECTOR_BITS, COARSE_BITS), a.matrixVector(a.negate(matrix), shortX)),
  });
  const long = a.scale(x, 1n << BigInt(VALUE_BITS - REFINED_BITS));
  const [values] = await a.reshare(
    a.addAddends(a.matrixVector(places.columnsInRows, long), a.matrixVector(places.logicalsInRows, slacks)),
  );
  return values;
}

/**
 * The reduced costs of the non-basic variables, by column; 0 where an equality's logical is, whose
 * sign does not matter. `w` are the refined multipliers of the basis. About 10 rounds.
 */
export async function exactColumns({ tableau, places, coefficients }: LastBasis, w: Shares): Promise<Shares> {
  const { arithmetic: a, parts } = tableau;
  const [shortW] = await a.truncate(REFINED_BITS - SOLUTION_BITS, a.addends(w));
  const [matrix] = await a.truncate(DATA_BITS - MATRIX_BITS, a.addends(coefficients));
  const [shortCosts] = await a.truncate(COST_BITS - VECTOR_BITS, a.addends(parts.costs));
  const reduced = await combine(a, {
    fine: a.addAddends(shift(a, parts.costs, COST_BITS, FINE_BITS), a.vectorMatrix(w, coefficients)),
    coarse: a.addAddends(shift(a, shortCosts, VECTOR_BITS, COARSE_BITS), a.vectorMatrix(shortW, matrix)),
  });
  const long = a.scale(w, 1n << BigInt(VALUE_BITS - REFINED_BITS));
  const [values] = await a.reshare(
    a.addAddends(a.matrixVector(places.columnsInColumns, reduced), a.matrixVector(places.logicalsInColumns, long)),
  );
  const [barred] = await a.reshare(a.product(parts.fixed, values));
  return a.subtract(values, barred);
}

/** Bits: 1 where an exact value is negative. 3 rounds. */
export function negativeValues(a: Arithmetic, values: Shares): Promise<Shares> {
  return a.negative(a.addPublic(values, NEGATIVE));
}
