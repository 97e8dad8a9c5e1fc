// What a round leaves in the journal: messages, an outcome, a fault with its evidence, and the
// state of a session.
import type { Hex } from "viem";
import type { Journal } from "./journal.ts";
import { places } from "./places.ts";
import { integerIn, readRows } from "./read-rows.ts";
import { type SessionJournal, sessionJournal } from "./session-journal.ts";
import { type SignedRow, signedRow, writeSigned } from "./signed-rows.ts";

/** Why a round was stopped. */
export interface Fault extends FaultNote {
  /** What the party at fault delivered as its turn `step`, if anything. */
  readonly envelope: Uint8Array | null;
}

export interface FaultNote {
  readonly code: string;
  readonly message: string;
  /** Index of the party at fault; null where none can be named. */
  readonly party: number | null;
  readonly step: number | null;
  /**
   * Digest that stood on chain for the turn when the fault was found; null where none had been
   * posted.
   */
  readonly posted: Hex | null;
  /** Unix time. */
  readonly at: number;
}

/** One round's part of the journal; every change is on disk when the call returns. */
export interface RoundJournal {
  /** The envelope of turn `step`, sent or received. */
  message(step: number): Uint8Array | null;
  /** Stores the envelope of turn `step` permanently: a second one for the same turn is ignored. */
  keepMessage(step: number, sender: number, envelope: Uint8Array): void;
  /** The turns whose envelopes are here, by step. */
  steps(): readonly number[];
  fault(): Fault | null;
  /** Stores the first fault of the round; later ones are ignored. */
  keepFault(fault: Fault): void;
  outcome(): Uint8Array | null;
  /** Whether there is more of the outcome, which needs the key. */
  hasKnown(): boolean;
  /** What this company knows of a sealed outcome, beside what is public; null without any. */
  known(): Uint8Array | null;
  /**
   * Stores what the chain has settled, and what this company alone knows of it, sealed; after a
   * reorganisation another outcome may replace it.
   */
  keepOutcome(outcome: Uint8Array, known?: Uint8Array | null): void;
  /**
   * Deletes the outcome of a round that is over without a settlement, since a reorganisation has
   * reverted the one it had.
   */
  dropOutcome(): void;
  /** What this company keeps of a sealed proof, to disclose from (play/seal/kept-part.ts). */
  part(): Uint8Array | null;
  /** Stores the part of the round's proof; a second one is ignored. */
  keepPart(part: Uint8Array): void;
  /** Where the session among the nodes stands. */
  readonly session: SessionJournal;
}

export function roundJournal(journal: Journal, round: string): RoundJournal {
  const { seal } = journal;
  const outcomeRow = () => signedRow(journal, "outcomes", ["WHERE round = ?", round]);
  const rows = (table: string, sql: string, ...parameters: (string | number)[]) =>
    journal.run((database) => readRows(database, table, sql, parameters));
  const write = (sql: string, ...parameters: (string | number | null | Uint8Array)[]) => {
    journal.run((database) => database.prepare(sql).run(...parameters));
  };
  return {
    message: (step) => {
      const query = "SELECT sender, envelope FROM messages WHERE round = ? AND step = ?";
      const [found] = rows("messages", query, round, step);
      if (found === undefined) return null;
      return seal.open(found["envelope"]!, places.message(round, step, integerIn(found, "sender", "messages")));
    },
    keepMessage: (step, sender, envelope) => {
      const sealed = seal.close(envelope, places.message(round, step, sender));
      write("INSERT OR IGNORE INTO messages VALUES (?, ?, ?, ?)", round, step, sender, sealed);
    },
    steps: () =>
      rows("messages", "SELECT step FROM messages WHERE round = ? ORDER BY step", round).map((found) =>
        integerIn(found, "step", "messages"),
      ),
    fault: () => {
      const found = faultRow(journal, round);
      if (found === null) return null;
      const sealed = found["envelope"]!;
      return { ...noteOf(found), envelope: sealed === null ? null : seal.open(sealed, places.evidence(round)) };
    },
    keepFault: ({ envelope, ...note }) => {
      const sealed = envelope === null ? null : seal.close(envelope, places.evidence(round));
      writeSigned(journal, "faults", { round, ...note, envelope: sealed }, "ignore");
    },
    outcome: () => (outcomeRow()?.["outcome"] as Uint8Array | undefined) ?? null,
    hasKnown: () => (outcomeRow()?.["known"] ?? null) !== null,
    known: () => {
      const sealed = (outcomeRow()?.["known"] as Uint8Array | null | undefined) ?? null;
      return sealed === null ? null : seal.open(sealed, places.known(round));
    },
    keepOutcome: (outcome, known = null) => {
      const sealed = known === null ? null : seal.close(known, places.known(round));
      writeSigned(journal, "outcomes", { round, outcome, known: sealed }, "replace");
    },
    dropOutcome: () => write("DELETE FROM outcomes WHERE round = ?", round),
    part: () => {
      const [found] = rows("parts", "SELECT part FROM parts WHERE round = ?", round);
      return found === undefined ? null : seal.open(found["part"]!, places.part(round));
    },
    keepPart: (part) => write("INSERT OR IGNORE INTO parts VALUES (?, ?)", round, seal.close(part, places.part(round))),
    session: sessionJournal(journal, round),
  };
}

/** A round's fault without the evidence; this needs no key. */
export function readFaultNote(journal: Journal, round: string): FaultNote | null {
  const row = faultRow(journal, round);
  return row === null ? null : noteOf(row);
}

function faultRow(journal: Journal, round: string): SignedRow | null {
  return signedRow(journal, "faults", ["WHERE round = ?", round]);
}

function noteOf(row: SignedRow): FaultNote {
  return {
    code: row["code"] as string,
    message: row["message"] as string,
    party: row["party"] as number | null,
    step: row["step"] as number | null,
    posted: row["posted"] as Hex | null,
    at: Number(row["at"]),
  };
}
