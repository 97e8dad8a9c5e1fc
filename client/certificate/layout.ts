// Which columns and rows each block of a certificate holds (docs/certificate.md, "Kinds and
// blocks").
import { partyCount, rowCount, type Shape } from "../round/shape.ts";

/** Largest number of columns or rows in one block. */
export const BLOCK_ITEMS = 128;

/** `count` columns, starting at position `from`. */
export interface ColumnRange {
  readonly type: "columns";
  readonly from: number;
  readonly count: number;
}
/** `count` rows of `party`, starting at position `from`. */
export interface RowRange {
  readonly type: "rows";
  readonly party: number;
  readonly from: number;
  readonly count: number;
}
export type BlockRange = ColumnRange | RowRange;

function split(total: number): { from: number; count: number }[] {
  const parts: { from: number; count: number }[] = [];
  for (let from = 0; from < total; from += BLOCK_ITEMS)
    parts.push({ from, count: Math.min(BLOCK_ITEMS, total - from) });
  return parts;
}

export function columnRanges(shape: Shape): ColumnRange[] {
  return split(shape.columns).map((part) => ({ type: "columns", ...part }));
}

/** The row ranges of a party; none if it has no rows. */
export function rowRanges(shape: Shape, party: number): RowRange[] {
  return split(rowCount(shape, party)).map((part) => ({ type: "rows", party, ...part }));
}

/** All blocks in order. */
export function blockRanges(shape: Shape): BlockRange[] {
  const parties = Array.from({ length: partyCount(shape) }, (_, k) => k);
  return [...columnRanges(shape), ...parties.flatMap((k) => rowRanges(shape, k))];
}
