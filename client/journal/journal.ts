// A company's journal: one SQLite file. Each change is on disk before the client acts upon it,
// secrets are sealed, and everything else is signed. Several processes may read it; the home's lock
// makes sure that only one client writes for the rounds.
import { DatabaseSync } from "node:sqlite";
import { HomeError } from "../errors.ts";
import { makePrivate } from "../home/folder.ts";
import { prepareTables } from "./schema.ts";
import { createSeal, type JournalKey, type Seal } from "./seal.ts";
import { createSignatures, type Signatures } from "./signatures.ts";

/** SQLite's result codes that have an error code of their own here. */
const FULL = 13;
const BUSY = 5;

export interface Journal {
  /**
   * Runs one statement or several; an error of SQLite is thrown as HomeError "JournalFull",
   * "JournalBusy" or "JournalBroken".
   */
  run<T>(work: (database: DatabaseSync) => T): T;
  readonly seal: Seal;
  readonly signatures: Signatures;
  /** Removes deleted and replaced content from the files beside the database, too. */
  scrub(): void;
  close(): void;
}

/**
 * `path` ":memory:" keeps it in memory. With `key` null everything but the sealed columns can be
 * read, and is checked with the public key of the journal's signatures. Throws HomeError as `run`
 * does, "JournalVersion" for one that a client of another version wrote, and "JournalKeyWrong" when
 * it was written under another key.
 */
export function openJournal(path: string, key: JournalKey | null, publicKey: Uint8Array | null = null): Journal {
  const seal = createSeal(key);
  const signatures = createSignatures(key, publicKey);
  const run = <T>(database: DatabaseSync, work: (database: DatabaseSync) => T): T => {
    try {
      return work(database);
    } catch (error) {
      throw asHomeError(error);
    }
  };
  const open = () => {
    try {
      // Before it has any content: SQLite makes the files beside it with the same mode.
      if (path !== ":memory:") makeFile(path);
      return new DatabaseSync(path, { timeout: 5_000 });
    } catch (error) {
      throw asHomeError(error);
    }
  };
  const database = open();
  run(database, () => {
    // FULL: a power cut loses nothing that was committed before. secure_delete: deleted content is
    // overwritten with zeros.
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
    database.exec("PRAGMA secure_delete = ON;");
  });
  const scrub = () => run(database, truncateLog);
  try {
    run(database, () => prepareTables(database, signatures));
    if (key !== null) scrub();
  } catch (error) {
    database.close();
    throw error;
  }
  return { run: (work) => run(database, work), seal, signatures, scrub, close: () => database.close() };
}

/** A reader in another process may prevent it; then the next call does it. */
function truncateLog(database: DatabaseSync): void {
  database.exec("PRAGMA wal_checkpoint(TRUNCATE);");
}

function makeFile(path: string): void {
  try {
    makePrivate(path);
  } catch (cause) {
    const text = `${path} cannot be made or written: check the folder and its permissions`;
    throw new HomeError("JournalBroken", text, { cause });
  }
}

function asHomeError(error: unknown): unknown {
  if (!(error instanceof Error) || !("errcode" in error)) return error;
  const code = Number(error.errcode) & 0xff;
  const options = { cause: error };
  if (code === FULL)
    return new HomeError("JournalFull", "the disk is full: nothing was sent; free some space and start again", options);
  if (code === BUSY) return new HomeError("JournalBusy", "another program holds the journal: close it", options);
  return new HomeError("JournalBroken", `the journal cannot be read or written (SQLite ${code})`, options);
}
