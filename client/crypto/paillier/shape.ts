// Checks of shapes and ranges for the arguments of the matrix products.
import { CryptoError } from "../../errors.ts";
import { magnitude } from "../../math/field.ts";
import type { Matrix } from "../../math/matrix.ts";

/**
 * Throws CryptoError PaillierDimensions unless `matrix` is `rows` by `columns`, both at least 1.
 */
export function checkShape(matrix: Matrix, rows: number, columns: number): void {
  if (matrix.length !== rows || rows < 1 || columns < 1 || matrix.some((row) => row.length !== columns))
    throw new CryptoError("PaillierDimensions", `a matrix of the product is not ${rows} by ${columns}`);
}

/** Consecutive pieces of `length` values; the last may be shorter. */
export function chunk<T>(values: readonly T[], length: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / length) }, (_, i) =>
    values.slice(i * length, (i + 1) * length),
  );
}

/** K, q and R of a product Z, and the widths that were agreed on. */
interface ProductRange {
  readonly left: Matrix;
  readonly columnScales: readonly bigint[];
  readonly masks: Matrix;
  readonly entryBits: number;
  readonly slotBits: number;
}

/**
 * Every |Z_ij| ≤ q_j·(2^entryBits − 1)·Σ_k|K_ik| + |R_ij| must be below 2^(slotBits − 1), or slots
 * would run into each other. Throws CryptoError PaillierSlotRange.
 */
export function checkSlotRange({ left, columnScales, masks, entryBits, slotBits }: ProductRange): void {
  if (!Number.isInteger(entryBits) || entryBits < 1)
    throw new CryptoError("PaillierSlotRange", "the width of the entries must be a positive number of bits");
  const limit = 1n << BigInt(slotBits - 1);
  const entry = (1n << BigInt(entryBits)) - 1n;
  for (const [i, row] of left.entries()) {
    const reach = entry * row.reduce((total, value) => total + magnitude(value), 0n);
    for (const [j, scale] of columnScales.entries())
      if (reach * scale + magnitude(masks[i]![j]!) >= limit)
        throw new CryptoError(
          "PaillierSlotRange",
          `row ${i}, column ${j} of the product may need more than ${slotBits} bits; use wider slots or smaller numbers`,
        );
  }
}
