// The calldata by which a settler called the coordinator. If the settler called in a transaction,
// they are the transaction's, which the settler signed; if a contract called, an event has them.
import type { EventRecord } from "./events.ts";
import type { History } from "./history.ts";
import { isKnownType, readSigned } from "./transactions.ts";
import type { ChainView } from "./view.ts";

/** Why what settled a round cannot be read, in words. */
export interface Unreadable {
  readonly unreadable: string;
  /** The chain's own records contradict each other, rather than lacking something. */
  readonly contradiction: boolean;
}

export const contradicts = (unreadable: string): Unreadable => ({ unreadable, contradiction: true });

const lacking = (unreadable: string): Unreadable => ({ unreadable, contradiction: false });

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
  if (raw === null) return lacking(`the node does not have the settling transaction ${transaction}`);
  if (!isKnownType(raw)) return lacking(`transaction ${transaction} is of type ${raw["type"]}, unknown here`);
  const sent = readSigned(raw);
  if (sent === null || raw["hash"] !== transaction)
    return contradicts(`transaction ${transaction} does not match its hash and its signature`);
  if (sent.from !== args[1] || sent.to !== view.coordinator)
    return lacking(`transaction ${transaction} called the coordinator through a contract, and no event has the call`);
  return sent.data;
}
