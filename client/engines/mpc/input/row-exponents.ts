// By which powers of two a company divides its rows, so that the nodes compute with numbers near 1
// once they have multiplied each column by the power of two that its largest entry allows. Only the
// company's own rows decide: what it deals is scaled before it is shared, which costs the nodes
// nothing and shows nobody anything.
//
// Divided by its largest entry alone, a row in which every variable has small coefficients would be
// as large as one in which some are large, and its column could then not be brought to both. So the
// company estimates the units of its columns first, by the least squares of logarithms that
// simplex/units-of-lines.ts has (Curtis and Reid 1972), and divides a row of small columns by more.
// A row in which a column stands alone, a bound, says nothing of units but through its right-hand
// side: where no other row of the company has the column, the bound is taken to be about as large
// as its other bounds.
import { bitLength, largestBits } from "../../../math/bits.ts";

/** A row is divided by at most 2 to this. */
export const MAX_ROW_EXPONENT = 72;
/** A column is scaled up by less than 2^32. */
export const MAX_COLUMN_EXPONENT = 32;
/** Estimates of units differ by at most this: larger columns would be scaled up by too much. */
const MAX_SPREAD = 28;
/** A bound whose column has a unit by its right-hand side only: it can still be a pivot. */
const MAX_BOUND_SHIFT = 16;
/** Rows whose units are estimated to be no further apart stay as their largest entries say. */
const TOLERATED_SHIFT = 6;
/** Of the least squares: enough for chains of some six rows. */
export const SWEEPS = 24;

interface Entry {
  readonly column: number;
  /** The exponent of the power of two just above it. */
  readonly size: number;
}

/** What a column's entries are to be multiplied by, as logarithms; null where nothing says it. */
type Units = (number | null)[];

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** By relaxation in turn. Only sums and quotients of doubles: the same on every machine. */
function leastSquares(rows: readonly (readonly Entry[])[], columns: number): Units {
  const units: Units = new Array<null>(columns).fill(null);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const lacking: number[][] = units.map(() => []);
    for (const row of rows) {
      const centre = mean(row.map(({ column, size }) => size + (units[column] ?? 0)));
      for (const { column, size } of row) lacking[column]!.push(centre - size);
    }
    for (const [column, own] of lacking.entries()) if (own.length > 0) units[column] = mean(own);
  }
  return units;
}

interface Bound {
  readonly column: number;
  /** The exponent of its right-hand side less that of its coefficient. */
  readonly size: number;
}

/** Units of columns that have bounds only: these are then near the middle of the other bounds. */
function unitsByBounds(units: Units, bounds: readonly Bound[]): Units {
  const inUnits = bounds.flatMap(({ column, size }) => (units[column] === null ? [] : [size - units[column]!]));
  const all = inUnits.length > 0 ? inUnits : bounds.map(({ size }) => size);
  const middle = all.toSorted((one, other) => one - other)[Math.floor(all.length / 2)]!;
  const found = [...units];
  for (const { column, size } of bounds) if (units[column] === null) found[column] = size - middle;
  return found;
}

/** For each row the exponent of the power of two that divides it, up to `MAX_ROW_EXPONENT`. */
export function rowExponents(coefficients: readonly (readonly bigint[])[], rhs: readonly bigint[]): number[] {
  // A row of zeros says 0 ≤ b or 0 = b in any unit, so its unit comes from its own right-hand side.
  const least = coefficients.map((row, i) => largestBits(row) || Math.max(1, bitLength(rhs[i]!)));
  const rows = coefficients.map((row) =>
    row.flatMap((value, column): Entry[] => (value === 0n ? [] : [{ column, size: bitLength(value) }])),
  );
  const columns = coefficients[0]?.length ?? 0;
  const bySquares = leastSquares(
    rows.filter((row) => row.length > 1),
    columns,
  );
  const bounds = rows.flatMap((row, i): Bound[] =>
    row.length === 1 && rhs[i]! > 0n ? [{ column: row[0]!.column, size: bitLength(rhs[i]!) - row[0]!.size }] : [],
  );
  const found = unitsByBounds(bySquares, bounds);
  const lowest = Math.min(...found.map((unit) => unit ?? Number.POSITIVE_INFINITY));
  const units = found.map((unit) => (unit === null ? null : Math.min(unit, lowest + MAX_SPREAD)));

  /** By how much more than its largest entry each row is divided, but for a constant. */
  const shifts = rows.map((row, i) => {
    const sizes = row.flatMap(({ column, size }) => (units[column] === null ? [] : [size + units[column]!]));
    return sizes.length === 0 ? null : Math.max(...sizes) - least[i]!;
  });
  const first = Math.min(...shifts.map((shift) => shift ?? Number.POSITIVE_INFINITY));
  const exponents = shifts.map((shift, i) => {
    if (shift === null) return least[i]!;
    const [only, ...others] = rows[i]!;
    const byBound = others.length === 0 && bySquares[only!.column] === null;
    const more = Math.floor(shift - first) - TOLERATED_SHIFT;
    const held = byBound ? Math.min(MAX_BOUND_SHIFT, more) : more;
    return Math.min(MAX_ROW_EXPONENT, least[i]! + Math.max(0, held));
  });
  for (let column = 0; column < columns; column++) keepInReach(column, { rows, least, exponents });
  return exponents;
}

interface Scaled {
  readonly rows: readonly (readonly Entry[])[];
  readonly least: readonly number[];
  readonly exponents: number[];
}

/**
 * If all entries of a column are too small to be scaled up to 1, divides the row by less in which
 * the column is largest beside the others.
 */
function keepInReach(column: number, { rows, least, exponents }: Scaled): void {
  const own = rows.flatMap((row, i) => row.filter((entry) => entry.column === column).map(({ size }) => ({ i, size })));
  if (own.length === 0 || own.some(({ i, size }) => size - exponents[i]! > -MAX_COLUMN_EXPONENT)) return;
  const { i, size } = own.reduce((best, entry) =>
    entry.size - least[entry.i]! > best.size - least[best.i]! ? entry : best,
  );
  exponents[i] = Math.max(least[i]!, size + MAX_COLUMN_EXPONENT - 1);
}
