/**
 * Sparse rows, against any published rows P that span the row space of a party's rows: B A of
 * `mangasarian` and `li` and, up to the order and scale of the columns, the masked matrix of
 * `two-party`.
 *
 * Attacker: whoever holds P. The real rows are, as a rule, the sparsest vectors of the row space.
 * For every column j one small linear program min ‖wᵀP‖₁ subject to (wᵀP)_j = 1 proposes a support;
 * where the space has just one vector of that support, up to scale, it is computed exactly. The use
 * of ℓ₁ to find sparse vectors of a subspace follows Spielman, Wang and Wright, COLT 2012.
 * Recovers: rows in smallest integers, up to sign, each proven to lie in the row space; that they
 * are real rows, the attacker infers from their sparsity.
 */

import { solveFloat } from "../../client/lp/solvers/scale.ts";
import type { FloatProblem, Solver } from "../../client/lp/solvers/solver.ts";
import { bitLength } from "../../client/math/bits.ts";
import { type Echelon, echelon, leftKernel, overCommonDenominator } from "../../client/math/echelon.ts";
import { type Matrix, multiply } from "../../client/math/matrix.ts";
import { primitive } from "../../client/math/rational.ts";

/** Below this an entry of a solution counts as 0; columns are scaled to a largest entry of 1. */
const ZERO = 1e-7;

/** The row space in doubles, over the columns that count, each column scaled. */
interface FloatSpace {
  /** Columns of P in the order of the program's. */
  readonly columns: readonly number[];
  /** `rows[i][j]`: pivot row i in column `columns[j]`. */
  readonly rows: readonly Float64Array[];
  /** Position in `columns` of each pivot. */
  readonly pivots: readonly number[];
}

function quotient(numerator: bigint, denominator: bigint): number {
  const shift = BigInt(Math.max(0, bitLength(denominator) - 900));
  return Number(numerator >> shift) / Number(denominator >> shift);
}

function toFloatSpace({ pivots, rows }: Echelon, width: number): FloatSpace {
  const float = rows.map(({ numerators, denominator }) =>
    numerators.slice(0, width).map((v) => quotient(v, denominator)),
  );
  const most = Array.from({ length: width }, (_, j) => float.reduce((m, row) => Math.max(m, Math.abs(row[j]!)), 0));
  const columns = most.flatMap((value, j) => (value > 0 ? [j] : []));
  return {
    columns,
    rows: float.map((row) => Float64Array.from(columns, (j) => row[j]! / most[j]!)),
    pivots: pivots.map((pivot) => columns.indexOf(pivot)),
  };
}

/**
 * min Σ(u + v) with u − v in the row space and entry `target` equal to 1. In echelon form w is the
 * vector's entries at the pivots. So the program has one equation for every other entry, which must
 * equal its combination of those, and one for the target.
 */
function programFor({ columns, rows, pivots }: FloatSpace, target: number): FloatProblem {
  const n = columns.length;
  const isPivot = new Set(pivots);
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  const put = (column: number, value: number) => {
    indices.push(2 * column, 2 * column + 1);
    values.push(value, -value);
  };
  for (let j = 0; j < n; j++) {
    if (isPivot.has(j)) continue;
    for (const [i, pivot] of pivots.entries()) if (rows[i]![j] !== 0) put(pivot, rows[i]![j]!);
    put(j, -1);
    starts.push(indices.length);
  }
  put(target, 1);
  starts.push(indices.length);
  const count = starts.length - 1;
  return {
    columns: 2 * n,
    costs: new Float64Array(2 * n).fill(1),
    rhs: new Float64Array(count).fill(0).with(count - 1, 1),
    inequality: new Array<boolean>(count).fill(false),
    starts: Int32Array.from(starts),
    indices: Int32Array.from(indices),
    values: Float64Array.from(values),
  };
}

/**
 * The last `extra` columns of `published` (the right-hand side) do not count for sparsity: the
 * others determine a vector. Returns the rows found, each once. Throws SolverError, and as
 * `echelon`.
 */
export async function sparseRows(published: Matrix, extra: number, solver: Solver): Promise<bigint[][]> {
  const width = (published[0]?.length ?? 0) - extra;
  const form = echelon(published);
  if (form.pivots.some((pivot) => pivot >= width)) return [];
  const space = toFloatSpace(form, width);
  const exact = overCommonDenominator(form).rows;
  const found = new Map<string, bigint[]>();
  const tried = new Set<string>();
  for (const target of space.columns.keys()) {
    const { x } = await solveFloat(programFor(space, target), solver);
    if (x === null) continue;
    const support = space.columns.filter((_, j) => Math.abs(x[2 * j]! - x[2 * j + 1]!) > ZERO);
    const name = support.join();
    if (tried.has(name)) continue;
    tried.add(name);
    const row = vectorOfSupport(exact, form.pivots, support, width);
    if (row !== null) found.set(row.join(), row);
  }
  return [...found.values()];
}

/**
 * The one vector of the space, up to scale, that is 0 outside `support`; null when there is none or
 * more than one.
 */
function vectorOfSupport(
  rows: Matrix,
  pivots: readonly number[],
  support: readonly number[],
  width: number,
): bigint[] | null {
  const inside = new Set(support);
  // In echelon form only pivot rows inside the support can contribute.
  const part = rows.filter((_, i) => inside.has(pivots[i]!));
  if (part.length === 0) return null;
  const outside = part.map((row) => row.slice(0, width).filter((_, j) => !inside.has(j)));
  const kernel = leftKernel(outside);
  if (kernel.length !== 1) return null;
  const row = primitive(multiply([kernel[0]!.numerators], part, part[0]!.length)[0]!);
  const lead = row.find((value) => value !== 0n)!;
  return lead < 0n ? row.map((value) => -value) : row;
}
