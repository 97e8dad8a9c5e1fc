// A node's addends of products of shares, three nodes: it computes them alone, without
// communication.
import type { Addends, Arena, Shares } from "./arena.ts";
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
