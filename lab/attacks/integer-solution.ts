/**
 * An integer vector from what published vectors make of it: a with K·a = v, for prices.ts.
 *
 * Where K determines a, the solution is exact. Otherwise the solutions are a shift of the lattice
 * of integer vectors y with K·y = 0, and LLL finds a short one (the embedding of Kannan, Math. of
 * Operations Research 12, 1987): real rows and costs have few digits, and published numbers have
 * many, so that often no other solution is as short. That it is the real one, the attacker infers
 * from its size. Entries that K says nothing about are taken for 0, as most entries of real rows
 * are.
 */
import { echelon, independentRows } from "../../client/math/echelon.ts";
import { dot } from "../../client/math/field.ts";
import { lll } from "../../client/math/lattice/lll.ts";
import type { Matrix } from "../../client/math/matrix.ts";

/** What an equation that is not met by 1 costs, against an entry of the solution. */
const EQUATION_WEIGHT = 1n << 60n;
/** Keeps the shift in one vector of the reduced basis. */
const SHIFT_WEIGHT = 1n << 30n;

/**
 * `values[t]` is the product of row t of `known` with the solution. Null where no integer solution
 * is found. Throws as `echelon` and `lll`.
 */
export function integerSolution(known: Matrix, values: readonly bigint[]): bigint[] | null {
  const used = (known[0] ?? []).flatMap((_, j) => (known.some((row) => row[j] !== 0n) ? [j] : []));
  const equations = independentRows(known).map((t) => ({
    left: used.map((j) => known[t]![j]!),
    right: values[t]!,
  }));
  const found = equations.length === used.length ? onlySolution(equations) : shortSolution(equations, used.length);
  if (found === null) return null;
  const solution = (known[0] ?? []).map((_, j) => found[used.indexOf(j)] ?? 0n);
  return known.every((row, t) => dot(row, solution) === values[t]) ? solution : null;
}

interface Equation {
  readonly left: readonly bigint[];
  readonly right: bigint;
}

function onlySolution(equations: readonly Equation[]): bigint[] | null {
  const { rows } = echelon(equations.map(({ left, right }) => [...left, right]));
  const fractions = rows.map(({ numerators, denominator }) => ({ numerator: numerators.at(-1)!, denominator }));
  return fractions.every(({ numerator, denominator }) => numerator % denominator === 0n)
    ? fractions.map(({ numerator, denominator }) => numerator / denominator)
    : null;
}

function shortSolution(equations: readonly Equation[], length: number): bigint[] | null {
  const row = (at: number, shift: bigint, side: (equation: Equation) => bigint) => [
    ...Array.from({ length }, (_, j) => (j === at ? 1n : 0n)),
    shift,
    ...equations.map((equation) => EQUATION_WEIGHT * side(equation)),
  ];
  const units = Array.from({ length }, (_, j) => row(j, 0n, ({ left }) => left[j]!));
  const reduced = lll([...units, row(length, SHIFT_WEIGHT, ({ right }) => -right)]);
  for (const vector of reduced) {
    const shift = vector[length]! / SHIFT_WEIGHT;
    if ((shift === 1n || shift === -1n) && vector.slice(length + 1).every((value) => value === 0n))
      return vector.slice(0, length).map((value) => shift * value);
  }
  return null;
}
