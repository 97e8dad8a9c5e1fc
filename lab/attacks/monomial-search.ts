/**
 * Monomial search, against `two-party` with few columns.
 *
 * Attacker: Alice. Sees N̂ = KNQ and b̂; knows her own rows [M̄₁ I 0], which times Q lie in the row
 * space of N̂. A vector of that space with a minimal support of k columns is found by linear
 * algebra for each choice of k columns. Two of her rows without zeros give n − 1 ratios that
 * neither K nor Q can change: v_t/v′_t over the two vectors must equal a_j/a′_j up to one factor.
 * So she compares pairs of vectors with the pair of rows; a match tells which column belongs to
 * which variable, and its scale. The remaining columns are slacks, and slack-inverse.ts gives every
 * half-space, Bob's included, now in her own columns. (DESIGN, section 5; the ratios are those of
 * Liu et al. 2016, section 1.2, taken across rows.)
 *
 * Recovers: the columns and scales of Q, Bob's half-spaces. Works when Alice has two inequalities
 * without zeros in at least three variables and there are few choices of columns, C(n + m, n + 1).
 */
import { type Echelon, echelon } from "../../client/math/echelon.ts";
import type { Matrix } from "../../client/math/matrix.ts";
import { primitive } from "../../client/math/rational.ts";
import { type HalfSpaces, halfSpaces } from "./slack-inverse.ts";

/** One of Alice's inequalities a·x ≤ b, in integers. */
export interface OwnRow {
  readonly coefficients: readonly bigint[];
  readonly rhs: bigint;
}

export interface MonomialBreak {
  /** Masked column of each variable. */
  readonly columns: readonly number[];
  /** Scale of each variable's column: numerator over denominator. */
  readonly scales: readonly { readonly numerator: bigint; readonly denominator: bigint }[];
  /** All rows, over Alice's variables in her order and the right-hand side. */
  readonly region: HalfSpaces;
}

const ZERO = 1e-9;
const RATIO_TOLERANCE = 1e-6;
/** Number of choices of columns above which the search gives up. */
const MAXIMUM_CHOICES = 200_000;

/** A vector of the row space whose non-zero entries are exactly those at `columns`. */
interface Circuit {
  readonly columns: readonly number[];
  readonly values: readonly number[];
}

/** The kernel of the row space: a vector of length W − m for each of the W columns. */
function kernelOf({ pivots, rows }: Echelon, width: number): number[][] {
  const free = Array.from({ length: width }, (_, t) => t).filter((t) => !pivots.includes(t));
  return Array.from({ length: width }, (_, t) => {
    const pivot = pivots.indexOf(t);
    return free.map((f) => {
      if (pivot < 0) return t === f ? 1 : 0;
      const { numerators, denominator } = rows[pivot]!;
      return -Number((numerators[f]! << 64n) / denominator) / 2 ** 64;
    });
  });
}

/**
 * The combination of `vectors` that is 0, if there is just one up to scale and it uses all of them.
 */
function dependency(vectors: readonly (readonly number[])[]): number[] | null {
  const size = vectors.length;
  const norms = vectors.map((vector) => Math.hypot(...vector) || 1);
  const work = vectors.map((vector, i) => [
    ...vector.map((value) => value / norms[i]!),
    ...vectors.map((_, k) => (k === i ? 1 : 0)),
  ]);
  const length = vectors[0]!.length;
  let rank = 0;
  for (let c = 0; c < length && rank < size; c++) {
    let best = rank;
    for (let i = rank + 1; i < size; i++) if (Math.abs(work[i]![c]!) > Math.abs(work[best]![c]!)) best = i;
    if (Math.abs(work[best]![c]!) < ZERO) continue;
    [work[rank], work[best]] = [work[best]!, work[rank]!];
    for (let i = rank + 1; i < size; i++) {
      const factor = work[i]![c]! / work[rank]![c]!;
      if (factor !== 0) for (let k = c; k < length + size; k++) work[i]![k]! -= factor * work[rank]![k]!;
    }
    rank++;
  }
  if (rank !== size - 1) return null;
  const combination = work[rank]!.slice(length);
  return combination.every((value) => Math.abs(value) > ZERO) ? combination.map((value, i) => value / norms[i]!) : null;
}

function choices(width: number, size: number): number {
  let count = 1;
  for (let i = 0; i < size; i++) count = (count * (width - i)) / (i + 1);
  return count;
}

function* subsets(width: number, size: number, from = 0): Generator<number[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let first = from; first <= width - size; first++)
    for (const rest of subsets(width, size - 1, first + 1)) yield [first, ...rest];
}

function circuitsOf(kernel: readonly (readonly number[])[], size: number): Circuit[] {
  const found: Circuit[] = [];
  for (const columns of subsets(kernel.length, size)) {
    const values = dependency(columns.map((t) => kernel[t]!));
    if (values !== null) found.push({ columns, values });
  }
  return found;
}

/**
 * The vectors that share all but one of their columns with `circuit`: two dense rows differ only in
 * their slacks.
 */
function* neighbours(circuit: Circuit, width: number, byColumns: ReadonlyMap<string, Circuit>): Generator<Circuit> {
  const { columns } = circuit;
  for (const left of columns)
    for (let added = 0; added < width; added++) {
      if (columns.includes(added)) continue;
      const name = [...columns.filter((t) => t !== left), added].sort((x, y) => x - y).join();
      const other = byColumns.get(name);
      if (other !== undefined) yield other;
    }
}

/** Ratios divided by the largest in magnitude, in ascending order, each with its index. */
function signature(ratios: readonly number[]): { value: number; index: number }[] {
  const lead = ratios.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  return ratios.map((value, index) => ({ value: value / lead, index })).sort((a, b) => a.value - b.value);
}

/**
 * Which column belongs to which variable, or null when the ratios differ or do not tell the
 * variables apart.
 */
function matchPair(first: Circuit, second: Circuit, a: OwnRow, b: OwnRow): Map<number, number> | null {
  const columns = first.columns.filter((t) => second.columns.includes(t));
  const at = ({ columns: all, values }: Circuit, t: number) => values[all.indexOf(t)]!;
  const wanted = signature(a.coefficients.map((value, j) => Number(value) / Number(b.coefficients[j]!)));
  const seen = signature(columns.map((t) => at(first, t) / at(second, t)));
  const equal = (left: number, right: number) => Math.abs(left - right) < RATIO_TOLERANCE;
  for (const [k, { value }] of wanted.entries()) {
    if (!equal(value, seen[k]!.value)) return null;
    if (k > 0 && equal(value, wanted[k - 1]!.value)) return null;
  }
  const map = new Map(wanted.map(({ index }, k) => [index, columns[seen[k]!.index]!]));
  // Q is positive, so in each vector either all entries have the signs of the row's, or all have
  // the opposite signs.
  const consistent = (circuit: Circuit, row: OwnRow) => {
    const signs = [...map].map(([j, t]) => Math.sign(at(circuit, t)) * (row.coefficients[j]! > 0n ? 1 : -1));
    return signs.every((sign) => sign === signs[0]);
  };
  return consistent(first, a) && consistent(second, b) ? map : null;
}

/**
 * The scales that follow if the half-space `row` is Alice's row `own`; null when it cannot be that
 * row.
 */
function scalesFrom(row: readonly bigint[], places: readonly number[], own: OwnRow): MonomialBreak["scales"] | null {
  const rhs = row.at(-1)!;
  if (rhs === 0n || rhs > 0n !== own.rhs > 0n) return null;
  const scales = own.coefficients.map((value, j) => {
    const [numerator, denominator] = [row[places[j]!]! * own.rhs, rhs * value];
    return denominator < 0n ? { numerator: -numerator, denominator: -denominator } : { numerator, denominator };
  });
  return scales.every(({ numerator }) => numerator > 0n) ? scales : null;
}

/**
 * Derives everything from the variables' columns; null unless all of Alice's rows are then among
 * the half-spaces.
 */
function complete(masked: Matrix, columns: readonly number[], own: readonly OwnRow[]): MonomialBreak | null {
  const width = masked[0]!.length - 1;
  const slackColumns = Array.from({ length: width }, (_, t) => t).filter((t) => !columns.includes(t));
  const all = halfSpaces(masked, slackColumns);
  const inOrder = [...columns].sort((x, y) => x - y);
  const places = columns.map((t) => inOrder.indexOf(t));
  const anchor = own.find(({ coefficients, rhs }) => rhs !== 0n && coefficients.every((value) => value !== 0n));
  if (anchor === undefined) return null;
  for (const row of all.inequalities) {
    const scales = scalesFrom(row, places, anchor);
    if (scales === null) continue;
    const common = scales.reduce((product, { numerator }) => product * numerator, 1n);
    const unmask = (values: readonly bigint[]) =>
      primitive([
        ...scales.map(({ numerator, denominator }, j) => (values[places[j]!]! * denominator * common) / numerator),
        values.at(-1)! * common,
      ]);
    const inequalities = all.inequalities.map(unmask);
    const known = new Set(inequalities.map((values) => values.join()));
    if (own.every(({ coefficients, rhs }) => known.has(primitive([...coefficients, rhs]).join())))
      return { columns, scales, region: { inequalities, equalities: all.equalities.map(unmask), slacks: all.slacks } };
  }
  return null;
}

/**
 * `masked` is [N̂ b̂]; `own` are Alice's inequalities over all n variables, at least two of them
 * dense and one of those with a right-hand side that is not 0. Null when the search would take too
 * long, or when no answer or more than one fits.
 */
export function monomialSearch(masked: Matrix, own: readonly OwnRow[]): MonomialBreak | null {
  const width = masked[0]!.length - 1;
  const dense = own.filter(({ coefficients }) => coefficients.every((value) => value !== 0n));
  const [a, b] = dense;
  if (a === undefined || b === undefined || a.coefficients.length < 3) return null;
  const size = a.coefficients.length + 1;
  if (choices(width, size) > MAXIMUM_CHOICES) return null;
  const kernel = kernelOf(echelon(masked.map((row) => row.slice(0, width))), width);
  const circuits = circuitsOf(kernel, size);

  const byColumns = new Map(circuits.map((circuit) => [circuit.columns.join(), circuit]));

  let found: MonomialBreak | null = null;
  for (const first of circuits)
    for (const second of neighbours(first, width, byColumns)) {
      const map = matchPair(first, second, a, b);
      if (map === null) continue;
      const columns = a.coefficients.map((_, j) => map.get(j)!);
      const broken = complete(masked, columns, own);
      if (broken === null) continue;
      if (found !== null && found.columns.join() !== broken.columns.join()) return null;
      found = broken;
    }
  return found;
}
