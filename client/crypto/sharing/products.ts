// A node's addends of products of shares, three nodes: it computes them alone, without
// communication.
import { type Addends, type Arena, type Shares, viewOf } from "./arena.ts";
import { ELEMENT_BYTES } from "./elements.ts";
import { checkLength } from "./party.ts";

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
  const columns = vector.length;
  const rows = Math.floor(matrix.length / columns);
  checkLength(matrix.length, rows * columns);
  const z = arena.addends(rows);
  arena.inParts(rows, matrix.length, (from, count) => {
    const { a, b } = viewOf(matrix, columns * from, columns * count);
    return ["matrixVector", z.at + ELEMENT_BYTES * from, a, b, count, columns, vector.a, vector.b];
  });
  return z;
}

/** As many elements as the matrix has columns. */
export function vectorMatrix(arena: Arena, vector: Shares, matrix: Shares): Addends {
  const rows = vector.length;
  const columns = Math.floor(matrix.length / rows);
  checkLength(matrix.length, columns * rows);
  const z = zeroAddends(arena, columns);
  arena.inParts(columns, matrix.length, (from, count) => {
    const { a, b } = viewOf(matrix, from, count);
    return ["vectorMatrix", z.at + ELEMENT_BYTES * from, vector.a, vector.b, rows, a, b, count, columns];
  });
  return z;
}

/**
 * left · right, both row-major; `inner` is the number of columns of `left` and of rows of `right`.
 */
export function matrixMatrix(arena: Arena, left: Shares, right: Shares, inner: number): Addends {
  const { kernel } = arena;
  const [rows, columns] = [Math.floor(left.length / inner), Math.floor(right.length / inner)];
  checkLength(left.length, rows * inner);
  checkLength(right.length, inner * columns);
  const z = arena.addends(rows * columns);
  const mark = arena.mark();
  const sum = arena.elements(right.length);
  kernel.add(sum, right.a, right.b, right.length);
  const terms = zeroAddends(arena, columns).at;
  kernel.columnTerms(terms, right.a, sum, inner, columns);
  const digitsOf = (matrix: number) => {
    const digits = zeroBytes(arena, kernel.digitsBytes(inner, columns));
    kernel.digitsOf(digits, matrix, inner, columns);
    return digits;
  };
  const [v, s] = [digitsOf(right.a), digitsOf(sum)];
  arena.inParts(rows, rows * right.length, (from, count) => {
    const { a, b } = viewOf(left, inner * from, inner * count);
    const room = arena.allocate(kernel.roomBytes(inner));
    return ["multiply", z.at + ELEMENT_BYTES * columns * from, a, b, count, inner, v, s, terms, columns, room];
  });
  arena.release(mark);
  return z;
}

function zeroBytes(arena: Arena, bytes: number): number {
  const at = arena.allocate(bytes);
  arena.bytes(at, bytes).fill(0);
  return at;
}

function zeroAddends(arena: Arena, length: number): Addends {
  return { at: zeroBytes(arena, ELEMENT_BYTES * length), length };
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
