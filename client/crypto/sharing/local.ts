// Operations on shares that a node does alone, without communication: linear arithmetic,
// rearranging, and its addends of products. Shares are linear, so all components are treated alike,
// but a public constant goes into component 0 only.
import { CryptoError } from "../../errors.ts";
import type { Addends, Arena, Shares } from "./arena.ts";
import { ELEMENT_BYTES, encodeElements } from "./elements.ts";
import { checkLength, type Party } from "./party.ts";

const MASK_64 = (1n << 64n) - 1n;

export function zeros(arena: Arena, length: number): Shares {
  const result = arena.shares(length);
  arena.bytes(result.a, ELEMENT_BYTES * length).fill(0);
  arena.bytes(result.b, ELEMENT_BYTES * length).fill(0);
  return result;
}

/** Shares of public values in [−2^127, 2^127). */
export function publicVector(party: Party, values: readonly bigint[]): Shares {
  const result = zeros(party.arena, values.length);
  const at = publicComponent(party, result);
  if (at !== undefined) party.arena.write(at, encodeElements(values));
  return result;
}

/** Address of component 0, which carries public constants, if this node holds it. */
function publicComponent(party: Party, x: Shares): number | undefined {
  if (party.node === 0) return x.a;
  return party.node === 2 ? x.b : undefined;
}

/** View of `length` elements from `start`. */
export function slice(x: Shares, start: number, length: number): Shares {
  if (start < 0 || length < 0 || start + length > x.length)
    throw new CryptoError("SharesRange", "the slice is out of range");
  return { a: x.a + ELEMENT_BYTES * start, b: x.b + ELEMENT_BYTES * start, length };
}

export function copyInto(arena: Arena, target: Shares, source: Shares): void {
  checkLength(source.length, target.length);
  arena.write(target.a, arena.bytes(source.a, ELEMENT_BYTES * source.length));
  arena.write(target.b, arena.bytes(source.b, ELEMENT_BYTES * source.length));
}

export function concat(arena: Arena, parts: readonly Shares[]): Shares {
  const result = arena.shares(parts.reduce((sum, { length }) => sum + length, 0));
  let start = 0;
  for (const part of parts) {
    copyInto(arena, slice(result, start, part.length), part);
    start += part.length;
  }
  return result;
}

/** y_i = x_(indices_i), public indices. */
export function gather(arena: Arena, x: Shares, indices: readonly number[]): Shares {
  checkIndices(indices, x.length);
  const result = arena.shares(indices.length);
  const mark = arena.mark();
  const list = arena.indices(indices);
  arena.kernel.gather(result.a, x.a, list, indices.length);
  arena.kernel.gather(result.b, x.b, list, indices.length);
  arena.release(mark);
  return result;
}

/** target_(indices_i) = source_i, public indices. */
export function scatter(arena: Arena, target: Shares, indices: readonly number[], source: Shares): void {
  checkIndices(indices, target.length);
  checkLength(source.length, indices.length);
  const mark = arena.mark();
  const list = arena.indices(indices);
  arena.kernel.scatter(target.a, source.a, list, indices.length);
  arena.kernel.scatter(target.b, source.b, list, indices.length);
  arena.release(mark);
}

/**
 * Public places at equal distances: from `first`, `rows` times `count` of them, `rowStep` and
 * `step` apart.
 */
export interface Grid {
  readonly first: number;
  readonly rows: number;
  readonly rowStep: number;
  readonly count: number;
  readonly step: number;
}

/** The elements at the places of a grid, row by row. */
export function pick(arena: Arena, x: Shares, grid: Grid): Shares {
  checkGrid(grid, x.length);
  const { first, rows, rowStep, count, step } = grid;
  const result = arena.shares(rows * count);
  arena.kernel.pick(result.a, x.a + ELEMENT_BYTES * first, rows, rowStep, count, step);
  arena.kernel.pick(result.b, x.b + ELEMENT_BYTES * first, rows, rowStep, count, step);
  return result;
}

/** Puts the elements of `source` at the places of a grid, row by row. */
export function put(arena: Arena, target: Shares, grid: Grid, source: Shares): void {
  checkGrid(grid, target.length);
  const { first, rows, rowStep, count, step } = grid;
  checkLength(source.length, rows * count);
  arena.kernel.put(target.a + ELEMENT_BYTES * first, source.a, rows, rowStep, count, step);
  arena.kernel.put(target.b + ELEMENT_BYTES * first, source.b, rows, rowStep, count, step);
}

function checkGrid({ first, rows, rowStep, count, step }: Grid, length: number): void {
  const whole = [first, rows, rowStep, count, step].every((value) => Number.isInteger(value) && value >= 0);
  const last = rows * count === 0 ? -1 : first + (rows - 1) * rowStep + (count - 1) * step;
  if (!whole || last >= length) throw new CryptoError("SharesRange", "the grid is out of range");
}

function checkIndices(indices: readonly number[], length: number): void {
  for (const index of indices) {
    if (!(Number.isInteger(index) && index >= 0 && index < length)) {
      throw new CryptoError("SharesRange", "the index is out of range");
    }
  }
}

type Binary = "add" | "subtract";

/** x + y or x − y into `target`, which may be x or y; by default into newly allocated memory. */
export function combine(
  arena: Arena,
  operation: Binary,
  [x, y]: readonly [Shares, Shares],
  target: Shares = arena.shares(x.length),
): Shares {
  checkLength(y.length, x.length);
  checkLength(target.length, x.length);
  arena.kernel[operation](target.a, x.a, y.a, x.length);
  arena.kernel[operation](target.b, x.b, y.b, x.length);
  return target;
}

/** factor · x for any public integer `factor`, taken mod 2^128. */
export function scale(arena: Arena, x: Shares, factor: bigint): Shares {
  const result = arena.shares(x.length);
  const [low, high] = wordsOf(factor);
  arena.kernel.scale(result.a, x.a, low, high, x.length);
  arena.kernel.scale(result.b, x.b, low, high, x.length);
  return result;
}

/** x + value, the same public value for every element. */
export function addPublic(party: Party, x: Shares, value: bigint): Shares {
  const { arena } = party;
  const result = arena.shares(x.length);
  copyInto(arena, result, x);
  const at = publicComponent(party, result);
  if (at !== undefined) arena.kernel.addConstant(at, at, ...wordsOf(value), x.length);
  return result;
}

/** y_i = x_0 + … + x_i. */
export function prefixSums(arena: Arena, x: Shares): Shares {
  const result = arena.shares(x.length);
  arena.kernel.prefixSums(result.a, x.a, x.length);
  arena.kernel.prefixSums(result.b, x.b, x.length);
  return result;
}

/**
 * For each row of x, the sum of its elements times public weights (encoded elements, as many as
 * there are columns).
 */
export function weigh(arena: Arena, x: Shares, weights: Uint8Array): Shares {
  const columns = weights.length / ELEMENT_BYTES;
  const result = arena.shares(x.length / columns);
  const mark = arena.mark();
  const at = arena.elements(columns);
  arena.write(at, weights);
  arena.kernel.weigh(result.a, x.a, at, columns, result.length);
  arena.kernel.weigh(result.b, x.b, at, columns, result.length);
  arena.release(mark);
  return result;
}

function wordsOf(value: bigint): [bigint, bigint] {
  return [BigInt.asIntN(64, value & MASK_64), BigInt.asIntN(64, value >> 64n)];
}

/** Element by element. */
export function product(arena: Arena, x: Shares, y: Shares): Addends {
  checkLength(y.length, x.length);
  const z = arena.addends(x.length);
  arena.kernel.product(z.at, x.a, x.b, y.a, y.b, x.length);
  return z;
}

/** column.length × row.length, row-major. */
export function outer(arena: Arena, column: Shares, row: Shares): Addends {
  const z = arena.addends(column.length * row.length);
  arena.kernel.outer(z.at, column.a, column.b, column.length, row.a, row.b, row.length);
  return z;
}

/** As many elements as the matrix has rows. */
export function matrixVector(arena: Arena, matrix: Shares, vector: Shares): Addends {
  const rows = Math.floor(matrix.length / vector.length);
  checkLength(matrix.length, rows * vector.length);
  const z = arena.addends(rows);
  arena.kernel.matrixVector(z.at, matrix.a, matrix.b, rows, vector.length, vector.a, vector.b);
  return z;
}

/** As many elements as the matrix has columns. */
export function vectorMatrix(arena: Arena, vector: Shares, matrix: Shares): Addends {
  const columns = Math.floor(matrix.length / vector.length);
  checkLength(matrix.length, columns * vector.length);
  const z = arena.addends(columns);
  arena.bytes(z.at, ELEMENT_BYTES * columns).fill(0);
  arena.kernel.vectorMatrix(z.at, vector.a, vector.b, vector.length, matrix.a, matrix.b, columns);
  return z;
}

/**
 * left · right, both row-major; `inner` is the number of columns of `left` and of rows of `right`.
 */
export function matrixMatrix(arena: Arena, left: Shares, right: Shares, inner: number): Addends {
  const [rows, columns] = [Math.floor(left.length / inner), Math.floor(right.length / inner)];
  checkLength(left.length, rows * inner);
  checkLength(right.length, inner * columns);
  const z = arena.addends(rows * columns);
  arena.bytes(z.at, ELEMENT_BYTES * z.length).fill(0);
  for (let i = 0; i < rows; i++) {
    const [out, at] = [ELEMENT_BYTES * columns * i, ELEMENT_BYTES * inner * i];
    arena.kernel.vectorMatrix(z.at + out, left.a + at, left.b + at, inner, right.a, right.b, columns);
  }
  return z;
}

/** Shares as addends: node i's is x_i. */
export function addendsOf(x: Shares): Addends {
  return { at: x.a, length: x.length };
}

export function addAddends(arena: Arena, x: Addends, y: Addends): Addends {
  checkLength(y.length, x.length);
  const z = arena.addends(x.length);
  arena.kernel.add(z.at, x.at, y.at, x.length);
  return z;
}
