// Tables of a journal. It holds everything that a restarted client needs besides its keys: what it agreed to, its data as they were
// then, every message as sent or received, and every signed transaction. A company's own rows are in it: keep it as secret as they are.
import type { DatabaseSync } from "node:sqlite";
import { HomeError } from "../../errors.ts";

const VERSION = 1;

const TABLES = `
CREATE TABLE rounds(
  key TEXT PRIMARY KEY,
  params_digest TEXT NOT NULL,
  terms BLOB NOT NULL,
  party INTEGER NOT NULL,
  data BLOB NOT NULL,
  data_name TEXT NOT NULL,
  rounding TEXT NOT NULL,
  insist INTEGER NOT NULL,
  status TEXT NOT NULL,
  accepted_at INTEGER NOT NULL
) STRICT;
CREATE TABLE messages(
  round TEXT NOT NULL,
  step INTEGER NOT NULL,
  sender INTEGER NOT NULL,
  envelope BLOB NOT NULL,
  PRIMARY KEY(round, step)
) STRICT;
CREATE TABLE faults(
  round TEXT PRIMARY KEY,
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  party INTEGER,
  step INTEGER,
  posted TEXT,
  envelope BLOB,
  at INTEGER NOT NULL
) STRICT;
CREATE TABLE outcomes(
  round TEXT PRIMARY KEY,
  outcome BLOB NOT NULL
) STRICT;
CREATE TABLE sessions(
  round TEXT PRIMARY KEY,
  epoch INTEGER NOT NULL,
  result BLOB,
  result_epoch INTEGER,
  finished INTEGER NOT NULL
) STRICT;
CREATE TABLE epochs(
  round TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  digests BLOB NOT NULL,
  PRIMARY KEY(round, epoch)
) STRICT;
CREATE TABLE checkpoints(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  round TEXT NOT NULL,
  state BLOB NOT NULL
) STRICT;
CREATE TABLE transactions(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  purpose TEXT NOT NULL,
  nonce INTEGER NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  raw TEXT NOT NULL,
  dropped INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX transactions_purpose ON transactions(purpose);
CREATE INDEX transactions_nonce ON transactions(nonce);
`;

/** In every journal, also in those that were made without it. */
const CURSORS = "CREATE TABLE IF NOT EXISTS cursors(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;";

/** Makes the tables of a new journal. Throws HomeError "JournalVersion" for one of another version. */
export function prepareTables(database: DatabaseSync): void {
  const version = Number(database.prepare("PRAGMA user_version").get()!["user_version"]);
  if (version === VERSION) {
    database.exec(CURSORS);
    return;
  }
  if (version !== 0) {
    throw new HomeError(
      "JournalVersion",
      `the journal has version ${version}, this client writes ${VERSION}: finish its rounds with the client that wrote it`,
    );
  }
  database.exec(`BEGIN; ${TABLES} ${CURSORS} PRAGMA user_version = ${VERSION}; COMMIT;`);
}
