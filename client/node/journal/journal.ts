// A company's journal: one SQLite file, each change on disk before what follows from it is done. Several processes may read it; the
// home's lock makes sure that one client writes for the rounds.
import { DatabaseSync } from "node:sqlite";
import { HomeError } from "../../errors.ts";
import { makePrivate } from "../home/folder.ts";
import { prepareTables } from "./schema.ts";

/** SQLite's result codes that have a word of their own here. */
const FULL = 13;
const BUSY = 5;

export interface Journal {
  /** Runs one statement or several; what SQLite refuses is thrown as HomeError "JournalFull", "JournalBusy" or "JournalBroken". */
  run<T>(work: (database: DatabaseSync) => T): T;
  close(): void;
}

/** `path` ":memory:" keeps it in memory. Throws HomeError as `run` does, and "JournalVersion". */
export function openJournal(path: string): Journal {
  const run = <T>(database: DatabaseSync, work: (database: DatabaseSync) => T): T => {
    try {
      return work(database);
    } catch (error) {
      throw asHomeError(error);
    }
  };
  const open = () => {
    try {
      // Before anything is in it: SQLite makes the files beside it with the same mode.
      if (path !== ":memory:") makeFile(path);
      return new DatabaseSync(path, { timeout: 5_000 });
    } catch (error) {
      throw asHomeError(error);
    }
  };
  const database = open();
  run(database, () => {
    // FULL: a power cut loses nothing that was done before.
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
    prepareTables(database);
  });
  return { run: (work) => run(database, work), close: () => database.close() };
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
