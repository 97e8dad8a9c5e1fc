// From places in the tableau to labels and back, on shares: two of the four parts of the permutation matrix between them.

import type { Shares } from "../../crypto/sharing/arena.ts";
import type { Arithmetic } from "../../crypto/sharing/arithmetic.ts";
import type { Layout, Tableau } from "./tableau.ts";

export interface Places {
  /** m × n, row-major: 1 where the variable of column j is basic in row i. */
  readonly columnsInRows: Shares;
  /** n × m: 1 where the logical of row i is non-basic at place j. */
  readonly logicalsInColumns: Shares;
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

/** The binary digits of non-negative integers below 2^count, the highest first. */
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

interface OneHots {
  readonly width: number;
  /** `width` words per number, row-major. */
  readonly bits: Shares;
}

/** One-hot vectors of numbers below Π width of the parts, which give the leading digits first. */
async function combine(a: Arithmetic, count: number, parts: readonly OneHots[]): Promise<OneHots> {
  if (parts.length === 1) return parts[0]!;
  const next: OneHots[] = [];
  for (let p = 0; p + 1 < parts.length; p += 2) {
    const [high, low] = [parts[p]!, parts[p + 1]!];
    const places = range(count).flatMap((i) =>
      range(high.width).flatMap((h) => range(low.width).map((l) => [i * high.width + h, i * low.width + l] as const)),
    );
    const highs = a.gather(
      high.bits,
      places.map(([place]) => place),
    );
    const lows = a.gather(
      low.bits,
      places.map(([, place]) => place),
    );
    const [bits] = await a.reshare(a.product(highs, lows));
    next.push({ width: high.width * low.width, bits });
  }
  if (parts.length % 2 === 1) next.push(parts.at(-1)!);
  return combine(a, count, next);
}

/** The one-hot vectors of `count` labels, of `width` words each. */
async function oneHots(a: Arithmetic, labels: Shares, limit: number): Promise<OneHots> {
  const digits = await binary(a, labels, Math.max(1, Math.ceil(Math.log2(limit))));
  const count = labels.length;
  const pairs = digits.map((digit) => ({
    width: 2,
    bits: a.gather(
      a.concat([a.addPublic(a.negate(digit), 1n), digit]),
      range(count).flatMap((i) => [i, count + i]),
    ),
  }));
  return combine(a, count, pairs);
}

function block(a: Arithmetic, { width, bits }: OneHots, from: number, to: number): Shares {
  const count = bits.length / width;
  return a.gather(
    bits,
    range(count).flatMap((i) => range(to - from).map((label) => i * width + from + label)),
  );
}

/** About 4·log2(m + n) rounds, (m + n)² words. */
export async function placesOf(a: Arithmetic, { rows, columns }: Layout, tableau: Tableau): Promise<Places> {
  const limit = rows + columns;
  const inRows = await oneHots(a, tableau.basic, limit);
  const inColumns = await oneHots(a, tableau.nonBasic, limit);
  return {
    columnsInRows: block(a, inRows, 0, columns),
    logicalsInColumns: block(a, inColumns, columns, limit),
  };
}

/** The variable at a place, as one-hot vectors of its label. */
export interface Variable {
  readonly column: Shares;
  readonly logical: Shares;
}

/** `place` is one-hot over `labels`, the tableau's basic or non-basic ones. */
export async function variableAt(
  a: Arithmetic,
  { rows, columns }: Layout,
  labels: Shares,
  place: Shares,
): Promise<Variable> {
  const limit = rows + columns;
  const [label] = await a.reshare(a.dot(place, labels));
  const found = await oneHots(a, label, limit);
  return { column: block(a, found, 0, columns), logical: block(a, found, columns, limit) };
}
