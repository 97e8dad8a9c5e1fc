// Checks on shares, before anything of a solution opens, that it suits the round. Only one bit
// opens, for all checks together.
import type { Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import { type SharedProgram, sharedRows, unitsOfRows } from "../input/shared-program.ts";
import { DATA_BITS } from "../input/words.ts";
import { jointShape } from "../shape.ts";
import type { Tableau } from "../simplex/tableau.ts";

/** Bits cut off the data where it would overflow. */
const COARSE = 44;
/**
 * Residuals that the coarse computation puts below this count as near: the exact one is then below
 * 2^126 + 2^116 for each column.
 */
const NEAR = 1n << 82n;
/** Bound on the shared tolerances of rows. */
const MAX_TOLERANCE = 1n << 125n;

/**
 * Two bits per value: 1 in the first half where it is below −`limit`, 1 in the second where it is
 * above `limit`. 3 rounds.
 */
export function beyond(a: Arithmetic, values: Shares, limit: bigint): Promise<Shares> {
  return a.negative(a.concat([a.addPublic(values, limit), a.addPublic(a.negate(values), limit)]));
}

/**
 * Secret bits: 1 where a row of the round's own data misses its right-hand side by more than the
 * round's residual tolerance at `x`, integers from 0 to 2^76 at 10^δ. About 10 rounds.
 *
 * Residuals are exact mod 2^128. One that does not fit is recognised by a second one, computed from
 * shorter numbers and correct to 2^116 for each column.
 */
export async function violatedRows(program: SharedProgram, x: Shares): Promise<Shares> {
  const { arithmetic: a, round } = program;
  const { rows, inequalities } = jointShape(round);
  const { coefficients, rhs } = sharedRows(program);
  const grid = 10n ** BigInt(round.decimals.solution);
  const [shortCoefficients, shortRhs] = await a.truncate(COARSE, a.addends(coefficients), a.addends(rhs));
  const [exactLeft, coarseLeft, unit] = await a.reshare(
    a.matrixVector(coefficients, x),
    a.matrixVector(shortCoefficients, x),
    unitsOfRows(program),
  );
  const exact = a.subtract(a.scale(rhs, grid), exactLeft);
  const coarse = a.subtract(a.scale(shortRhs, grid), coarseLeft);

  const { residual } = round.tolerances;
  const most = MAX_TOLERANCE / (residual > 1n ? residual : 1n);
  const over = a.addPublic(unit, -most);
  const { products: kept } = await a.negativeTimes(over, over);
  const tolerance = a.scale(a.addPublic(kept, most), residual);

  // An equality is two inequalities.
  const equalities = Array.from({ length: rows - inequalities }, (_, i) => inequalities + i);
  const bothWays = (values: Shares): Shares => a.concat([values, a.negate(a.gather(values, equalities))]);
  const [fine, rough] = [bothWays(exact), bothWays(coarse)];
  const allowed = a.concat([tolerance, a.gather(tolerance, equalities)]);
  const count = fine.length;
  const bits = await a.negative(a.concat([a.addPublic(rough, -NEAR), a.addPublic(rough, NEAR), a.add(fine, allowed)]));
  const [notAbove, below, missed] = [0, 1, 2].map((k) => a.slice(bits, k * count, count)) as [Shares, Shares, Shares];
  const [nearAndMissed] = await a.reshare(a.product(a.subtract(notAbove, below), missed));
  return a.add(below, nearAndMissed);
}

/**
 * Fractional bits of directions and weights, at most 1 in magnitude, where they meet the data, and
 * the size from which such a product counts as different from 0.
 */
const SHORT_BITS = 44;
const SMALLEST_DIFFERENCE = 1n << BigInt(SHORT_BITS + DATA_BITS - 32);
/** Short products below 2^−20 are computed again, from long vectors and modulo 2^128. */
const SMALL = 1n << BigInt(SHORT_BITS + DATA_BITS - 20);
/** Fractional bits of long vectors, and the size that counts there: 2^−55. */
const LONG_BITS = 64;
const SMALLEST_LONG_DIFFERENCE = 1n << BigInt(LONG_BITS + DATA_BITS - 55);

/**
 * Bits: 1 where a product of the vector and the data is negative, beyond rounding. `multiply`
 * returns the products with a vector of any number of fractional bits; `vector` has `bits`, more
 * than 64. About 8 rounds.
 */
async function negativeProducts(
  a: Arithmetic,
  vector: Shares,
  bits: number,
  multiply: (vector: Shares) => Promise<Shares>,
): Promise<Shares> {
  const long = bits === LONG_BITS ? vector : (await a.truncate(bits - LONG_BITS, a.addends(vector)))[0];
  const [short] = await a.truncate(LONG_BITS - SHORT_BITS, a.addends(long));
  const [rough, exact] = [await multiply(short), await multiply(long)];
  const count = rough.length;
  const tested = a.concat([
    a.addPublic(rough, SMALLEST_DIFFERENCE),
    a.addPublic(rough, -SMALL),
    a.addPublic(exact, SMALLEST_LONG_DIFFERENCE),
  ]);
  const signs = await a.negative(tested);
  const [below, small, exactlyBelow] = [0, 1, 2].map((k) => a.slice(signs, k * count, count)) as [
    Shares,
    Shares,
    Shares,
  ];
  const [slightlyBelow] = await a.reshare(a.product(small, exactlyBelow));
  return a.add(below, slightlyBelow);
}

/**
 * Bits: 1 where the direction leaves a row by 2^−55 of the row's largest coefficient or more; for
 * an equality, in either direction. Of the scaled program; the vector has `bits` fractional bits,
 * at least 64.
 */
export function rowsLeft({ arithmetic: a, layout, parts }: Tableau, direction: Shares, bits: number): Promise<Shares> {
  const { inequalities, rows } = layout;
  return negativeProducts(a, direction, bits, async (vector) => {
    const [along] = await a.reshare(a.matrixVector(parts.coefficients, vector));
    return a.concat([a.negate(along), a.slice(along, inequalities, rows - inequalities)]);
  });
}

/**
 * Bits: 1 in each column where the rows times the weights add up to −2^−55 or less. Of the scaled
 * program; the weights have `bits` fractional bits, at least 64.
 */
export function columnsBelow({ arithmetic: a, parts }: Tableau, weights: Shares, bits: number): Promise<Shares> {
  return negativeProducts(a, weights, bits, async (vector) => {
    const [sums] = await a.reshare(a.vectorMatrix(vector, parts.coefficients));
    return sums;
  });
}
