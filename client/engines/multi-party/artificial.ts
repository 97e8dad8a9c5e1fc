// Algorithm 1, step 1: artificial rows, implied by the party's own rows, so that its feasible set
// does not change.
//
// A combination of up to three own rows, with factors ≥ 0 for inequalities and of either sign for
// equalities, holds for every feasible x. Because x ≥ 0, it still holds when its coefficients are
// lowered and its right-hand side is raised. All artificial rows are inequalities: artificial
// equalities would change nothing but the rank (the paper advises against them too).
//
// A multiplier w′ ≥ 0 of an artificial row folds back onto the rows that the row was made of: with
// row = Σ f_i·row_i − lowered and rhs = Σ f_i·b_i + raised, replacing w′ by f_i·w′ on row i adds
// lowered·w′ ≥ 0 to the reduced costs and −raised·w′ ≤ 0 to bᵀw. So proofs of infeasibility remain
// proofs. At an optimum, w′ > 0 means that the artificial row is tight, which requires raised = 0
// and lowered·x = 0: no gap opens.
import type { IntegerRows } from "../../lp/model/normal.ts";
import { magnitude } from "../../math/field.ts";
import { randomPermutation } from "../../math/permutation.ts";
import { type Random, randomBelow, randomBetween } from "../../math/random.ts";

const MAXIMUM_TERMS = 3;
/** Largest factor of a combination. */
export const FACTOR_LIMIT = 4n;
/** Numbers are lowered or raised by at most a quarter of their magnitude. */
const RELAXATION = 4n;
/** Magnitudes in artificial rows stay below this times those in the real rows: 3 · 4 · 5/4 = 15. */
export const COMBINED_LIMIT = 16n;

/** `factor` times the real row `row`, inequalities first. */
export interface Term {
  readonly row: number;
  readonly factor: bigint;
}

/** One row of a party's system A′_i x ≤ b′_i or = b′_i. */
export interface SystemRow {
  readonly coefficients: readonly bigint[];
  readonly rhs: bigint;
  readonly equality: boolean;
  /** What it was made of; a real row is one term of factor 1. */
  readonly terms: readonly Term[];
}

/** The real rows, inequalities first. */
export function realRows(inequalities: IntegerRows, equalities: IntegerRows): SystemRow[] {
  const rowsOf = ({ coefficients, rhs }: IntegerRows, first: number, equality: boolean): SystemRow[] =>
    rhs.map((value, i) => ({
      coefficients: coefficients[i]!,
      rhs: value,
      equality,
      terms: [{ row: first + i, factor: 1n }],
    }));
  return [...rowsOf(inequalities, 0, false), ...rowsOf(equalities, inequalities.rhs.length, true)];
}

/**
 * Uniform in [0, |value|/4] half of the time, else 0. Zeros stay zeros, so that artificial rows are
 * as sparse as real ones.
 */
function relaxation(value: bigint, random: Random): bigint {
  return randomBelow(random, 2n) === 0n ? 0n : randomBelow(random, magnitude(value) / RELAXATION + 1n);
}

/** One artificial row made of `real`, which must have at least one row. */
export function artificialRow(real: readonly SystemRow[], random: Random): SystemRow {
  const count = 1 + Number(randomBelow(random, BigInt(Math.min(MAXIMUM_TERMS, real.length))));
  const terms = randomPermutation(real.length, random)
    .slice(0, count)
    .map((row) => {
      const factor = randomBetween(random, 1n, FACTOR_LIMIT);
      return { row, factor: real[row]!.equality && randomBelow(random, 2n) === 0n ? -factor : factor };
    });
  const sum = (value: (row: SystemRow) => bigint) =>
    terms.reduce((total, { row, factor }) => total + factor * value(real[row]!), 0n);
  const coefficients = real[0]!.coefficients.map((_, j) => sum((row) => row.coefficients[j]!));
  const rhs = sum((row) => row.rhs);
  return {
    coefficients: coefficients.map((value) => value - relaxation(value, random)),
    rhs: rhs + relaxation(rhs, random),
    equality: false,
    terms,
  };
}

/** Multipliers of the real rows from those of the system's rows; exact, at the same scale. */
export function foldMultipliers(system: readonly SystemRow[], multipliers: readonly bigint[], real: number): bigint[] {
  const folded = new Array<bigint>(real).fill(0n);
  for (const [i, { terms }] of system.entries())
    for (const { row, factor } of terms) folded[row]! += factor * multipliers[i]!;
  return folded;
}

/**
 * The party's system: real and artificial rows, shuffled. Entries stay below COMBINED_LIMIT · 2^72.
 */
export function drawSystem(real: readonly SystemRow[], artificial: number, random: Random): SystemRow[] {
  const all = [...real, ...Array.from({ length: artificial }, () => artificialRow(real, random))];
  return randomPermutation(all.length, random).map((i) => all[i]!);
}
