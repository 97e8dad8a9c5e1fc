// Signed transactions of the account, for the durable outbox.
import type { Hex } from "viem";
import type { SignedTransaction, TransactionStore } from "../chain/outbox/sign-transaction.ts";
import type { Journal } from "./journal.ts";

function fromRow(row: Record<string, unknown>): SignedTransaction {
  return {
    purpose: row["purpose"] as string,
    nonce: Number(row["nonce"]),
    hash: row["hash"] as Hex,
    raw: row["raw"] as Hex,
  };
}

export function transactionStore(journal: Journal): TransactionStore {
  const all = (sql: string, parameter: string | number) =>
    journal.run((database) => database.prepare(sql).all(parameter).map(fromRow));
  return {
    find: (purpose) => all("SELECT * FROM transactions WHERE purpose = ? AND dropped = 0 ORDER BY id", purpose),
    since: (from) => all("SELECT * FROM transactions WHERE nonce >= ? AND dropped = 0 ORDER BY nonce, id", from),
    add: ({ purpose, nonce, hash, raw }) => {
      journal.run((database) =>
        database
          .prepare(
            "INSERT INTO transactions(purpose, nonce, hash, raw) VALUES (?, ?, ?, ?) " +
              "ON CONFLICT(hash) DO UPDATE SET purpose = excluded.purpose, dropped = 0",
          )
          .run(purpose, nonce, hash, raw),
      );
    },
    drop: (purpose) => {
      journal.run((database) => database.prepare("UPDATE transactions SET dropped = 1 WHERE purpose = ?").run(purpose));
    },
  };
}
