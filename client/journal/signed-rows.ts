// Rows with a signature: written, checked whenever they are read, and signed anew when they change.
import type { Journal } from "./journal.ts";
import { type Row, readRows, tampered, type Value } from "./read-rows.ts";
import type { SignedValues } from "./signatures.ts";

/**
 * The signed columns of every table that has a signature; the first ones say which row it is. What
 * is not here is sealed for its place: rounds.data, messages, parts, checkpoints.
 */
const SIGNED = {
  rounds: [
    ...["key", "params_digest", "terms", "party", "data_name"],
    ...["rounding", "insist", "status", "accepted_at"],
  ],
  faults: ["round", "code", "message", "party", "step", "posted", "envelope", "at"],
  outcomes: ["round", "outcome", "known"],
  sessions: ["round", "epoch", "result", "result_epoch", "finished"],
  epochs: ["round", "epoch", "digests"],
  transactions: ["hash", "purpose", "nonce", "raw", "dropped"],
  cursors: ["name", "value"],
} as const satisfies Record<string, readonly string[]>;

export type SignedTable = keyof typeof SIGNED;
export type SignedRow = Row;

type Clause = readonly [where: string, ...parameters: (string | number)[]];

/** Rows of a table, checked; `clause` is what follows the name of the table in the query. */
export function signedRows(journal: Journal, table: SignedTable, [where, ...parameters]: Clause): readonly SignedRow[] {
  const columns = SIGNED[table];
  const query = `SELECT ${columns.join(", ")}, signature FROM ${table} ${where}`;
  const rows = journal.run((database) => readRows(database, table, query, parameters));
  for (const row of rows)
    if (!journal.signatures.isSigned(table, valuesOf(table, row), row["signature"]!))
      throw tampered(`${table}, ${nameOf(row[columns[0]]!)},`);
  return rows;
}

/** The only row; null without one. */
export function signedRow(journal: Journal, table: SignedTable, clause: Clause): SignedRow | null {
  return signedRows(journal, table, clause)[0] ?? null;
}

/** The signature of a row that is about to be written. */
export function signatureOf(journal: Journal, table: SignedTable, row: SignedRow): Uint8Array {
  return journal.signatures.sign(table, valuesOf(table, row));
}

/** Writes a row in place of one with the same key, or leaves that one as it is. */
export function writeSigned(
  journal: Journal,
  table: Exclude<SignedTable, "rounds">,
  row: SignedRow,
  existing: "replace" | "ignore",
): void {
  const columns: readonly string[] = SIGNED[table];
  const marks = columns.map(() => "?").join(", ");
  const insert = `INSERT OR ${existing} INTO ${table}(${columns.join(", ")}, signature) VALUES (${marks}, ?)`;
  const signature = signatureOf(journal, table, row);
  journal.run((database) => database.prepare(insert).run(...valuesOf(table, row), signature));
}

/** Changes some columns of every row that the clause selects. */
export function changeSigned(journal: Journal, table: SignedTable, clause: Clause, change: SignedRow): void {
  const set = [...Object.keys(change), "signature"].map((column) => `${column} = ?`).join(", ");
  for (const row of signedRows(journal, table, clause)) {
    const signature = signatureOf(journal, table, { ...row, ...change });
    journal.run((database) =>
      database
        .prepare(`UPDATE ${table} SET ${set} WHERE signature = ?`)
        .run(...Object.values(change), signature, row["signature"]!),
    );
  }
}

/** What a row is called in an error, though anything may stand where its name was. */
function nameOf(value: Value): string {
  return typeof value === "string" && /^[\x20-\x7e]{1,200}$/.test(value)
    ? value
    : "a row without a name of this home's";
}

function valuesOf(table: SignedTable, row: SignedRow): SignedValues {
  return SIGNED[table].map((column) => row[column]!);
}
