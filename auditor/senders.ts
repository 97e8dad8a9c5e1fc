// Checks who sent the commitments and posts, by the signatures on the transactions and not by the
// node's word: an invented chain has no signatures of the companies. An account with code can act
// when another transaction calls it, and no signature of its own shows that.
import { coordinatorInterface } from "./chain/abi.ts";
import { readCall } from "./chain/calldata.ts";
import type { EventRecord } from "./chain/events.ts";
import type { History } from "./chain/history.ts";
import { isKnownType, readSigned } from "./chain/transactions.ts";
import type { ChainView } from "./chain/view.ts";
import type { Checks } from "./report/check.ts";
import { distinct, phrase } from "./words/english.ts";
import type { Phrase } from "./words/phrase.ts";

/** What the transaction of an event shows about the account that the event names. */
type Sender =
  | { readonly is: "signed" }
  /** The account has code, and the transaction is from another account or has other calldata. */
  | { readonly is: "contract" }
  | { readonly is: "unknown" | "forged"; readonly why: Phrase };

/**
 * Checks every Committed and Posted event. `witnesses` is the number of other nodes that are asked
 * the same.
 */
export async function checkSenders(
  view: ChainView,
  history: History,
  { events, witnesses }: { readonly events: readonly EventRecord[]; readonly witnesses: number },
  checks: Checks,
): Promise<void> {
  const acts = events.filter(({ name }) => name === "Committed" || name === "Posted");
  const senders: (readonly [party: number, sender: Sender])[] = [];
  for (const act of acts) {
    const party = Number(act.args[act.name === "Committed" ? 1 : 2]);
    const account = history.params.parties[party];
    // Where an event names no party, it breaks the rules anyway.
    if (account !== undefined) senders.push([party, await senderOf(view, history, act, account)]);
  }
  const wrong = (kind: "unknown" | "forged") =>
    distinct(senders.flatMap(([, sender]) => (sender.is === kind ? [sender.why] : [])));
  const [forged, unknown] = [wrong("forged"), wrong("unknown")];
  const signed = senders.filter(([, { is }]) => is === "signed").length;
  if (forged.length > 0) checks.add("failed", "history", "SenderForged", phrase("SenderForged", { why: forged }));
  if (unknown.length > 0) checks.add("unknown", "history", "SenderUnknown", phrase("SenderUnknown", { why: unknown }));
  if (signed > 0) checks.add("passed", "history", "SendersSigned", phrase("SendersSigned", { count: signed }));
  const contracts = [...new Set(senders.flatMap(([party, { is }]) => (is === "contract" ? [party] : [])))];
  if (contracts.length === 0) return;
  const who = phrase("AreContracts", { parties: contracts });
  if (witnesses > 0)
    checks.add("passed", "history", "SenderContract", phrase("SenderContract", { who, nodes: witnesses + 1 }));
  else checks.add("unknown", "history", "SenderContract", phrase("SenderContractAlone", { who }));
}

async function senderOf(view: ChainView, history: History, act: EventRecord, account: string): Promise<Sender> {
  const { transaction } = act;
  const raw = await view.transaction(transaction);
  if (raw === null) return { is: "unknown", why: phrase("TransactionMissing", { transaction }) };
  if (!isKnownType(raw))
    return { is: "unknown", why: phrase("TransactionType", { transaction, type: String(raw["type"]) }) };
  const sent = readSigned(raw);
  if (sent === null || raw["hash"] !== transaction)
    return { is: "forged", why: phrase("TransactionUnsigned", { transaction }) };
  if (sent.chainId !== 0n && sent.chainId !== view.chainId)
    return { is: "forged", why: phrase("TransactionOfChain", { transaction, chain: String(sent.chainId) }) };
  const wanted = callOf(history, act);
  if (sent.from === account && sent.to === view.coordinator) {
    const isSame = readsAs(sent.data, wanted) && sent.value === (act.name === "Committed" ? history.params.bond : 0n);
    return isSame ? { is: "signed" } : { is: "forged", why: phrase("TransactionSaysOther", { transaction }) };
  }
  if ((await view.code(account)) !== "0x") return { is: "contract" };
  return {
    is: "forged",
    why: phrase("AccountDidNotSign", { account, transaction }),
  };
}

/** The call that emits the event. */
function callOf({ key, opened }: History, { name, args }: EventRecord): string {
  return name === "Committed"
    ? coordinatorInterface.encodeFunctionData("commit", [key.round, opened.args.getValue("paramsDigest"), args[3]])
    : coordinatorInterface.encodeFunctionData("post", [key.round, args[1], args[2], args[3]]);
}

/** Whether `data` begins with the call `wanted`; more may follow. */
function readsAs(data: string, wanted: string): boolean {
  const fragment = coordinatorInterface.getFunction(wanted.slice(0, 10))!;
  try {
    return coordinatorInterface.encodeFunctionData(fragment, [...readCall(fragment, data)]) === wanted;
  } catch {
    return false;
  }
}
