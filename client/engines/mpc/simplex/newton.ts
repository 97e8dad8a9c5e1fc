// The two products of a Newton step (refresh.ts), N − BW and B⁻¹ times it, in two ways. Each
// reshares what is smallest and leaves the rest as sums of addends; which one it is follows from
// the size of the program.
//   byBasis:   B and B⁻¹, m × m each. N stays a sum.
//   byColumns: what W and the residual have at columns of the program and at non-basic logicals,
//              n × (n + 1) each. What they have at the other logicals stays a sum.
import type { Addends, Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import { DATA_BITS } from "../input/words.ts";
import { RHS_BITS } from "./first-tableau.ts";
import { FRACTION_BITS, HEADROOM_BITS, ONE } from "./fixed-point.ts";
import type { Places } from "./labels.ts";
import type { Tableau } from "./tableau.ts";

/** The place of each variable in a tableau, and the data with the signs that rows are read with. */
export interface Basis {
  readonly tableau: Tableau;
  readonly places: Places;
  /** m × n, 72 fractional bits, and m with 120. */
  readonly coefficients: Shares;
  readonly rhs: Shares;
}

/** Fractional bits of a product of the data and the tableau, which is exact modulo 2^128. */
export const EXACT_BITS = DATA_BITS + FRACTION_BITS;

/** Appends a last column. */
function withColumn(a: Arithmetic, matrix: Shares, columns: number, last: Shares): Shares {
  const { length } = last;
  const joined = a.zeros(matrix.length + length);
  const places = { first: 0, rows: length, rowStep: columns + 1, count: columns, step: 1 };
  a.put(joined, places, matrix);
  a.put(joined, { ...places, first: columns, count: 1 }, last);
  return joined;
}

/** What N has of columns of the program, with 40 fractional bits, and a column of zeros. */
function columnsOfOthers({ tableau, places }: Basis): Shares {
  const { arithmetic: a, layout } = tableau;
  const { columns } = layout;
  return withColumn(a, a.scale(a.transpose(places.columnsInColumns, columns), ONE), columns, a.zeros(columns));
}

/** What (N, b) has of logicals and right-hand sides, with `EXACT_BITS`. */
function logicalsOfOthers({ tableau, places, rhs }: Basis): Addends {
  const { arithmetic: a, layout } = tableau;
  const { rows, columns } = layout;
  const logicals = a.scale(a.transpose(places.logicalsInColumns, rows), 1n << BigInt(EXACT_BITS));
  const sides = a.scale(rhs, 1n << BigInt(EXACT_BITS + HEADROOM_BITS - RHS_BITS));
  return a.addends(withColumn(a, logicals, columns, sides));
}

/** `first` and `second` are reshared in messages that the reduced costs need as well. */
export interface NewtonWay {
  /** To reshare before the residual R = (N, b) − BW. `body`: W, m × (n + 1), 40 fractional bits. */
  readonly first: (basis: Basis, body: Shares) => Addends[];
  /** R, with `EXACT_BITS`. */
  readonly residuals: (basis: Basis, body: Shares, first: readonly Shares[]) => Addends;
  /** To reshare after it. */
  readonly second: (basis: Basis, residuals: Shares) => Addends[];
  /** B⁻¹R, with 40 fractional bits more than R. */
  readonly change: (
    basis: Basis,
    residuals: Shares,
    reshared: { readonly first: readonly Shares[]; readonly second: readonly Shares[] },
  ) => Addends;
}

const byBasis: NewtonWay = {
  first: ({ tableau, places, coefficients }) => {
    const { arithmetic: a, layout } = tableau;
    const { rows, columns } = layout;
    const logicals = a.scale(a.transpose(places.logicalsInRows, rows), 1n << BigInt(DATA_BITS));
    return [
      a.addAddends(
        a.addends(logicals),
        a.matrixMatrix(coefficients, a.transpose(places.columnsInRows, columns), columns),
      ),
      // T holds the columns of B⁻¹ that are not unit vectors.
      a.addAddends(
        a.addends(a.scale(places.logicalsInRows, ONE)),
        a.matrixMatrix(tableau.body(), places.logicalsInColumns, columns),
      ),
    ];
  },
  residuals: (basis, body, [matrix]) => {
    const { arithmetic: a, layout } = basis.tableau;
    const others = a.matrixMatrix(basis.coefficients, columnsOfOthers(basis), layout.columns);
    const ofBasis = a.matrixMatrix(a.negate(matrix!), body, layout.rows);
    return a.addAddends(logicalsOfOthers(basis), a.addAddends(others, ofBasis));
  },
  second: () => [],
  change: ({ tableau: { arithmetic: a, layout } }, residuals, { first }) =>
    a.matrixMatrix(first[1]!, residuals, layout.rows),
};

const byColumns: NewtonWay = {
  first: (basis, body) => {
    const { arithmetic: a, layout } = basis.tableau;
    const basic = a.negate(a.transpose(basis.places.columnsInRows, layout.columns));
    return [a.addAddends(a.addends(columnsOfOthers(basis)), a.matrixMatrix(basic, body, layout.rows))];
  },
  residuals: (basis, body, [ofColumns]) => {
    const { arithmetic: a, layout } = basis.tableau;
    const logicals = a.scale(a.transpose(basis.places.logicalsInRows, layout.rows), -(1n << BigInt(DATA_BITS)));
    const ofBasis = a.matrixMatrix(logicals, body, layout.rows);
    const ofData = a.matrixMatrix(basis.coefficients, ofColumns!, layout.columns);
    return a.addAddends(logicalsOfOthers(basis), a.addAddends(ofData, ofBasis));
  },
  second: ({ tableau, places }, residuals) => [
    tableau.arithmetic.matrixMatrix(places.logicalsInColumns, residuals, tableau.layout.rows),
  ],
  change: ({ tableau, places }, residuals, { second }) => {
    const { arithmetic: a, layout } = tableau;
    return a.addAddends(
      a.matrixMatrix(tableau.body(), second[0]!, layout.columns),
      a.matrixMatrix(a.scale(places.logicalsInRows, ONE), residuals, layout.rows),
    );
  },
};

export function newtonWay({ rows, columns }: { readonly rows: number; readonly columns: number }): NewtonWay {
  return rows < columns ? byBasis : byColumns;
}
