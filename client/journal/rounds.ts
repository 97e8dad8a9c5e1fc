// Rounds that this company has agreed to take part in.
import type { Hex } from "viem";
import type { Rounding } from "../math/decimal.ts";
import type { Journal } from "./journal.ts";
import { places } from "./places.ts";
import { readRows } from "./read-rows.ts";
import { changeSigned, type SignedRow, signatureOf, signedRow, signedRows } from "./signed-rows.ts";

/**
 * running: until it is closed on chain and its bond is back; failed: stopped, posting refusals
 * until it is closed; done: settled; closed: expired or failed, with nothing left to do.
 */
export type RoundStatus = "running" | "failed" | "done" | "closed";

export interface AcceptedRound {
  /** `<coordinator>/<round>`, the address in lower case. */
  readonly key: string;
  readonly paramsDigest: Hex;
  /** The public terms, as bytes whose digest is on chain. */
  readonly terms: Uint8Array;
  readonly party: number;
  /**
   * The company's file as it was when the company accepted, and the file's name for error texts.
   */
  readonly data: Uint8Array;
  readonly dataName: string;
  /** What to do with numbers that have more decimals than the round. */
  readonly rounding: Rounding;
  readonly insist: boolean;
  readonly status: RoundStatus;
  /** Unix time. */
  readonly acceptedAt: number;
}

/** An accepted round without the company's file; reading it needs no key. */
export type RoundNote = Omit<AcceptedRound, "data">;

function fromRow(row: SignedRow): RoundNote {
  return {
    key: row["key"] as string,
    paramsDigest: row["params_digest"] as Hex,
    terms: row["terms"] as Uint8Array,
    party: Number(row["party"]),
    dataName: row["data_name"] as string,
    rounding: row["rounding"] as Rounding,
    insist: row["insist"] === 1,
    status: row["status"] as RoundStatus,
    acceptedAt: Number(row["accepted_at"]),
  };
}

/**
 * Adds an accepted round; one that the journal has already stays as it is. Returns whether it is
 * new.
 */
export function acceptRound(journal: Journal, round: Omit<AcceptedRound, "status">): boolean {
  const { key, paramsDigest, terms, party, data, dataName, rounding, insist, acceptedAt } = round;
  const sealed = journal.seal.close(data, places.data(key, paramsDigest, party));
  const signature = signatureOf(journal, "rounds", {
    ...{ key, params_digest: paramsDigest, terms, party, data_name: dataName, rounding, insist: Number(insist) },
    ...{ status: "running", accepted_at: acceptedAt },
  });
  return journal.run((database) => {
    const { changes } = database
      .prepare("INSERT OR IGNORE INTO rounds VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'running', ?, ?)")
      .run(key, paramsDigest, terms, party, sealed, dataName, rounding, Number(insist), acceptedAt, signature);
    return Number(changes) === 1;
  });
}

export function acceptedRounds(journal: Journal): readonly RoundNote[] {
  return signedRows(journal, "rounds", ["ORDER BY accepted_at, key"]).map(fromRow);
}

export function findRound(journal: Journal, key: string): AcceptedRound | null {
  const row = signedRow(journal, "rounds", ["WHERE key = ?", key]);
  if (row === null) return null;
  const note = fromRow(row);
  const query = "SELECT data FROM rounds WHERE key = ?";
  const [sealed] = journal.run((database) => readRows(database, "rounds", query, [key]));
  const place = places.data(note.key, note.paramsDigest, note.party);
  return { ...note, data: journal.seal.open(sealed!["data"]!, place) };
}

export function setStatus(journal: Journal, key: string, status: RoundStatus): void {
  changeSigned(journal, "rounds", ["WHERE key = ?", key], { status });
}

/**
 * Ends a round whose files are written. With the change of status, the messages that others sent to
 * this company and what a session held of all parties' numbers are deleted, as is the part of a
 * proof that nothing was settled with, and nothing of them stays in the journal's files.
 */
export function endRound(journal: Journal, key: string, status: "done" | "closed"): void {
  journal.run((database) => {
    database.exec("BEGIN IMMEDIATE;");
    try {
      database.prepare("DELETE FROM checkpoints WHERE round = ?").run(key);
      changeSigned(journal, "sessions", ["WHERE round = ?", key], { result: null, result_epoch: null });
      database
        .prepare("DELETE FROM messages WHERE round = ? AND sender <> (SELECT party FROM rounds WHERE key = ?)")
        .run(key, key);
      if (status === "closed") database.prepare("DELETE FROM parts WHERE round = ?").run(key);
      setStatus(journal, key, status);
      database.exec("COMMIT;");
    } catch (error) {
      if (database.isTransaction) database.exec("ROLLBACK;");
      throw error;
    }
  });
  journal.scrub();
}
