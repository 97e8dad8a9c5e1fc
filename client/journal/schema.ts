// Tables of a journal. It holds everything that a restarted client needs besides its keys: what it
// agreed to, its data as they were then, every message as sent or received, and every signed
// transaction. Sealed (seal.ts): a company's rows, messages, evidence, its parts of proofs,
// checkpoints and results of sessions. Not encrypted: what is on chain or in the round's files
// anyway.
import type { DatabaseSync } from "node:sqlite";
import { HomeError } from "../errors.ts";
import type { Seal } from "./seal.ts";

/** Of the tables, and of the envelopes and terms in them. */
const VERSION = 4;
/** What a seal must open for the key to be this journal's. */
const CHECK = Buffer.from("concordat journal");
const CHECK_PLACE = ["seals", "probe"] as const;

const SEALS = "CREATE TABLE seals(probe BLOB NOT NULL) STRICT;";

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

/** Added to every journal, also to those that were made without them. */
const LATER = `
CREATE TABLE IF NOT EXISTS cursors(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS parts(round TEXT PRIMARY KEY, part BLOB NOT NULL) STRICT;
`;

/**
 * Makes the tables of a new journal; `seal` null is for who has no key. Throws HomeError
 * "JournalVersion" for a journal of another version, which stays as it is, and "JournalKeyWrong".
 */
export function prepareTables(database: DatabaseSync, seal: Seal | null): void {
  const version = Number(database.prepare("PRAGMA user_version").get()!["user_version"]);
  if (version === VERSION) {
    database.exec(LATER);
    if (seal !== null) checkKey(database, seal);
    return;
  }
  if (version !== 0) throw otherVersion(version);
  database.exec("BEGIN IMMEDIATE;");
  try {
    database.exec(`${LATER}${TABLES}${SEALS} PRAGMA user_version = ${VERSION}; COMMIT;`);
    if (seal !== null) checkKey(database, seal);
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK;");
    throw error;
  }
}

/** Rounds of one protocol cannot go on in another, whose messages and terms differ. */
function otherVersion(version: number): HomeError {
  const what = `the journal has version ${version}, and this client reads version ${VERSION} only: `;
  return new HomeError(
    "JournalVersion",
    version > VERSION
      ? `${what}start the newer client that wrote it`
      : `${what}let the client that wrote it finish its rounds, then move journal.sqlite out of the home and keep it; ` +
          "this client begins a new one (docs/operations.md, Upgrade)",
  );
}

/** Checks the key; the first key used with a new journal becomes its key. */
function checkKey(database: DatabaseSync, seal: Seal): void {
  const row = database.prepare("SELECT probe FROM seals").get();
  if (row === undefined) {
    database.prepare("INSERT INTO seals VALUES (?)").run(seal.close(CHECK, CHECK_PLACE));
    return;
  }
  try {
    seal.open(row["probe"] as Uint8Array, CHECK_PLACE);
  } catch (cause) {
    throw new HomeError(
      "JournalKeyWrong",
      "keys/seed.json is not the seed under which this journal was encrypted: restore the seed and the journal that belong together",
      { cause },
    );
  }
}
