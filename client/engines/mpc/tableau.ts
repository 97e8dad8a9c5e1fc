// The condensed tableau on shares. Row i says x_B(i) = b_i − Σ_j T_ij x_N(j); the column of a basic variable is a unit vector and not
// stored, so the inverse of the basis stands in the columns of the non-basic logicals, and m × n cells suffice to the end.
// Variables are labelled: column j of the program is j, the logical s_i of row i (M_i x + s_i = b_i, s_i ≥ 0, or s_i = 0 on an equality) is
// n + i. Which variable stands where is secret, as is everything else here but the shape.
import type { Shares } from "../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../crypto/sharing/arithmetic.ts";
import { FRACTION_BITS, PIVOT_BITS, RECIPROCAL_BITS } from "./fixed-point.ts";
import type { JointShape } from "./shape.ts";

/** Cells: m rows, then three of costs; n columns, then two of right-hand sides. Row-major. */
export interface Layout extends JointShape {
  readonly height: number;
  readonly width: number;
}

export function layoutOf(shape: JointShape): Layout {
  return { ...shape, height: shape.rows + 3, width: shape.columns + 2 };
}

/** Rows below the m of the program, as offsets from m: reduced costs that price, their perturbation, the true reduced costs. */
export const COSTS = 0;
export const COST_SHIFT = 1;
export const TRUE_COSTS = 2;
/** Columns after the n of the program, as offsets from n: right-hand sides and their perturbation. */
export const RHS = 0;
export const RHS_SHIFT = 1;

/** Everything that lasts, as shares; integers unless fractional bits are given. */
export interface Tableau {
  /** The data: m × n with 72 fractional bits, m with 120, n with 104; columns scaled, right-hand sides times 2^−β, costs times 2^−γ. */
  readonly coefficients: Shares;
  readonly rhs: Shares;
  readonly costs: Shares;
  /** Per row, 2^(36 − half of its exponent): m and m words. */
  readonly units: Shares;
  /** 2^β and 2^γ. */
  readonly scales: Shares;
  /** Per column, the power of two that it is multiplied by. */
  readonly columnScales: Shares;
  /** height × width, 40 fractional bits. */
  readonly cells: Shares;
  /** Labels of the m basic and the n non-basic variables. */
  readonly basic: Shares;
  readonly nonBasic: Shares;
  /** Per non-basic position: 1 when it holds the logical of an equality, which must not enter. */
  readonly fixed: Shares;
  /** Per row: −1 when the row is read with the opposite sign (eliminate.ts), else 1. */
  readonly signs: Shares;
  /** m and n: the magnitudes that right-hand sides and costs had at first, at places where there has been no pivot; elsewhere 0. */
  readonly idle: Shares;
  /**
   * What has left `idle`, of rows and of columns: only these numbers have spread over the tableau, and rounding noise is in proportion to them.
   */
  readonly reached: Shares;
  /** Two bits: costs are set aside since they fall without end; they are back, and the basis is feasible (iterate.ts). */
  readonly stage: Shares;
}

/** Words of each part, in the order of a checkpoint. */
export function tableauSizes({ rows, columns, height, width }: Layout): Readonly<Record<keyof Tableau, number>> {
  return {
    coefficients: rows * columns,
    rhs: rows,
    costs: columns,
    units: 2 * rows,
    scales: 2,
    columnScales: columns,
    cells: height * width,
    basic: rows,
    nonBasic: columns,
    fixed: columns,
    signs: rows,
    idle: rows + columns,
    reached: 2,
    stage: 2,
  };
}

/** A view of the first `columns` cells of a row. */
export function rowOf(a: Arithmetic, { width }: Layout, cells: Shares, row: number, columns: number): Shares {
  return a.slice(cells, row * width, columns);
}

/** A copy of the first `rows` cells of a column. */
export function columnOf(a: Arithmetic, { width }: Layout, cells: Shares, column: number, rows: number): Shares {
  return a.gather(
    cells,
    Array.from({ length: rows }, (_, i) => i * width + column),
  );
}

/** Adds to the first cells of a column. */
export function addToColumn(a: Arithmetic, { width }: Layout, cells: Shares, column: number, change: Shares): void {
  const indices = Array.from({ length: change.length }, (_, i) => i * width + column);
  a.scatter(cells, indices, a.add(a.gather(cells, indices), change));
}

/**
 * T − (c − e_r) ⊗ ((t_r + e_q)/p) is the tableau after the pivot in row r and column q, with c, t_r, p the pivot's column, row and
 * element: `column` is c − e_r, `row` (t_r + e_q)·sign(p), both all zeros for no pivot, `reciprocal` 1/|p|.
 */
export async function pivot(
  a: Arithmetic,
  cells: Shares,
  column: Shares,
  row: Shares,
  reciprocal: Shares,
): Promise<void> {
  const [scaled] = await a.truncate(FRACTION_BITS + RECIPROCAL_BITS - PIVOT_BITS, a.outer(reciprocal, row));
  const [change] = await a.truncate(PIVOT_BITS, a.outer(a.negate(column), scaled));
  a.addInto(cells, change);
}
