// What a session among nodes leaves in the journal: how often it was started, digests of what went
// over its links each time, its last checkpoints, and its result.
import type { Journal } from "./journal.ts";
import { places } from "./places.ts";
import { integerIn, readRows } from "./read-rows.ts";
import { changeSigned, type SignedRow, signedRow, signedRows, writeSigned } from "./signed-rows.ts";

export interface SessionState {
  /** The last epoch that was begun; −1 before the first. */
  readonly epoch: number;
  /**
   * The session's result in `resultEpoch`; unless `finished`, other nodes may not have stored
   * theirs.
   */
  readonly result: Uint8Array | null;
  readonly resultEpoch: number | null;
  /** Every node has stored the result of the same epoch. */
  readonly finished: boolean;
}

export interface SessionJournal {
  state(): SessionState;
  /** To be called before anything is done in `epoch`, which is then never begun again. */
  begin(epoch: number): void;
  /** Stores digests of what went over the links in `epoch`, in place of earlier ones. */
  keepDigests(epoch: number, digests: Uint8Array): void;
  /** Per epoch before `epoch`, the digests that were kept; null for one without. */
  digestsBefore(epoch: number): readonly (Uint8Array | null)[];
  /** The last two, the newest first. */
  checkpoints(): readonly Uint8Array[];
  keepCheckpoint(state: Uint8Array): void;
  keepResult(epoch: number, result: Uint8Array): void;
  /**
   * Marks the session as finished, and deletes the checkpoints, which are as secret as the data.
   */
  finish(): void;
}

const KEPT_CHECKPOINTS = 2;

export function sessionJournal(journal: Journal, round: string): SessionJournal {
  const write = (sql: string, ...parameters: (string | number | Uint8Array)[]) => {
    journal.run((database) => database.prepare(sql).run(...parameters));
  };
  const { seal } = journal;
  const at = ["WHERE round = ?", round] as const;
  const resultOf = ({ result, result_epoch: epoch }: SignedRow) =>
    result === null ? null : seal.open(result!, places.result(round, Number(epoch)));
  return {
    state: () => {
      const row = signedRow(journal, "sessions", at);
      if (row === null) return { epoch: -1, result: null, resultEpoch: null, finished: false };
      return {
        epoch: Number(row["epoch"]),
        result: resultOf(row),
        resultEpoch: row["result_epoch"] as number | null,
        finished: row["finished"] === 1,
      };
    },
    begin: (epoch) => {
      const begun = signedRow(journal, "sessions", at) ?? { round, result: null, result_epoch: null, finished: 0 };
      writeSigned(journal, "sessions", { ...begun, epoch }, "replace");
    },
    keepDigests: (epoch, digests) => writeSigned(journal, "epochs", { round, epoch, digests }, "replace"),
    digestsBefore: (epoch) => {
      const rows = signedRows(journal, "epochs", at);
      const kept = new Map(rows.map((row) => [Number(row["epoch"]), row["digests"] as Uint8Array]));
      return Array.from({ length: epoch }, (_, earlier) => kept.get(earlier) ?? null);
    },
    checkpoints: () =>
      journal.run((database) => {
        const query = "SELECT id, state FROM checkpoints WHERE round = ? ORDER BY id DESC LIMIT ?";
        return readRows(database, "checkpoints", query, [round, KEPT_CHECKPOINTS]).map((row) =>
          seal.open(row["state"]!, places.checkpoint(round, integerIn(row, "id", "checkpoints"))),
        );
      }),
    keepCheckpoint: (state) => {
      journal.run((database) => {
        // The number comes first, since the seal binds to it.
        const query = "SELECT seq FROM sqlite_sequence WHERE name = 'checkpoints'";
        const [last] = readRows(database, "checkpoints", query);
        const id = last === undefined ? 1 : integerIn(last, "seq", "checkpoints") + 1;
        const sealed = seal.close(state, places.checkpoint(round, id));
        database.prepare("INSERT INTO checkpoints VALUES (?, ?, ?)").run(id, round, sealed);
      });
      const newest = "SELECT id FROM checkpoints WHERE round = ? ORDER BY id DESC LIMIT ?";
      write(`DELETE FROM checkpoints WHERE round = ? AND id NOT IN (${newest})`, round, round, KEPT_CHECKPOINTS);
    },
    keepResult: (epoch, result) => {
      const sealed = seal.close(result, places.result(round, epoch));
      changeSigned(journal, "sessions", at, { result: sealed, result_epoch: epoch });
    },
    finish: () => {
      changeSigned(journal, "sessions", at, { finished: 1 });
      write("DELETE FROM checkpoints WHERE round = ?", round);
      journal.scrub();
    },
  };
}
