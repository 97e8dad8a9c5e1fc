// Signed transactions of the account, for the durable outbox.
import type { Hex } from "viem";
import type { SignedTransaction, TransactionStore } from "../chain/outbox/sign-transaction.ts";
import type { Journal } from "./journal.ts";
import { changeSigned, type SignedRow, signatureOf, signedRows } from "./signed-rows.ts";

function fromRow(row: SignedRow): SignedTransaction {
  return {
    purpose: row["purpose"] as string,
    nonce: Number(row["nonce"]),
    hash: row["hash"] as Hex,
    raw: row["raw"] as Hex,
  };
}

export function transactionStore(journal: Journal): TransactionStore {
  // Dropped ones are checked, too, so that nobody can drop one behind the journal's back.
  const all = (where: string, parameter: string | number) =>
    signedRows(journal, "transactions", [where, parameter])
      .filter(({ dropped }) => dropped === 0)
      .map(fromRow);
  return {
    find: (purpose) => all("WHERE purpose = ? ORDER BY id", purpose),
    since: (from) => all("WHERE nonce >= ? ORDER BY nonce, id", from),
    add: ({ purpose, nonce, hash, raw }) => {
      const signature = signatureOf(journal, "transactions", { hash, purpose, nonce, raw, dropped: 0 });
      journal.run((database) =>
        database
          .prepare(
            "INSERT INTO transactions(purpose, nonce, hash, raw, dropped, signature) VALUES (?, ?, ?, ?, 0, ?) " +
              "ON CONFLICT(hash) DO UPDATE SET purpose = excluded.purpose, dropped = 0, signature = excluded.signature",
          )
          .run(purpose, nonce, hash, raw, signature),
      );
    },
    drop: (purpose) => {
      changeSigned(journal, "transactions", ["WHERE purpose = ?", purpose], { dropped: 1 });
    },
  };
}
