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

/**
 * The binary digits of non-negative integers below 2^count, most significant first: the top bit of
 * a number, moved there. 3 rounds.
 */
async function binary(a: Arithmetic, numbers: Shares, count: number): Promise<Shares[]> {
  const moved = Array.from({ length: count }, (_, k) => a.scale(numbers, 1n << BigInt(128 - count + k)));
  const bits = await a.negative(a.concat(moved));
  return moved.map((_, k) => a.slice(bits, k * numbers.length, numbers.length));
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
  const [highs, lows] = [new Uint32Array(count * (to - from)), new Uint32Array(count * (to - from))];
  let at = 0;
  for (let i = 0; i < count; i++)
    for (let label = from; label < to; label++) {
      highs[at] = i * high.width + Math.floor(label / low.width);
      lows[at++] = i * low.width + (label % low.width);
    }
  return a.product(a.gather(high.bits, highs), a.gather(low.bits, lows));
}

/** Joins neighbouring digits in each list, the leading ones first, until one is left. */
async function join(a: Arithmetic, lists: readonly (readonly OneHots[])[]): Promise<OneHots[]> {
  if (lists.every(({ length }) => length === 1)) return lists.map(([only]) => only!);
  const pairs = lists.map((digits) =>
    Array.from({ length: Math.floor(digits.length / 2) }, (_, p) => ({
      high: digits[2 * p]!,
      low: digits[2 * p + 1]!,
    })),
  );
  const products = await a.reshare(...pairs.flat().map((pair) => expand(a, pair, 0, pair.high.width * pair.low.width)));
  let next = 0;
  return join(
    a,
    pairs.map((own, k) => [
      ...own.map(({ high, low }) => ({ width: high.width * low.width, bits: products[next++]! })),
      ...lists[k]!.slice(2 * own.length),
    ]),
  );
}

/** The digits of labels below `limit`: two of about the same width, which have the fewest words. */
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
  const middle = Math.ceil(pairs.length / 2);
  const [high, low] = await join(a, [pairs.slice(0, middle), pairs.slice(middle)]);
  return { high: high!, low: low! };
}

/** The digits of some of the labels. */
function part(a: Arithmetic, { high, low }: Digits, from: number, count: number): Digits {
  const of = ({ width, bits }: OneHots) => ({ width, bits: a.slice(bits, from * width, count * width) });
  return { high: of(high), low: of(low) };
}

/** The places of all variables. About log2(log2(m + n)) + 4 rounds, (m + n)² words. */
export async function placesOf({ arithmetic: a, layout, parts }: Tableau): Promise<Places> {
  const { rows, columns } = layout;
  const limit = rows + columns;
  const digits = await digitsOf(a, a.concat([parts.basic, parts.nonBasic]), limit);
  const inRows = part(a, digits, 0, rows);
  const inColumns = part(a, digits, rows, columns);
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
