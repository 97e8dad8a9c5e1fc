/**
 * Lattice reduction in floating point over exact rows: Lenstra, Lenstra and Lovász 1982 in the form
 * of Schnorr and Euchner 1994 (size reduction repeated until it settles) with the insertion of
 * Nguyen and Stehlé 2009. Double precision carries it to a few hundred dimensions. The result is
 * always a basis of the same lattice; how well it is reduced is not certified.
 */
import { ConcordatError } from "../../errors.ts";
import type { Matrix } from "../matrix.ts";
import { LatticeBasis } from "./basis.ts";

/** Lovász's constant. */
const DELTA = 0.99;
/** A coefficient up to this counts as reduced: 1/2 and room for rounding. */
const ETA = 0.501;
/** Passes of size reduction over one row before what is left is taken for rounding noise. */
const MAXIMUM_PASSES = 60;

function precisionLost(row: number): ConcordatError {
  return new ConcordatError(
    "PrecisionLost",
    `row ${row} of the lattice basis depends on those before it, or the dimension is too high for double precision`,
  );
}

/** Gram–Schmidt data of a basis whose first rows are reduced, and the steps that keep it so. */
export class Reduction {
  readonly basis: LatticeBasis;
  /** `mu[k][j]`, j < k, and `norms[k]` = ‖b*_k‖². Valid for the rows that were reduced. */
  readonly mu: Float64Array[];
  readonly norms: Float64Array;
  private readonly products: Float64Array[];
  private readonly partial: Float64Array;

  constructor(basis: LatticeBasis) {
    this.basis = basis;
    const n = basis.size;
    this.mu = Array.from({ length: n }, () => new Float64Array(n));
    this.products = Array.from({ length: n }, () => new Float64Array(n));
    this.norms = new Float64Array(n);
    this.partial = new Float64Array(n + 1);
  }

  /**
   * Row k against the rows before it: mu, products, and in `partial[j]` its squared norm orthogonal
   * to the first j rows.
   */
  private orthogonalise(k: number): void {
    const rows = this.basis.approximate;
    const own = rows[k]!;
    const r = this.products[k]!;
    const mu = this.mu[k]!;
    for (let j = 0; j < k; j++) {
      const other = rows[j]!;
      const muOther = this.mu[j]!;
      let value = 0;
      for (let i = 0; i < own.length; i++) value += own[i]! * other[i]!;
      for (let i = 0; i < j; i++) value -= muOther[i]! * r[i]!;
      r[j] = value;
      mu[j] = value / this.norms[j]!;
    }
    let rest = 0;
    for (let i = 0; i < own.length; i++) rest += own[i]! * own[i]!;
    for (let j = 0; j < k; j++) {
      this.partial[j] = rest;
      rest -= mu[j]! * r[j]!;
    }
    this.partial[k] = rest;
  }

  private sizeReduce(k: number): void {
    const mu = this.mu[k]!;
    for (let pass = 0; pass < MAXIMUM_PASSES; pass++) {
      this.orthogonalise(k);
      let changed = false;
      for (let j = k - 1; j >= 0; j--) {
        if (Math.abs(mu[j]!) <= ETA) continue;
        const factor = Math.round(mu[j]!);
        if (!Number.isFinite(factor)) throw precisionLost(k);
        const muOther = this.mu[j]!;
        for (let i = 0; i < j; i++) mu[i]! -= factor * muOther[i]!;
        this.basis.add(k, -factor, j);
        changed = true;
      }
      if (!changed) return;
    }
  }

  private settle(k: number): void {
    const norm = this.partial[k]!;
    if (!(norm > 0 && Number.isFinite(norm))) throw precisionLost(k);
    this.norms[k] = norm;
  }

  /** Reduces rows `from` to `to` − 1; the rows before `from` are reduced already. */
  run(from: number, to: number): void {
    let k = from;
    while (k < to) {
      this.sizeReduce(k);
      let position = k;
      while (position > 0 && DELTA * this.norms[position - 1]! > this.partial[position - 1]!) position--;
      if (position === k) {
        this.settle(k);
        k++;
        continue;
      }
      this.basis.move(k, position);
      // The moved row keeps its Gram–Schmidt data for the rows before its new place.
      const [mu] = this.mu.splice(k, 1);
      const [products] = this.products.splice(k, 1);
      this.mu.splice(position, 0, mu!);
      this.products.splice(position, 0, products!);
      this.settle(position);
      k = position + 1;
    }
  }
}

export function rowsOf(basis: LatticeBasis): bigint[][] {
  return Array.from({ length: basis.size }, (_, i) => basis.row(i));
}

/**
 * An LLL-reduced basis of the lattice that the linearly independent `rows` span; shortest vectors
 * tend to come first. Throws ConcordatError `PrecisionLost`, `LatticeTooLarge`.
 */
export function lll(rows: Matrix): bigint[][] {
  const basis = new LatticeBasis(rows);
  new Reduction(basis).run(0, basis.size);
  return rowsOf(basis);
}
