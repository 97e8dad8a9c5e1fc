// Reads rows of a journal that somebody may have changed with another program: SQLite lets a column
// hold what its table never declared, once the table is made anew, and whole numbers of 64 bits.
import type { DatabaseSync } from "node:sqlite";
import { HomeError } from "../errors.ts";

/** What a column of a journal may hold; numbers are safe integers. */
export type Value = string | number | null | Uint8Array;
export type Row = Readonly<Record<string, Value>>;

/**
 * The rows that the query gives. `what` names the part of the journal that they are, for errors.
 * Throws HomeError "JournalTampered" for a number that no journal has.
 */
export function readRows(
  database: DatabaseSync,
  what: string,
  query: string,
  parameters: readonly (string | number)[] = [],
): readonly Row[] {
  const statement = database.prepare(query);
  statement.setReadBigInts(true);
  return statement.all(...parameters).map((row) => {
    const values = Object.entries(row).map(([column, value]) => [column, checkedValue(value, `${what}, ${column}`)]);
    return Object.fromEntries(values) as Row;
  });
}

/** The whole number in a column that nothing signs. Throws HomeError "JournalTampered". */
export function integerIn(row: Row, column: string, what: string): number {
  const value = row[column];
  if (typeof value !== "number") throw tampered(`${what}, ${column}`);
  return value;
}

/** The error for a part of the journal, `what`, that this home did not write. */
export function tampered(what: string, options: ErrorOptions = {}): HomeError {
  const text = `the journal's ${what} is not what was written there: restore the journal from your back-up`;
  return new HomeError("JournalTampered", text, options);
}

function checkedValue(value: unknown, what: string): Value {
  // A journal has no real numbers, and a signature would not tell infinity from null.
  if (typeof value === "number") throw tampered(what);
  if (typeof value !== "bigint") return value as Value;
  if (BigInt(Number(value)) !== value || !Number.isSafeInteger(Number(value))) throw tampered(what);
  return Number(value);
}
