// Seals a journal of version 1, whose columns are not encrypted. Runs inside the caller's
// transaction, so it changes everything or nothing.
import type { DatabaseSync } from "node:sqlite";
import { places } from "./places.ts";
import type { Place, Seal } from "./seal.ts";

type Row = Record<string, unknown>;

interface SealedColumn {
  readonly table: string;
  readonly column: string;
  readonly place: (row: Row) => Place;
}

const text = (row: Row, name: string) => row[name] as string;
const number = (row: Row, name: string) => Number(row[name]);

const COLUMNS: readonly SealedColumn[] = [
  {
    table: "rounds",
    column: "data",
    place: (row) => places.data(text(row, "key"), text(row, "params_digest"), number(row, "party")),
  },
  {
    table: "messages",
    column: "envelope",
    place: (row) => places.message(text(row, "round"), number(row, "step"), number(row, "sender")),
  },
  { table: "faults", column: "envelope", place: (row) => places.evidence(text(row, "round")) },
  {
    table: "sessions",
    column: "result",
    place: (row) => places.result(text(row, "round"), number(row, "result_epoch")),
  },
  {
    table: "checkpoints",
    column: "state",
    place: (row) => places.checkpoint(text(row, "round"), number(row, "id")),
  },
];

export function sealTables(database: DatabaseSync, seal: Seal): void {
  for (const { table, column, place } of COLUMNS) {
    const ids = database.prepare(`SELECT rowid AS at FROM ${table} WHERE ${column} IS NOT NULL`).all();
    const read = database.prepare(`SELECT * FROM ${table} WHERE rowid = ?`);
    const write = database.prepare(`UPDATE ${table} SET ${column} = ? WHERE rowid = ?`);
    for (const id of ids) {
      const at = Number(id["at"]);
      const row = read.get(at)!;
      write.run(seal.close(row[column] as Uint8Array, place(row)), at);
    }
  }
}
