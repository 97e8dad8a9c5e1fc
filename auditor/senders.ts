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
import { listed } from "./report/counted.ts";

/** What the transaction of an event shows about the account that the event names. */
type Sender =
  | { readonly is: "signed" }
  /** The account has code, and the transaction is from another account or has other calldata. */
  | { readonly is: "contract" }
  | { readonly is: "unknown" | "forged"; readonly why: string };

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
  const wrong = (kind: "unknown" | "forged") => [
    ...new Set(senders.flatMap(([, sender]) => (sender.is === kind ? [sender.why] : []))),
  ];
  const [forged, unknown] = [wrong("forged"), wrong("unknown")];
  const signed = senders.filter(([, { is }]) => is === "signed").length;
  if (forged.length > 0)
    checks.add("failed", "history", "SenderForged", `Not signed by the parties: ${forged.join("; ")}.`);
  if (unknown.length > 0)
    checks.add("unknown", "history", "SenderUnknown", `Nobody's signature could be checked: ${unknown.join("; ")}.`);
  if (signed > 0)
    checks.add(
      "passed",
      "history",
      "SendersSigned",
      `${signed === 1 ? "1 commitment or post is" : `${signed} commitments and posts are`} in transactions that the parties' own accounts signed: the hashes were computed again, the senders recovered from the signatures, and the calldata agree with the events.`,
    );
  const contracts = [...new Set(senders.flatMap(([party, { is }]) => (is === "contract" ? [party] : [])))];
  if (contracts.length === 0) return;
  const who =
    contracts.length === 1
      ? `The account of party ${contracts[0]} is a contract, or has code: no signature shows that it acted`
      : `The accounts of ${listed("party", contracts, "parties")} are contracts, or have code: no signature shows that they acted`;
  if (witnesses > 0) checks.add("passed", "history", "SenderContract", `${who}. ${witnesses + 1} nodes say so.`);
  else
    checks.add(
      "unknown",
      "history",
      "SenderContract",
      `${who}. Only one node says that it did: audit with a second node, too.`,
    );
}

async function senderOf(view: ChainView, history: History, act: EventRecord, account: string): Promise<Sender> {
  const { transaction } = act;
  const raw = await view.transaction(transaction);
  if (raw === null) return { is: "unknown", why: `the node does not have transaction ${transaction}` };
  if (!isKnownType(raw)) return { is: "unknown", why: `transaction ${transaction} is of type ${raw["type"]}` };
  const sent = readSigned(raw);
  if (sent === null || raw["hash"] !== transaction)
    return { is: "forged", why: `transaction ${transaction} does not match its hash and its signature` };
  if (sent.chainId !== 0n && sent.chainId !== view.chainId)
    return { is: "forged", why: `transaction ${transaction} was signed for chain ${sent.chainId}` };
  const wanted = callOf(history, act);
  if (sent.from === account && sent.to === view.coordinator) {
    const isSame = readsAs(sent.data, wanted) && sent.value === (act.name === "Committed" ? history.params.bond : 0n);
    return isSame
      ? { is: "signed" }
      : { is: "forged", why: `transaction ${transaction} says something other than the event` };
  }
  if ((await view.code(account)) !== "0x") return { is: "contract" };
  return {
    is: "forged",
    why: `${account} did not sign transaction ${transaction}, and has no code that could act without a signature`,
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
