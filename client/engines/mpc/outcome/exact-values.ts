// The slacks of all rows and the reduced costs of all columns at the last basis, to 88 fractional
// bits: far more than the tableau's own 40. A residual of the data has 152 fractional bits and is
// known modulo 2^128, which suffices for one below 2^−28. A second one, computed from shorter
// numbers, shows whether it is, and is itself exact enough where it is not. A third, from still
// shorter ones, does the same for the second, which wraps around from 2^17 on.
import type { Addends, Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import { DATA_BITS } from "../input/words.ts";
import { COST_BITS, RHS_BITS } from "../simplex/first-tableau.ts";
import { type LastBasis, REFINED_BITS } from "./refine.ts";

/** Fractional bits of exact values. */
export const VALUE_BITS = 88;
/** What is below −2^−68 is negative; the rest may be errors of the refinement. */
const NEGATIVE = 1n << BigInt(VALUE_BITS - 68);
/** Of a residual of the data. */
const RESIDUAL_BITS = REFINED_BITS + DATA_BITS;
/** Fractional bits of the shorter numbers: solutions, right-hand sides and costs, coefficients. */
export const SOLUTION_BITS = 50;
export const VECTOR_BITS = 56;
const MATRIX_BITS = 60;
const COARSE_BITS = SOLUTION_BITS + MATRIX_BITS;
/** The same of the still shorter ones. */
const FAR = { solution: 30, vector: 44, matrix: 44 } as const;
const FAR_BITS = FAR.solution + FAR.matrix;
/** Residuals are small below 2^−28, and large from 2^10 on. */
const SMALL = 1n << BigInt(COARSE_BITS - 28);
const LARGE = 1n << BigInt(FAR_BITS + 10);
/** The largest exact value; larger ones are cut off. */
const MOST = 1n << BigInt(FAR_BITS + 38);

/** One residual, three times: exact modulo 2^128, rough, and rougher but far from 2^128. */
interface Residuals {
  readonly fine: Addends;
  readonly coarse: Addends;
  readonly far: Addends;
}

/**
 * Each `inside` where the tested value is at least −limit and below it, else `outside`. 3 rounds.
 */
async function within(
  a: Arithmetic,
  { tested, limit }: { readonly tested: Shares; readonly limit: bigint },
  inside: Shares,
  outside: Shares,
): Promise<Shares> {
  const difference = a.subtract(inside, outside);
  const { products } = await a.negativeTimes(
    a.concat([a.addPublic(tested, -limit), a.addPublic(tested, limit)]),
    a.concat([difference, difference]),
  );
  const [belowTop, belowBottom] = [0, 1].map((k) => a.slice(products, k * tested.length, tested.length)) as [
    Shares,
    Shares,
  ];
  return a.add(outside, a.subtract(belowTop, belowBottom));
}

/** Magnitudes above `limit` become `limit`. 3 rounds. */
export async function cutOff(a: Arithmetic, values: Shares, limit: bigint): Promise<Shares> {
  const distances = a.concat([a.addPublic(a.negate(values), limit), a.addPublic(values, limit)]);
  const { products } = await a.negativeTimes(distances, distances);
  const [tooHigh, tooLow] = [a.slice(products, 0, values.length), a.slice(products, values.length, values.length)];
  return a.add(values, a.subtract(tooHigh, tooLow));
}

async function combine(a: Arithmetic, { fine, coarse, far }: Residuals): Promise<Shares> {
  const [low, middle, high] = await a.reshare(fine, coarse, far);
  const [exact] = await a.truncate(RESIDUAL_BITS - VALUE_BITS, a.addends(low));
  const [rough] = await a.truncate(COARSE_BITS - VALUE_BITS, a.addends(middle));
  const large = a.scale(await cutOff(a, high, MOST), 1n << BigInt(VALUE_BITS - FAR_BITS));
  const usual = await within(a, { tested: middle, limit: SMALL }, exact, rough);
  return within(a, { tested: high, limit: LARGE }, usual, large);
}

function shift(a: Arithmetic, values: Shares, from: number, to: number): Addends {
  return a.addends(a.scale(values, 1n << BigInt(to - from)));
}

/** What is added up: coefficients, a solution or multipliers, and right-hand sides or costs. */
interface Terms {
  /** 72 fractional bits. */
  readonly matrix: Shares;
  /** `REFINED_BITS`. */
  readonly solution: Shares;
  readonly vector: Shares;
  readonly vectorBits: number;
}

/** vector + multiply(matrix, solution), exactly. */
async function residuals(
  a: Arithmetic,
  { matrix, solution, vector, vectorBits }: Terms,
  multiply: (matrix: Shares, solution: Shares) => Addends,
): Promise<Shares> {
  const sum = (from: { readonly vector: Shares; readonly bits: number }, to: number, product: Addends): Addends =>
    a.addAddends(shift(a, from.vector, from.bits, to), product);
  const shortened = async (bits: { readonly solution: number; readonly vector: number; readonly matrix: number }) => {
    const [x] = await a.truncate(REFINED_BITS - bits.solution, a.addends(solution));
    const [coefficients] = await a.truncate(DATA_BITS - bits.matrix, a.addends(matrix));
    const [short] = await cut(a, vector, vectorBits - bits.vector);
    return sum({ vector: short, bits: bits.vector }, bits.solution + bits.matrix, multiply(coefficients, x));
  };
  return combine(a, {
    fine: sum({ vector, bits: vectorBits }, RESIDUAL_BITS, multiply(matrix, solution)),
    coarse: await shortened({ solution: SOLUTION_BITS, vector: VECTOR_BITS, matrix: MATRIX_BITS }),
    far: await shortened(FAR),
  });
}

/** Drops up to 128 bits. */
async function cut(a: Arithmetic, x: Shares, bits: number): Promise<[Shares]> {
  const [first] = await a.truncate(Math.min(bits, 64), a.addends(x));
  return bits <= 64 ? [first] : a.truncate(bits - 64, a.addends(first));
}

/** The slacks of all rows; `x` is the refined basic solution. About 20 rounds. */
export function exactSlacks({ tableau, coefficients, rhs }: LastBasis, x: Shares): Promise<Shares> {
  const { arithmetic: a } = tableau;
  const terms = { matrix: a.negate(coefficients), solution: x, vector: rhs, vectorBits: RHS_BITS };
  return residuals(a, terms, (matrix, solution) => a.matrixVector(matrix, solution));
}

/** The values of the basic variables, by row, from all slacks and `x`. 1 round. */
export async function exactRows(
  { tableau, places }: LastBasis,
  { slacks, x }: { readonly slacks: Shares; readonly x: Shares },
): Promise<Shares> {
  const { arithmetic: a } = tableau;
  const long = a.scale(x, 1n << BigInt(VALUE_BITS - REFINED_BITS));
  const [values] = await a.reshare(
    a.addAddends(a.matrixVector(places.columnsInRows, long), a.matrixVector(places.logicalsInRows, slacks)),
  );
  return values;
}

/**
 * The reduced costs of all columns; `w` are the refined multipliers of the basis. About 20 rounds.
 */
export function exactReduced({ tableau, coefficients }: LastBasis, w: Shares): Promise<Shares> {
  const { arithmetic: a, parts } = tableau;
  const terms = { matrix: coefficients, solution: w, vector: parts.costs, vectorBits: COST_BITS };
  return residuals(a, terms, (matrix, multipliers) => a.vectorMatrix(multipliers, matrix));
}

/**
 * The reduced costs of the non-basic variables, by column, from those of all columns and `w`; 0
 * where an equality's logical is, whose sign does not matter. 2 rounds.
 */
export async function exactColumns(
  { tableau, places }: LastBasis,
  { reduced, w }: { readonly reduced: Shares; readonly w: Shares },
): Promise<Shares> {
  const { arithmetic: a, parts } = tableau;
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
