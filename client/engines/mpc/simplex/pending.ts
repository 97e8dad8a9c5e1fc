// Pivots that the tableau's body does not show yet. A pivot changes T by a product u ⊗ v; the last
// few stay in this form, T = T₀ + Σ u_k ⊗ v_k, and one truncation of m × n words then applies them
// all, exact but for its own rounding. The entries at a place are those of T₀ plus a sum over the
// pending pivots: a weight for each, and a truncation of m or n words. The sum is T − T₀ however
// many pivots it has, so it needs no more room than T itself.
import type { Addends, Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import type { Cut } from "../../../crypto/sharing/scheme.ts";
import { PIVOT_BITS } from "./fixed-point.ts";

/**
 * The most pivots that wait. What one costs at the places that are looked up grows with this
 * number, and its share of the truncation of T falls; decision 44 says how it was chosen.
 */
export const MOST_PENDING = 32;

/** Room for the vectors of `MOST_PENDING` pivots, one after the other. */
export interface PendingShares {
  /** u: m words each, 40 fractional bits. */
  readonly columns: Shares;
  /** v: n words each, `PIVOT_BITS` fractional bits. */
  readonly rows: Shares;
}

export class PendingPivots {
  /** How many there are; public. */
  count: number;
  readonly #a: Arithmetic;
  readonly #room: PendingShares;
  readonly #rows: number;
  readonly #columns: number;

  constructor(a: Arithmetic, room: PendingShares, count: number) {
    this.count = count;
    this.#a = a;
    this.#room = room;
    this.#rows = room.columns.length / MOST_PENDING;
    this.#columns = room.rows.length / MOST_PENDING;
  }

  push(u: Shares, v: Shares): void {
    this.#a.copyInto(this.#a.slice(this.#room.columns, this.count * this.#rows, this.#rows), u);
    this.#a.copyInto(this.#a.slice(this.#room.rows, this.count * this.#columns, this.#columns), v);
    this.count++;
  }

  /** All of them, to add to the body: m × n. */
  sum(): Cut {
    return this.#cut(this.#a.matrixMatrix(this.#a.transpose(this.#us, this.#rows), this.#vs, this.count));
  }

  /** For a column at a secret place, one-hot: the weight of each pivot. */
  weightsOfColumn(place: Shares): Addends {
    return this.#a.matrixVector(this.#vs, place);
  }

  /** For a row at a secret place, one-hot: the weight of each pivot. */
  weightsOfRow(place: Shares): Addends {
    return this.#a.matrixVector(this.#us, place);
  }

  /** What a column with these weights lacks. */
  toColumn(weights: Shares): Cut {
    return this.#cut(this.#combine(weights, this.#us, this.#rows));
  }

  /** What a row with these weights lacks. */
  toRow(weights: Shares): Cut {
    return this.#cut(this.#combine(weights, this.#vs, this.#columns));
  }

  /** What the row of a public index lacks. It lacks nothing from now on: the caller adds this. */
  takeRow(index: number): Cut {
    const places = { first: index, rows: this.count, rowStep: this.#rows, count: 1, step: 1 };
    const weights = this.#a.pick(this.#us, places);
    this.#a.put(this.#us, places, this.#a.zeros(this.count));
    return this.toRow(weights);
  }

  get #us(): Shares {
    return this.#a.slice(this.#room.columns, 0, this.count * this.#rows);
  }

  get #vs(): Shares {
    return this.#a.slice(this.#room.rows, 0, this.count * this.#columns);
  }

  #combine(weights: Shares, vectors: Shares, length: number): Addends {
    const a = this.#a;
    return this.count === 0 ? a.addends(a.zeros(length)) : a.vectorMatrix(weights, vectors);
  }

  #cut(product: Addends): Cut {
    return { bits: PIVOT_BITS, product };
  }
}
