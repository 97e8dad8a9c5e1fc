// From places in the tableau to labels and back, on shares: the four blocks of the permutation
// matrix between them.
import type { Addends, Shares } from "../../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../../crypto/sharing/arithmetic.ts";
import type { Tableau } from "./tableau.ts";

export interface Places {
  /** m × n, row-major: 1 where the variable of column j is basic in row i. */
  readonly columnsInRows: Shares;
  /** m × m: 1 where the logical of row k is basic in row i. */
  readonly logicalsInRows: Shares;
  /** n × n: 1 where the variable of column k is non-basic at place j. */
  readonly columnsInColumns: Shares;
  /** n × m: 1 where the logical of row i is non-basic at place j. */
  readonly logicalsInColumns: Shares;
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

/** The binary digits of non-negative integers below 2^count, most significant first. */
async function binary(a: Arithmetic, numbers: Shares, count: number): Promise<Shares[]> {
  const digits: Shares[] = [];
  let rest = numbers;
  for (let k = count - 1; k >= 0; k--) {
    const below = await a.negative(a.addPublic(rest, -(1n << BigInt(k))));
    const digit = a.addPublic(a.negate(below), 1n);
    rest = a.subtract(rest, a.scale(digit, 1n << BigInt(k)));
    digits.push(digit);
  }
  return digits;
}

/** One-hot vectors of equal width, one after the other. */
interface OneHots {
  readonly width: number;
  readonly bits: Shares;
}

/** Labels as pairs of digits: label = high·(width of low) + low. */
interface Digits {
  readonly high: OneHots;
  readonly low: OneHots;
}

/** Products of digits for the labels from `from` to `to` − 1 of each number, row-major. */
function expand(a: Arithmetic, { high, low }: Digits, from: number, to: number): Addends {
  const count = low.bits.length / low.width;
  const highs: number[] = [];
  const lows: number[] = [];
  for (let i = 0; i < count; i++)
    for (let label = from; label < to; label++) {
      highs.push(i * high.width + Math.floor(label / low.width));
      lows.push(i * low.width + (label % low.width));
    }
  return a.product(a.gather(high.bits, highs), a.gather(low.bits, lows));
}

/** Joins neighbouring digits, the leading ones first, until two are left. */
async function join(a: Arithmetic, digits: readonly OneHots[]): Promise<Digits> {
  if (digits.length === 2) return { high: digits[0]!, low: digits[1]! };
  const pairs = Array.from({ length: Math.floor(digits.length / 2) }, (_, p) => ({
    high: digits[2 * p]!,
    low: digits[2 * p + 1]!,
  }));
  const products = await a.reshare(...pairs.map((pair) => expand(a, pair, 0, pair.high.width * pair.low.width)));
  const joined = pairs.map(({ high, low }, p) => ({ width: high.width * low.width, bits: products[p]! }));
  return join(a, [...joined, ...digits.slice(2 * pairs.length)]);
}

/** The digits of labels below `limit`. */
async function digitsOf(a: Arithmetic, labels: Shares, limit: number): Promise<Digits> {
  const digits = await binary(a, labels, Math.max(2, Math.ceil(Math.log2(limit))));
  const count = labels.length;
  const pairs = digits.map((digit) => ({
    width: 2,
    bits: a.gather(
      a.concat([a.addPublic(a.negate(digit), 1n), digit]),
      range(count).flatMap((i) => [i, count + i]),
    ),
  }));
  return join(a, pairs);
}

/** The places of all variables. About 4·log2(m + n) rounds, (m + n)² words. */
export async function placesOf({ arithmetic: a, layout, parts }: Tableau): Promise<Places> {
  const { columns } = layout;
  const limit = layout.rows + columns;
  const inRows = await digitsOf(a, parts.basic, limit);
  const inColumns = await digitsOf(a, parts.nonBasic, limit);
  const [columnsInRows, logicalsInRows, columnsInColumns, logicalsInColumns] = await a.reshare(
    expand(a, inRows, 0, columns),
    expand(a, inRows, columns, limit),
    expand(a, inColumns, 0, columns),
    expand(a, inColumns, columns, limit),
  );
  return { columnsInRows, logicalsInRows, columnsInColumns, logicalsInColumns };
}

/** The variable at a place, as one-hot vectors of its label. */
export interface Variable {
  readonly column: Shares;
  readonly logical: Shares;
}

/**
 * The variable at `place`, one-hot over the tableau's basic or non-basic variables as `among` says.
 */
export async function variableAt(
  { arithmetic: a, layout, parts }: Tableau,
  among: "basic" | "nonBasic",
  place: Shares,
): Promise<Variable> {
  const { columns } = layout;
  const limit = layout.rows + columns;
  const [label] = await a.reshare(a.dot(place, parts[among]));
  const digits = await digitsOf(a, label, limit);
  const [column, logical] = await a.reshare(expand(a, digits, 0, columns), expand(a, digits, columns, limit));
  return { column, logical };
}
