// Operations on shares that a node does alone, without communication: linear arithmetic and
// rearranging. Shares are linear, so all components are treated alike, but a public constant goes
// into component 0 only.
import { CryptoError } from "../../errors.ts";
import { type Arena, componentsOf, type Shares, viewOf } from "./arena.ts";
import { ELEMENT_BYTES, encodeElements } from "./elements.ts";
import { checkLength } from "./party.ts";
import type { Holder } from "./scheme.ts";

const MASK_64 = (1n << 64n) - 1n;

export function zeros(arena: Arena, length: number): Shares {
  const result = arena.shares(length);
  for (const at of componentsOf(result)) arena.bytes(at, ELEMENT_BYTES * length).fill(0);
  return result;
}

/** Shares of public values in [−2^127, 2^127). */
export function publicVector(holder: Holder, values: readonly bigint[]): Shares {
  const result = zeros(holder.arena, values.length);
  const at = holder.publicComponent(result);
  if (at !== undefined) holder.arena.write(at, encodeElements(values));
  return result;
}

/** View of `length` elements from `start`. */
export function slice(x: Shares, start: number, length: number): Shares {
  if (start < 0 || length < 0 || start + length > x.length)
    throw new CryptoError("SharesRange", "the slice is out of range");
  return viewOf(x, start, length);
}

export function copyInto(arena: Arena, target: Shares, source: Shares): void {
  checkLength(source.length, target.length);
  const from = componentsOf(source);
  for (const [k, at] of componentsOf(target).entries())
    arena.write(at, arena.bytes(from[k]!, ELEMENT_BYTES * source.length));
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
export function gather(arena: Arena, x: Shares, indices: ArrayLike<number>): Shares {
  checkIndices(indices, x.length);
  const result = arena.shares(indices.length);
  const mark = arena.mark();
  const list = arena.indices(indices);
  const from = componentsOf(x);
  for (const [k, at] of componentsOf(result).entries()) arena.kernel.gather(at, from[k]!, list, indices.length);
  arena.release(mark);
  return result;
}

/** Each element so many times in a row. */
export function repeat(arena: Arena, x: Shares, times: number): Shares {
  return gather(
    arena,
    x,
    Array.from({ length: x.length * times }, (_, k) => Math.floor(k / times)),
  );
}

/** The whole vector so many times in a row. */
export function tile(arena: Arena, x: Shares, times: number): Shares {
  return concat(
    arena,
    Array.from({ length: times }, () => x),
  );
}

/** target_(indices_i) = source_i, public indices. */
export function scatter(arena: Arena, target: Shares, indices: readonly number[], source: Shares): void {
  checkIndices(indices, target.length);
  checkLength(source.length, indices.length);
  const mark = arena.mark();
  const list = arena.indices(indices);
  const from = componentsOf(source);
  for (const [k, at] of componentsOf(target).entries()) arena.kernel.scatter(at, from[k]!, list, indices.length);
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
  const from = componentsOf(x);
  for (const [k, at] of componentsOf(result).entries())
    arena.kernel.pick(at, from[k]! + ELEMENT_BYTES * first, rows, rowStep, count, step);
  return result;
}

/** Row-major, of a matrix with `columns`. A copy. */
export function transpose(arena: Arena, x: Shares, columns: number): Shares {
  return pick(arena, x, { first: 0, rows: columns, rowStep: 1, count: x.length / columns, step: columns });
}

/** Puts the elements of `source` at the places of a grid, row by row. */
export function put(arena: Arena, target: Shares, grid: Grid, source: Shares): void {
  checkGrid(grid, target.length);
  const { first, rows, rowStep, count, step } = grid;
  checkLength(source.length, rows * count);
  const from = componentsOf(source);
  for (const [k, at] of componentsOf(target).entries())
    arena.kernel.put(at + ELEMENT_BYTES * first, from[k]!, rows, rowStep, count, step);
}

function checkGrid({ first, rows, rowStep, count, step }: Grid, length: number): void {
  const whole = [first, rows, rowStep, count, step].every((value) => Number.isInteger(value) && value >= 0);
  const last = rows * count === 0 ? -1 : first + (rows - 1) * rowStep + (count - 1) * step;
  if (!whole || last >= length) throw new CryptoError("SharesRange", "the grid is out of range");
}

function checkIndices(indices: ArrayLike<number>, length: number): void {
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!;
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
  const [left, right] = [componentsOf(x), componentsOf(y)];
  for (const [k, at] of componentsOf(target).entries()) arena.kernel[operation](at, left[k]!, right[k]!, x.length);
  return target;
}

/** factor · x for any public integer `factor`, taken mod 2^128. */
export function scale(arena: Arena, x: Shares, factor: bigint): Shares {
  const result = arena.shares(x.length);
  const [low, high] = wordsOf(factor);
  const from = componentsOf(x);
  for (const [k, at] of componentsOf(result).entries()) arena.kernel.scale(at, from[k]!, low, high, x.length);
  return result;
}

/** factor_i · x_i for public integers (encoded elements, as many as x has), taken mod 2^128. */
export function scaleEach(arena: Arena, x: Shares, factors: Uint8Array): Shares {
  checkLength(factors.length / ELEMENT_BYTES, x.length);
  const result = arena.shares(x.length);
  const mark = arena.mark();
  const [at, none] = [arena.elements(x.length), arena.elements(x.length)];
  arena.write(at, factors);
  arena.bytes(none, factors.length).fill(0);
  const from = componentsOf(x);
  // An addend of a product (kernel/products.ts): without second components, that of the first ones.
  for (const [k, to] of componentsOf(result).entries()) arena.kernel.product(to, from[k]!, none, at, none, x.length);
  arena.release(mark);
  return result;
}

/** x + value, the same public value for every element. */
export function addPublic(holder: Holder, x: Shares, value: bigint): Shares {
  const { arena } = holder;
  const result = arena.shares(x.length);
  copyInto(arena, result, x);
  const at = holder.publicComponent(result);
  if (at !== undefined) arena.kernel.addConstant(at, at, ...wordsOf(value), x.length);
  return result;
}

/** y_i = x_0 + … + x_i. */
export function prefixSums(arena: Arena, x: Shares): Shares {
  const result = arena.shares(x.length);
  const from = componentsOf(x);
  for (const [k, at] of componentsOf(result).entries()) arena.kernel.prefixSums(at, from[k]!, x.length);
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
  const from = componentsOf(x);
  for (const [k, to] of componentsOf(result).entries()) arena.kernel.weigh(to, from[k]!, at, columns, result.length);
  arena.release(mark);
  return result;
}

function wordsOf(value: bigint): [bigint, bigint] {
  return [BigInt.asIntN(64, value & MASK_64), BigInt.asIntN(64, value >> 64n)];
}
