// How far a search of the chain has come, so that the next life need not begin again.
import type { Journal } from "./journal.ts";

export interface Cursor {
  /** Null before the first `set`. */
  get(): bigint | null;
  set(value: bigint): void;
}

export function journalCursor(journal: Journal, name: string): Cursor {
  return {
    get: () => {
      const row = journal.run((database) => database.prepare("SELECT value FROM cursors WHERE name = ?").get(name));
      return row === undefined ? null : BigInt(row["value"] as string);
    },
    set: (value) => {
      journal.run((database) =>
        database.prepare("INSERT OR REPLACE INTO cursors VALUES (?, ?)").run(name, value.toString()),
      );
    },
  };
}
