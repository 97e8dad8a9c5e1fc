// Rounds that this company has agreed to take part in.
import type { Hex } from "viem";
import type { Rounding } from "../../math/decimal.ts";
import type { Journal } from "./journal.ts";

/**
 * running: until it is closed on chain and its bond is back; failed: stopped, posting refusals until it is closed; done: settled;
 * closed: expired or failed, with nothing left to do.
 */
export type RoundStatus = "running" | "failed" | "done" | "closed";

export interface AcceptedRound {
  /** `<coordinator>/<round>`, the address in lower case. */
  readonly key: string;
  readonly paramsDigest: Hex;
  /** The public terms, as bytes whose digest is on chain. */
  readonly terms: Uint8Array;
  readonly party: number;
  /** The company's file as it was when it accepted, and its name for messages. */
  readonly data: Uint8Array;
  readonly dataName: string;
  /** What to do with numbers of more decimals than the round has. */
  readonly rounding: Rounding;
  readonly insist: boolean;
  readonly status: RoundStatus;
  /** Unix time. */
  readonly acceptedAt: number;
}

type Row = Record<string, unknown>;

function fromRow(row: Row): AcceptedRound {
  return {
    key: row["key"] as string,
    paramsDigest: row["params_digest"] as Hex,
    terms: row["terms"] as Uint8Array,
    party: Number(row["party"]),
    data: row["data"] as Uint8Array,
    dataName: row["data_name"] as string,
    rounding: row["rounding"] as Rounding,
    insist: row["insist"] === 1,
    status: row["status"] as RoundStatus,
    acceptedAt: Number(row["accepted_at"]),
  };
}

/** Agrees to a round; a round that is there already stays as it is. Returns whether it is new. */
export function acceptRound(journal: Journal, round: Omit<AcceptedRound, "status">): boolean {
  const { key, paramsDigest, terms, party, data, dataName, rounding, insist, acceptedAt } = round;
  return journal.run((database) => {
    const { changes } = database
      .prepare("INSERT OR IGNORE INTO rounds VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'running', ?)")
      .run(key, paramsDigest, terms, party, data, dataName, rounding, Number(insist), acceptedAt);
    return Number(changes) === 1;
  });
}

export function acceptedRounds(journal: Journal): readonly AcceptedRound[] {
  return journal.run((database) =>
    database.prepare("SELECT * FROM rounds ORDER BY accepted_at, key").all().map(fromRow),
  );
}

/** Every round's key and status without its files, in the order of acceptedRounds: for a look at each poll. */
export function roundStatuses(journal: Journal): readonly Pick<AcceptedRound, "key" | "status">[] {
  const rows = journal.run((database) =>
    database.prepare("SELECT key, status FROM rounds ORDER BY accepted_at, key").all(),
  );
  return rows.map((row) => ({ key: row["key"] as string, status: row["status"] as RoundStatus }));
}

export function findRound(journal: Journal, key: string): AcceptedRound | null {
  const row = journal.run((database) => database.prepare("SELECT * FROM rounds WHERE key = ?").get(key));
  return row === undefined ? null : fromRow(row);
}

export function setStatus(journal: Journal, key: string, status: RoundStatus): void {
  journal.run((database) => database.prepare("UPDATE rounds SET status = ? WHERE key = ?").run(status, key));
}
