// Rows of a lattice basis: exact integers, and doubles beside them for the Gram–Schmidt process. A
// row whose entries fit a double exactly is kept in doubles alone, which is many times faster.
import { ConcordatError } from "../../errors.ts";
import { magnitude } from "../field.ts";
import type { Matrix } from "../matrix.ts";

/** Integers of at most this magnitude are exact in a double, and so is the sum of two. */
const EXACT = 2 ** 52;
const LIMIT = 1n << 500n;

function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}

/**
 * A basis that changes by unimodular steps only. `approximate[i]` is row i, exact where `exact[i]`
 * is null.
 */
export class LatticeBasis {
  readonly approximate: Float64Array[];
  private readonly exact: (bigint[] | null)[];
  private readonly magnitudes: number[];

  /**
   * Rows of equal length. Throws ConcordatError `LatticeTooLarge` for magnitudes whose squares a
   * double cannot hold.
   */
  constructor(rows: Matrix) {
    if (rows.some((row) => row.some((value) => magnitude(value) >= LIMIT)))
      throw new ConcordatError("LatticeTooLarge", "the lattice basis has entries of 500 bits or more; use fewer rows");
    this.approximate = rows.map((row) => Float64Array.from(row, Number));
    this.magnitudes = this.approximate.map(largest);
    this.exact = rows.map((row, i) => (this.magnitudes[i]! <= EXACT ? null : [...row]));
  }

  get size(): number {
    return this.approximate.length;
  }

  row(i: number): bigint[] {
    return this.exact[i] ?? Array.from(this.approximate[i]!, BigInt);
  }

  /** Row `target` += `factor` · row `source`; `factor` is an integer. */
  add(target: number, factor: number, source: number): void {
    const other = this.approximate[source]!;
    const values = this.approximate[target]!;
    const reach = this.magnitudes[target]! + Math.abs(factor) * this.magnitudes[source]!;
    if (this.exact[target] === null && this.exact[source] === null && reach <= EXACT) {
      for (let j = 0; j < values.length; j++) values[j]! += factor * other[j]!;
      this.magnitudes[target] = largest(values);
      return;
    }
    const whole = BigInt(factor);
    const added = this.row(source);
    const sum = this.row(target).map((value, j) => value + whole * added[j]!);
    for (let j = 0; j < values.length; j++) values[j] = Number(sum[j]);
    this.magnitudes[target] = largest(values);
    this.exact[target] = this.magnitudes[target]! <= EXACT ? null : sum;
  }

  /** Takes row `from` out and puts it back in at `to` ≤ `from`. */
  move(from: number, to: number): void {
    for (const list of [this.approximate, this.exact, this.magnitudes] as unknown[][])
      list.splice(to, 0, list.splice(from, 1)[0]);
  }
}
