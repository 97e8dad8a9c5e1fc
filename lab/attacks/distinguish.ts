/**
 * Distinguishing game, against the disguise K N Q of `two-party` (and any mixing of rows with
 * monomial scaling of columns).
 *
 * Attacker: Alice, who holds N̂ = KNQ and Ĉ = QᵀC and has two candidates for the whole program. K
 * changes only the basis of the row space, and Q only the order and scale of the columns. She
 * computes the scaling of the columns under which all have the same leverage (the radial isotropic
 * position: Forster, J. Comput. Syst. Sci. 65, 2002), which removes Q's scales; then the projector
 * onto the row space, which K does not change; then she sorts its entries, which removes the order.
 * The costs are scaled with the columns. She disguises both candidates herself a few times and
 * names the one whose sorted numbers are nearer. With a secure disguise she would be right half of
 * the time (indistinguishability: Laud and Pankova, CCSW 2013).
 */

import { Matrix as FloatMatrix, QrDecomposition } from "ml-matrix";
import { bitLength } from "../../client/math/bits.ts";
import { magnitude } from "../../client/math/field.ts";
import type { Matrix } from "../../client/math/matrix.ts";
import type { Random } from "../../client/math/random.ts";

export interface Disguised {
  readonly matrix: Matrix;
  readonly costs: readonly bigint[];
}

/** A candidate as the attacker can disguise it herself. */
export type Candidate = (random: Random) => Disguised;

/** Rounds of equalising leverages, and disguises of each candidate. */
const ROUNDS = 100;
const SAMPLES = 3;

function toFloat({ matrix, costs }: Disguised): { rows: FloatMatrix; costs: number[] } {
  const most = matrix.flat().reduce((m, value) => (magnitude(value) > m ? magnitude(value) : m), 1n);
  const shift = BigInt(Math.max(0, bitLength(most) - 500));
  return {
    rows: new FloatMatrix(matrix.map((row) => row.map((value) => Number(value >> shift)))),
    costs: costs.map(Number),
  };
}

/** Orthonormal basis of the row space of `rows` with its columns scaled, as columns. */
function orthonormal(rows: FloatMatrix, scale: readonly number[]): FloatMatrix {
  const scaled = rows.clone();
  for (const [t, factor] of scale.entries()) scaled.mulColumn(t, factor);
  for (let i = 0; i < scaled.rows; i++) {
    const norm = scaled.getRowVector(i).norm();
    if (norm > 0) scaled.mulRow(i, 1 / norm);
  }
  return new QrDecomposition(scaled.transpose()).orthogonalMatrix;
}

/**
 * Numbers that depend only on the program behind the disguise: sorted projector entries, then
 * sorted costs.
 */
export function invariants(disguised: Disguised): Float64Array {
  const { rows, costs } = toFloat(disguised);
  const width = costs.length;
  const norms = Array.from({ length: width }, (_, t) => rows.getColumnVector(t).norm());
  const scale = norms.map((norm) => (norm > 0 ? 1 / norm : 0));
  let basis = orthonormal(rows, scale);
  for (let round = 0; round < ROUNDS; round++) {
    for (let t = 0; t < width; t++) {
      const leverage = basis.getRowVector(t).norm();
      if (leverage > 1e-12) scale[t]! *= Math.sqrt(rows.rows / width) / leverage;
    }
    basis = orthonormal(rows, scale);
  }
  const projector = basis.mmul(basis.transpose());
  const entries: number[] = [];
  for (let s = 0; s < width; s++) for (let t = 0; t <= s; t++) entries.push(Math.abs(projector.get(s, t)));
  const scaledCosts = costs.map((cost, t) => Math.abs(cost) * scale[t]!);
  const total = Math.hypot(...scaledCosts) || 1;
  const ordered = (values: number[]) => values.sort((a, b) => a - b);
  return Float64Array.from([...ordered(entries), ...ordered(scaledCosts.map((value) => value / total))]);
}

function distance(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0);
}

/** Index of the candidate that `seen` is more likely a disguise of. All have the same shape. */
export function distinguish(seen: Disguised, candidates: readonly Candidate[], random: Random): number {
  const own = invariants(seen);
  const distances = candidates.map((candidate, index) => {
    const samples = Array.from({ length: SAMPLES }, (_, sample) =>
      distance(own, invariants(candidate(random.fork(`candidate ${index} sample ${sample}`)))),
    );
    return Math.min(...samples);
  });
  return distances.indexOf(Math.min(...distances));
}
