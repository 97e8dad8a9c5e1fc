// How far a search of the chain has come, so that the next life need not begin again.
import type { Journal } from "./journal.ts";
import { signedRow, writeSigned } from "./signed-rows.ts";

export interface Cursor {
  /** Null before the first `set`. */
  get(): bigint | null;
  set(value: bigint): void;
}

export function journalCursor(journal: Journal, name: string): Cursor {
  return {
    get: () => {
      const row = signedRow(journal, "cursors", ["WHERE name = ?", name]);
      return row === null ? null : BigInt(row["value"] as string);
    },
    set: (value) => {
      writeSigned(journal, "cursors", { name, value: value.toString() }, "replace");
    },
  };
}
