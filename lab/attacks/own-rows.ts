/**
 * Own rows as the key, against `two-party` of any size, after slack-inverse.ts.
 *
 * Attacker: Alice, who has every half-space, her own among them, up to the order and scale of the
 * columns. Scaling a column does not change the ratios a′_j/a_j of two of her rows a, a′, so the
 * pair of half-spaces with the same ratios, up to one positive factor for the rows' scales, is that
 * pair. Once her rows are found, their entries identify each column: this gives Q for all variables
 * that she uses. (The header of client/engines/two-party/alice.ts says so; ratios as in Liu et al.
 * 2016, section 1.2.)
 *
 * Recovers: Q's column and scale for variables that her rows tell apart, and all of Bob's rows in
 * these variables, exactly up to a positive factor. At least one of her rows that are found must
 * have a non-zero right-hand side.
 */
import { dot } from "../../client/math/field.ts";
import type { Matrix } from "../../client/math/matrix.ts";
import { gcd, primitive } from "../../client/math/rational.ts";

interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export interface KeyedRows {
  /**
   * Index among the columns of the half-spaces, per variable; null where her rows do not determine
   * it.
   */
  readonly columns: readonly (number | null)[];
  /** Every half-space without unknown columns, over her variables and the right-hand side. */
  readonly rows: readonly (readonly bigint[])[];
}

function fraction(numerator: bigint, denominator: bigint): Fraction {
  const common = denominator < 0n ? -gcd(numerator, denominator) : gcd(numerator, denominator);
  return { numerator: numerator / common, denominator: denominator / common };
}

/** second_j / first_j where both are not 0, in ascending order. */
function ratios(first: readonly bigint[], second: readonly bigint[]): Fraction[] {
  return first
    .flatMap((value, j) => (value !== 0n && second[j] !== 0n ? [fraction(second[j]!, value)] : []))
    .sort((a, b) => {
      const difference = a.numerator * b.denominator - b.numerator * a.denominator;
      return difference < 0n ? -1 : difference > 0n ? 1 : 0;
    });
}

/** The positive factor between two lists of ratios, or null when there is none. */
function factorBetween(own: readonly Fraction[], seen: readonly Fraction[]): Fraction | null {
  const [a, b] = [own.at(-1), seen.at(-1)];
  if (a === undefined || b === undefined || own.length !== seen.length) return null;
  const factor = fraction(b.numerator * a.denominator, b.denominator * a.numerator);
  const { numerator, denominator } = factor;
  if (numerator <= 0n) return null;
  const same = own.every((ratio, i) => {
    const other = seen[i]!;
    return other.numerator * ratio.denominator * denominator === ratio.numerator * other.denominator * numerator;
  });
  return same ? factor : null;
}

const support = (row: readonly bigint[]) => row.slice(0, -1).filter((value) => value !== 0n).length;

/** Whether ratios can identify a pair of rows: more than two, not all equal. */
const telling = (list: readonly Fraction[]) =>
  list.length > 2 && new Set(list.map(({ numerator, denominator }) => `${numerator}/${denominator}`)).size > 1;

/**
 * Where her rows are if row `base` is half-space `place`: per row an index and the factor of its
 * scale; null where they are not unique.
 */
function placesFrom(
  seen: Matrix,
  own: Matrix,
  base: number,
  place: number,
): ({ row: number; factor: Fraction } | null)[] {
  return own.map((row, l) => {
    if (l === base) return { row: place, factor: { numerator: 1n, denominator: 1n } };
    const wanted = ratios(own[base]!, row);
    if (!telling(wanted)) return null;
    const fits = seen.flatMap((candidate, u) => {
      if (u === place || support(candidate) !== support(row)) return [];
      const factor = factorBetween(wanted, ratios(seen[place]!, candidate));
      return factor === null ? [] : [{ row: u, factor }];
    });
    return fits.length === 1 ? fits[0]! : null;
  });
}

/** The columns of `rows` as names that do not depend on their scale; null for a column of zeros. */
function columnNames(rows: Matrix): (string | null)[] {
  return (rows[0] ?? []).map((_, j) => {
    const column = rows.map((row) => row[j]!);
    return column.every((value) => value === 0n) ? null : primitive(column).join();
  });
}

/**
 * `seen` are the half-spaces of slack-inverse.ts, `own` Alice's inequalities [a b] over her
 * variables. Null when her rows are not found, or are found in several ways that name the columns
 * differently.
 */
export function unlockWithOwnRows(seen: Matrix, own: Matrix): KeyedRows | null {
  const order = own.map((_, i) => i).sort((a, b) => support(own[b]!) - support(own[a]!));
  for (const base of order) {
    const found = seen.flatMap((row, place) => {
      if (support(row) !== support(own[base]!)) return [];
      const keyed = unlockFrom(seen, own, placesFrom(seen, own, base, place));
      return keyed === null ? [] : [keyed];
    });
    const names = new Set(found.map(({ columns }) => columns.join()));
    if (names.size === 1) return found[0]!;
  }
  return null;
}

function unlockFrom(
  seen: Matrix,
  own: Matrix,
  places: readonly ({ row: number; factor: Fraction } | null)[],
): KeyedRows | null {
  const known = places.flatMap((place, l) => (place === null ? [] : [{ ...place, own: own[l]! }]));
  if (known.length < 2) return null;
  const common = known.reduce((product, { factor }) => product * factor.numerator, 1n);
  const scaled = known.map(({ row, factor }) =>
    seen[row]!.map((value) => (value * common * factor.denominator) / factor.numerator),
  );
  const ownRows = known.map((row) => row.own);
  const namesSeen = columnNames(scaled);
  const namesOwn = columnNames(ownRows);
  const rhs = namesSeen.length - 1;
  if (namesOwn.at(-1) === null || namesOwn.at(-1) !== namesSeen.at(-1)) return null;
  const columns = namesOwn.slice(0, -1).map((name) => {
    const place = namesSeen.indexOf(name);
    const unique =
      place === namesSeen.lastIndexOf(name, rhs - 1) && namesOwn.indexOf(name) === namesOwn.lastIndexOf(name, rhs - 1);
    return name !== null && place >= 0 && place < rhs && unique ? place : null;
  });
  if (columns.every((place) => place === null)) return null;

  // The two columns are parallel, so the scale is their dot product divided by her column's sum of
  // squares.
  const column = (rows: Matrix, j: number) => rows.map((row) => row[j]!);
  const scaleOf = (j: number, place: number) => {
    const secret = column(ownRows, j);
    return fraction(dot(column(scaled, place), secret), dot(secret, secret));
  };
  const scales = columns.map((place, j) => (place === null ? null : scaleOf(j, place)));
  const rhsScale = scaleOf(rhs, rhs);
  const all = [...scales.filter((scale) => scale !== null), rhsScale].reduce((product, s) => product * s.numerator, 1n);
  const named = new Set(columns);
  const rows = seen
    .filter((row) => row.every((value, t) => value === 0n || t === rhs || named.has(t)))
    .map((row) => {
      const unscale = (value: bigint, { numerator, denominator }: Fraction) => (value * all * denominator) / numerator;
      const entries = columns.map((place, j) => (place === null ? 0n : unscale(row[place]!, scales[j]!)));
      return primitive([...entries, unscale(row[rhs]!, rhsScale)]);
    });
  return { columns, rows };
}
