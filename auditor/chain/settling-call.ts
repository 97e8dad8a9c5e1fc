// The calldata by which a settler called the coordinator. If the settler called in a transaction,
// they are the transaction's, which the settler signed; if a contract called, an event has them.
import { phrase } from "../words/english.ts";
import type { Phrase } from "../words/phrase.ts";
import type { EventRecord } from "./events.ts";
import type { History } from "./history.ts";
import { isKnownType, readSigned } from "./transactions.ts";
import type { ChainView } from "./view.ts";

/** Why what settled a round cannot be read. */
export interface Unreadable {
  readonly unreadable: Phrase;
  /** The chain's own records contradict each other, rather than lacking something. */
  readonly contradiction: boolean;
}

export const contradicts = (unreadable: Phrase): Unreadable => ({ unreadable, contradiction: true });

const lacking = (unreadable: Phrase): Unreadable => ({ unreadable, contradiction: false });

/** Calldata of the call that emitted `event`, which names its settler. */
export async function readSettlingCall(
  view: ChainView,
  history: Pick<History, "calls">,
  event: EventRecord,
): Promise<string | Unreadable> {
  const known = history.calls.get(event);
  if (known !== undefined) return known;
  const { transaction, args } = event;
  const raw = await view.transaction(transaction);
  if (raw === null) return lacking(phrase("SettlingMissing", { transaction }));
  if (!isKnownType(raw)) return lacking(phrase("SettlingType", { transaction, type: String(raw["type"]) }));
  const sent = readSigned(raw);
  if (sent === null || raw["hash"] !== transaction) return contradicts(phrase("TransactionUnsigned", { transaction }));
  if (sent.from !== args[1] || sent.to !== view.coordinator)
    return lacking(phrase("CalledThroughContract", { transaction }));
  return sent.data;
}
