// The condensed tableau on shares. Row i says x_B(i) = b_i − Σ_j T_ij x_N(j). The columns of basic
// variables are unit vectors and are not stored, so the inverse of the basis is in the columns of
// the non-basic logicals, and m × n cells suffice throughout. Variables have labels: column j of
// the program is j; the logical s_i of row i (M_i x + s_i = b_i, with s_i ≥ 0, or s_i = 0 for an
// equality) is n + i. The place of each variable is secret, as is everything else here except the
// shape.
//
//                 n columns                 b    b̄
//   m rows        T                         right-hand sides, auxiliary right-hand sides
//   reduced costs, their perturbation c̄
//
// A pivot changes the borders at once, and T only every few pivots (pending.ts).
import type { Addends, Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import type { Grid } from "../../../crypto/sharing/local.ts";
import type { JointShape } from "../shape.ts";
import { FRACTION_BITS, ONE, PIVOT_BITS, RECIPROCAL_BITS } from "./fixed-point.ts";
import { MOST_PENDING, PendingPivots } from "./pending.ts";

/**
 * Cells, row-major: m rows, then two rows of costs; n columns, then two columns of right-hand
 * sides.
 */
export interface Layout extends JointShape {
  readonly height: number;
  readonly width: number;
}

export function layoutOf(shape: JointShape): Layout {
  return { ...shape, height: shape.rows + 2, width: shape.columns + 2 };
}

/** Rows below the m rows of the program, as offsets from m. */
const COSTS = 0;
export const COST_PERTURBATION = 1;
/** Columns after the n columns of the program, as offsets from n. */
const RHS = 0;
const AUXILIARY_RHS = 1;

/** The state of the tableau, as shares; integers unless fractional bits are given. */
export interface TableauParts {
  /**
   * The data: coefficients (m × n, 72 fractional bits), right-hand sides (m, 120 bits), costs (n,
   * 104 bits). Columns are scaled, right-hand sides multiplied by 2^−β, costs by 2^−γ.
   */
  readonly coefficients: Shares;
  readonly rhs: Shares;
  readonly costs: Shares;
  /** For each row, what its integers were multiplied by: 2^72 over the power that divides it. */
  readonly units: Shares;
  /** 2^β and 2^γ. */
  readonly scales: Shares;
  /** For each column, the power of two that it was multiplied by. */
  readonly columnScales: Shares;
  /** height × width, 40 fractional bits; the m × n of the body without the pending pivots. */
  readonly cells: Shares;
  /** The vectors of pending pivots (pending.ts). */
  readonly pendingColumns: Shares;
  readonly pendingRows: Shares;
  /** Labels of the m basic and the n non-basic variables. */
  readonly basic: Shares;
  readonly nonBasic: Shares;
  /**
   * For each non-basic position: 1 if it holds the logical of an equality, which must not enter.
   */
  readonly fixed: Shares;
  /** For each row: −1 if it is read with the opposite sign (eliminate.ts), else 1. */
  readonly signs: Shares;
  /**
   * m and n words: the initial magnitudes of right-hand sides and costs at places where there has
   * been no pivot, times 2^−NOISE_BITS; 0 elsewhere.
   */
  readonly idle: Shares;
  /**
   * The sums that have left `idle`, for rows and for columns: only these numbers have spread over
   * the tableau, and rounding noise is proportional to them.
   */
  readonly reached: Shares;
  /**
   * Three bits (iterate.ts): whether the stage is the dual one; whether it is the final one;
   * whether it is the dual one and costs are set aside, because they fall without bound.
   */
  readonly stage: Shares;
  /**
   * How the run ended, zeros as long as it goes on: a bit that says that it has; three for its
   * kind; m + n for what was violated then (`Ended`).
   */
  readonly ended: Shares;
}

/** Number of words of each part, in the order of a checkpoint. */
export function tableauSizes({ rows, columns, height, width }: Layout): Readonly<Record<keyof TableauParts, number>> {
  return {
    coefficients: rows * columns,
    rhs: rows,
    costs: columns,
    units: rows,
    scales: 2,
    columnScales: columns,
    cells: height * width,
    pendingColumns: MOST_PENDING * rows,
    pendingRows: MOST_PENDING * columns,
    basic: rows,
    nonBasic: columns,
    fixed: columns,
    signs: rows,
    idle: rows + columns,
    reached: 2,
    stage: 3,
    ended: 4 + rows + columns,
  };
}

/** A vector with a word for each row and each column of the program. */
export interface Lines {
  readonly rows: Shares;
  readonly columns: Shares;
}

/** The end of a run, on shares; zeros before it. */
export interface Ended {
  readonly over: Shares;
  /** Bits: infeasible, unbounded, optimal; all 0 if precision did not suffice. */
  readonly kind: Shares;
  /** One-hot over rows, then columns: what was violated; arbitrary if nothing was. */
  readonly violated: Shares;
}

/** A column and a row. */
export interface CrossLines {
  readonly column: Shares;
  readonly row: Shares;
}

/** A whole column or row as far as the cells show it, and its weight of each pending pivot. */
export interface Line {
  readonly shown: Shares;
  readonly weights: Shares;
}

/**
 * The pivot's column c minus the unit vector e_r, the row (t_r + e_q)·sign(p), and 1/|p|. Column
 * and row are zeros if there is no pivot.
 */
export interface Pivot {
  readonly column: Shares;
  readonly row: Shares;
  readonly reciprocal: Shares;
}

/**
 * Views have the names of the literature. Getters return parts of the tableau itself, methods
 * return copies unless they say otherwise.
 */
export class Tableau {
  readonly arithmetic: Arithmetic;
  readonly layout: Layout;
  readonly parts: TableauParts;
  readonly pending: PendingPivots;

  constructor(arithmetic: Arithmetic, layout: Layout, parts: TableauParts, pendingPivots = 0) {
    this.arithmetic = arithmetic;
    this.layout = layout;
    this.parts = parts;
    const { pendingColumns: columns, pendingRows: rows } = parts;
    this.pending = new PendingPivots(arithmetic, { columns, rows }, pendingPivots);
  }

  /** All zeros. */
  static empty(arithmetic: Arithmetic, layout: Layout): Tableau {
    const sizes = Object.entries(tableauSizes(layout));
    const parts = Object.fromEntries(sizes.map(([part, size]) => [part, arithmetic.zeros(size)]));
    return new Tableau(arithmetic, layout, parts as unknown as TableauParts);
  }

  /** Copies everything from another tableau of the same layout. */
  become(other: Tableau): void {
    for (const part of Object.keys(this.parts) as (keyof TableauParts)[])
      this.arithmetic.copyInto(this.parts[part], other.parts[part]);
    this.pending.count = other.pending.count;
  }

  // Below the rows: n words each.

  /** c. */
  get reducedCosts(): Shares {
    return this.#cellsOf(this.layout.rows + COSTS);
  }

  /** c̄; in place of c while costs are set aside. */
  get costPerturbation(): Shares {
    return this.#cellsOf(this.layout.rows + COST_PERTURBATION);
  }

  /** c + c̄. */
  perturbedCosts(): Shares {
    return this.arithmetic.add(this.reducedCosts, this.costPerturbation);
  }

  // Beside the columns: m words each.

  /** b: the values of the basic variables. */
  rightHandSides(): Shares {
    return this.#borderColumn(RHS);
  }

  /** b̄: in the first stage in place of b, in the final one added to it. */
  auxiliaryRhs(): Shares {
    return this.#borderColumn(AUXILIARY_RHS);
  }

  setRightHandSides(values: Shares): void {
    this.arithmetic.put(this.parts.cells, this.#border(RHS, 1), values);
  }

  setAuxiliaryRhs(values: Shares): void {
    this.arithmetic.put(this.parts.cells, this.#border(AUXILIARY_RHS, 1), values);
  }

  // Rows, and the body: without pending pivots.

  /** A whole row, both right-hand sides included; no copy. */
  row(index: number): Shares {
    const { width } = this.layout;
    return this.arithmetic.slice(this.parts.cells, index * width, width);
  }

  /** T_i: the entries of a row; no copy. */
  entries(index: number): Shares {
    return this.#cellsOf(index);
  }

  /** b_i; no copy. */
  rightHandSide(index: number): Shares {
    return this.arithmetic.slice(this.row(index), this.layout.columns + RHS, 1);
  }

  /** T: m × n. */
  body(): Shares {
    return this.arithmetic.pick(this.parts.cells, this.#body);
  }

  setBody(values: Shares): void {
    this.arithmetic.put(this.parts.cells, this.#body, values);
  }

  /** (T, b): m × (n + 1). */
  bodyWithRhs(): Shares {
    return this.arithmetic.pick(this.parts.cells, this.#bodyWithRhs);
  }

  setBodyWithRhs(values: Shares): void {
    this.arithmetic.put(this.parts.cells, this.#bodyWithRhs, values);
  }

  // Rows and columns side by side.

  /** Splits a vector over rows and columns into its two parts; no copy. */
  lines(both: Shares): Lines {
    const { rows, columns } = this.layout;
    return { rows: this.arithmetic.slice(both, 0, rows), columns: this.arithmetic.slice(both, rows, columns) };
  }

  /** Zeros after words by row or by column, up to the larger of the two numbers. */
  padded(words: Shares): Shares {
    const { rows, columns } = this.layout;
    return this.arithmetic.concat([words, this.arithmetic.zeros(Math.max(rows, columns) - words.length)]);
  }

  /** `reached`, for rows and for columns. */
  get reached(): Lines {
    const { reached } = this.parts;
    return { rows: this.arithmetic.slice(reached, 0, 1), columns: this.arithmetic.slice(reached, 1, 1) };
  }

  /** The three bits of `parts.stage`; no copies. */
  get stage(): { readonly dual: Shares; readonly final: Shares; readonly aside: Shares } {
    const { arithmetic: a, parts } = this;
    return { dual: a.slice(parts.stage, 0, 1), final: a.slice(parts.stage, 1, 1), aside: a.slice(parts.stage, 2, 1) };
  }

  /** `parts.ended`; no copy. */
  get ended(): Ended {
    const { arithmetic: a, parts, layout } = this;
    return {
      over: a.slice(parts.ended, 0, 1),
      kind: a.slice(parts.ended, 1, 3),
      violated: a.slice(parts.ended, 4, layout.rows + layout.columns),
    };
  }

  // Secret places, as one-hot vectors: the line that the cells show, and its weights of the pending
  // pivots, both to be reshared; pending.ts has what it lacks.

  /** The column at a place, from top to bottom; zeros if there is no place. */
  columnAt(place: Shares): [shown: Addends, weights: Addends] {
    const shown = this.arithmetic.matrixVector(this.parts.cells, this.#acrossWidth(place));
    return [shown, this.pending.weightsOfColumn(place)];
  }

  /** The row at a place, both right-hand sides included; zeros if there is no place. */
  rowAt(place: Shares): [shown: Addends, weights: Addends] {
    const { rows, height } = this.layout;
    const { arithmetic: a } = this;
    const shown = a.vectorMatrix(a.concat([place, a.zeros(height - rows)]), this.parts.cells);
    return [shown, this.pending.weightsOfRow(place)];
  }

  /** Adds to a whole column and a whole row what the cells do not show of them: m and n words. */
  complete(shown: CrossLines, lacking: CrossLines): void {
    const { arithmetic: a, layout } = this;
    a.addInto(a.slice(shown.column, 0, layout.rows), lacking.column);
    a.addInto(a.slice(shown.row, 0, layout.columns), lacking.row);
  }

  /** e_q as a row: 1, with 40 fractional bits, in the column at a place. */
  unitRow(place: Shares): Shares {
    return this.arithmetic.scale(this.#acrossWidth(place), ONE);
  }

  /**
   * Replaces the tableau, borders included, by T − (c − e_r) ⊗ ((t_r + e_q)/p): the pivot in row r
   * and column q.
   */
  async pivot({ column, row, reciprocal }: Pivot): Promise<void> {
    const { arithmetic: a, pending } = this;
    const { rows, columns, width, height } = this.layout;
    const [scaled] = await a.truncate(FRACTION_BITS + RECIPROCAL_BITS - PIVOT_BITS, a.outer(reciprocal, row));
    const change = a.negate(column);
    const [ofRows, ofCosts] = [a.slice(change, 0, rows), a.slice(change, rows, height - rows)];
    pending.push(ofRows, a.slice(scaled, 0, columns));
    const [right, below, ...body] = await a.truncateEach(
      { bits: PIVOT_BITS, product: a.outer(ofRows, a.slice(scaled, columns, width - columns)) },
      { bits: PIVOT_BITS, product: a.outer(ofCosts, scaled) },
      ...(pending.count === MOST_PENDING ? [pending.sum()] : []),
    );
    const borders = this.#border(RHS, width - columns);
    a.put(this.parts.cells, borders, a.add(a.pick(this.parts.cells, borders), right!));
    a.addInto(a.slice(this.parts.cells, rows * width, (height - rows) * width), below!);
    if (body.length > 0) this.#apply(body[0]!);
  }

  /** Brings the body up to date. 2 rounds, if a pivot is pending. */
  async applyPending(): Promise<void> {
    if (this.pending.count === 0) return;
    const [sum] = await this.arithmetic.truncateEach(this.pending.sum());
    this.#apply(sum);
  }

  /** Brings one row of the body up to date. 2 rounds. */
  async applyPendingTo(index: number): Promise<void> {
    const { arithmetic: a } = this;
    const [change] = await a.truncateEach(this.pending.takeRow(index));
    a.addInto(this.entries(index), change);
  }

  #apply(sum: Shares): void {
    this.setBody(this.arithmetic.add(this.body(), sum));
    this.pending.count = 0;
  }

  #cellsOf(row: number): Shares {
    const { width, columns } = this.layout;
    return this.arithmetic.slice(this.parts.cells, row * width, columns);
  }

  /** Columns beside the body, `count` of them. */
  #border(first: number, count: number): Grid {
    const { rows, columns, width } = this.layout;
    return { first: columns + first, rows, rowStep: width, count, step: 1 };
  }

  #borderColumn(border: number): Shares {
    return this.arithmetic.pick(this.parts.cells, this.#border(border, 1));
  }

  get #body(): Grid {
    const { rows, columns, width } = this.layout;
    return { first: 0, rows, rowStep: width, count: columns, step: 1 };
  }

  get #bodyWithRhs(): Grid {
    return { ...this.#body, count: this.layout.columns + RHS + 1 };
  }

  #acrossWidth(place: Shares): Shares {
    const { width, columns } = this.layout;
    return this.arithmetic.concat([place, this.arithmetic.zeros(width - columns)]);
  }
}
