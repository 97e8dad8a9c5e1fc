// Rows with a signature: written, checked whenever they are read, and signed anew when they change.
import { HomeError } from "../errors.ts";
import type { Journal } from "./journal.ts";
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
type Value = SignedValues[number];
export type SignedRow = Readonly<Record<string, Value>>;

type Clause = readonly [where: string, ...parameters: (string | number)[]];

/** Rows of a table, checked; `clause` is what follows the name of the table in the query. */
export function signedRows(journal: Journal, table: SignedTable, [where, ...parameters]: Clause): readonly SignedRow[] {
  const columns = SIGNED[table];
  const query = `SELECT ${columns.join(", ")}, signature FROM ${table} ${where}`;
  const rows = journal.run((database) => database.prepare(query).all(...parameters)) as SignedRow[];
  for (const row of rows) {
    if (!journal.signatures.isSigned(table, valuesOf(table, row), row["signature"] as Uint8Array))
      throw new HomeError(
        "JournalTampered",
        `the journal's ${table}, ${row[columns[0]]}, is not what was written there: restore the journal from your back-up`,
      );
  }
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

function valuesOf(table: SignedTable, row: SignedRow): SignedValues {
  return SIGNED[table].map((column) => row[column]!);
}
