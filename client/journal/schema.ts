// Tables of a journal. It holds everything that a restarted client needs besides its keys: what it
// agreed to, its data as they were then, every message as sent or received, and every signed
// transaction. Sealed (seal.ts): a company's rows, messages, evidence, its parts of proofs, what it
// knows of sealed outcomes, checkpoints and results of sessions. Not encrypted, but signed
// (signed-rows.ts): what is on chain or in the round's files anyway.
import type { DatabaseSync } from "node:sqlite";
import { HomeError } from "../errors.ts";
import { readRows } from "./read-rows.ts";
import { keysDiffer, type Signatures } from "./signatures.ts";

/** Of the tables, and of the envelopes and terms in them. */
const VERSION = 5;

/** The probe is a signature, which shows whether a key is this journal's. */
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
  accepted_at INTEGER NOT NULL,
  signature BLOB NOT NULL
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
  at INTEGER NOT NULL,
  signature BLOB NOT NULL
) STRICT;
CREATE TABLE outcomes(
  round TEXT PRIMARY KEY,
  outcome BLOB NOT NULL,
  known BLOB,
  signature BLOB NOT NULL
) STRICT;
CREATE TABLE sessions(
  round TEXT PRIMARY KEY,
  epoch INTEGER NOT NULL,
  result BLOB,
  result_epoch INTEGER,
  finished INTEGER NOT NULL,
  signature BLOB NOT NULL
) STRICT;
CREATE TABLE epochs(
  round TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  digests BLOB NOT NULL,
  signature BLOB NOT NULL,
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
  dropped INTEGER NOT NULL,
  signature BLOB NOT NULL
) STRICT;
CREATE TABLE parts(
  round TEXT PRIMARY KEY,
  part BLOB NOT NULL
) STRICT;
CREATE TABLE cursors(
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  signature BLOB NOT NULL
) STRICT;
CREATE INDEX transactions_purpose ON transactions(purpose);
CREATE INDEX transactions_nonce ON transactions(nonce);
`;

/**
 * Makes the tables of a new journal. Throws HomeError "JournalVersion" for a journal of another
 * version, which stays as it is, and "JournalKeyWrong".
 */
export function prepareTables(database: DatabaseSync, signatures: Signatures): void {
  const version = Number(database.prepare("PRAGMA user_version").get()!["user_version"]);
  if (version === VERSION) {
    checkKey(database, signatures);
    return;
  }
  if (version !== 0) throw otherVersion(version);
  database.exec("BEGIN IMMEDIATE;");
  try {
    database.exec(`${TABLES}${SEALS} PRAGMA user_version = ${VERSION}; COMMIT;`);
    checkKey(database, signatures);
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
function checkKey(database: DatabaseSync, { access, sign, isSigned }: Signatures): void {
  if (access === "none") return;
  const [row] = readRows(database, "seals", "SELECT probe FROM seals");
  if (row === undefined) {
    if (access === "sign") database.prepare("INSERT INTO seals VALUES (?)").run(sign("seals", []));
  } else if (!isSigned("seals", [], row["probe"]!)) {
    throw keysDiffer();
  }
}
