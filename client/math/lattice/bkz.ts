/**
 * Block Korkine–Zolotarev reduction: Schnorr and Euchner, Math. Programming 66, 1994. Full
 * enumeration of each block, so block sizes up to about 24 are practical.
 */
import type { Matrix } from "../matrix.ts";
import { LatticeBasis } from "./basis.ts";
import { Reduction, rowsOf } from "./lll.ts";

/** Only a vector this much shorter than the block's first is worth an insertion. */
const GAIN = 0.99;

/**
 * Coefficients of a vector of the projected block `first`..`last` shorter than b*_first, or null.
 * Depth-first, zig-zag.
 */
function shorter({ mu, norms }: Reduction, first: number, last: number): number[] | null {
  const size = last - first + 1;
  const x = new Array<number>(size).fill(0);
  const centre = new Array<number>(size).fill(0);
  const step = new Array<number>(size).fill(0);
  const length = new Array<number>(size + 1).fill(0);
  let best: number[] | null = null;
  let bound = GAIN * norms[first]!;
  let level = 0;
  let top = 0;
  x[0] = 1;
  while (level < size) {
    const offset = x[level]! - centre[level]!;
    length[level] = length[level + 1]! + offset * offset * norms[first + level]!;
    if (length[level]! < bound) {
      if (level > 0) {
        level--;
        let sum = 0;
        for (let i = level + 1; i <= top; i++) sum -= x[i]! * mu[first + i]![first + level]!;
        centre[level] = sum;
        x[level] = Math.round(sum);
        step[level] = sum >= x[level]! ? 1 : -1;
        continue;
      }
      bound = length[0]!;
      best = [...x];
    } else level++;
    if (level >= size) break;
    if (level >= top) {
      // Above the highest non-zero coefficient everything is symmetric: count upwards only.
      top = level;
      x[level]! += 1;
    } else {
      x[level]! += step[level]!;
      step[level] = step[level]! > 0 ? -step[level]! - 1 : -step[level]! + 1;
    }
  }
  return best;
}

/**
 * Makes Σ x_i·row_(first+i) the row at `first`, by steps of Euclid's algorithm on neighbouring
 * coefficients.
 */
function insert(basis: LatticeBasis, first: number, coefficients: readonly number[]): void {
  const x = [...coefficients];
  for (let i = x.length - 2; i >= 0; i--) {
    while (x[i + 1] !== 0) {
      const quotient = Math.trunc(x[i]! / x[i + 1]!);
      if (quotient !== 0) basis.add(first + i + 1, quotient, first + i);
      x[i]! -= quotient * x[i + 1]!;
      [x[i], x[i + 1]] = [x[i + 1]!, x[i]!];
      basis.move(first + i + 1, first + i);
    }
  }
}

/**
 * BKZ with blocks of `blockSize` until a tour changes nothing, `tours` tours are over, or `found`
 * returns true. `found` sees the rows after LLL and after every tour. Throws ConcordatError
 * `PrecisionLost`, `LatticeTooLarge`.
 */
export function bkz(rows: Matrix, blockSize: number, tours: number, found: (rows: Matrix) => boolean): bigint[][] {
  const basis = new LatticeBasis(rows);
  const reduction = new Reduction(basis);
  const n = basis.size;
  reduction.run(0, n);
  for (let tour = 0; tour < tours && !found(rowsOf(basis)); tour++) {
    let changed = false;
    for (let first = 0; first < n - 1; first++) {
      const last = Math.min(n - 1, first + blockSize - 1);
      const coefficients = shorter(reduction, first, last);
      if (coefficients === null) continue;
      insert(basis, first, coefficients);
      // The Gram–Schmidt data of all rows from the insertion on are out of date.
      reduction.run(first, n);
      changed = true;
    }
    if (!changed) break;
  }
  return rowsOf(basis);
}
