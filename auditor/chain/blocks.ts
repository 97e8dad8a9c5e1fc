// Checks what a block's hash covers: its header and, through the header, the transactions, the
// receipts and the events in them. Comparing a hash with another node's then compares all of these.
// State (the results of calls) is not proven: events alone decide an audit.
import { concat, encodeRlp, hexlify, keccak256, type RlpStructuredDataish, toBeArray } from "ethers";
import { phrase } from "../words/english.ts";
import type { Phrase } from "../words/phrase.ts";
import type { EventRecord } from "./events.ts";
import { encodeTransaction, isKnownType, type RawTransaction } from "./transactions.ts";
import { indexedRoot } from "./trie.ts";
import type { ChainView } from "./view.ts";

type Raw = Readonly<Record<string, unknown>>;

/** Header fields in order; those from the base fee on were added one by one, by forks. */
const FIELDS = [
  ...["parentHash", "sha3Uncles", "miner", "stateRoot", "transactionsRoot", "receiptsRoot", "logsBloom"],
  ...["difficulty", "number", "gasLimit", "gasUsed", "timestamp", "extraData", "mixHash", "nonce"],
];
const LATER_FIELDS = [
  ...["baseFeePerGas", "withdrawalsRoot", "blobGasUsed", "excessBlobGas", "parentBeaconBlockRoot", "requestsHash"],
];
const QUANTITIES = new Set([
  ...["difficulty", "number", "gasLimit", "gasUsed", "timestamp", "baseFeePerGas", "blobGasUsed", "excessBlobGas"],
]);

/** RLP's form of a number: without leading zeros. */
const quantity = (value: unknown): string => hexlify(toBeArray(value as string));

/** The hash of a header as Ethereum computes it. */
function headerHash(block: Raw): string {
  const later = LATER_FIELDS.filter((name) => block[name] !== undefined && block[name] !== null);
  return keccak256(
    encodeRlp(
      [...FIELDS, ...later].map((name) => (QUANTITIES.has(name) ? quantity(block[name]) : (block[name] as string))),
    ),
  );
}

/** A receipt as it is encoded in a block's trie. */
function encodeReceipt(receipt: Raw): string {
  const logs = (receipt["logs"] as Raw[]).map((log) => [log["address"], log["topics"], log["data"]]);
  const outcome = receipt["status"] === undefined ? receipt["root"] : quantity(receipt["status"]);
  const fields = [outcome, quantity(receipt["cumulativeGasUsed"]), receipt["logsBloom"], logs];
  const encoded = encodeRlp(fields as RlpStructuredDataish);
  const type = Number(receipt["type"] ?? 0);
  return type === 0 ? encoded : concat([Uint8Array.of(type), encoded]);
}

/** Whether one block's hash covers the events that were read from it. */
export type Binding =
  | { readonly bound: true }
  /** Why this is not known; `contradiction`: the node's own answers exclude each other. */
  | { readonly bound: false; readonly why: Phrase; readonly contradiction: boolean };

const lacking = (why: Phrase): Binding => ({ bound: false, why, contradiction: false });
const contradicting = (why: Phrase): Binding => ({ bound: false, why, contradiction: true });

/** Checks the block of `events`, which are all from one block. */
export async function bindEvents(view: ChainView, events: readonly EventRecord[]): Promise<Binding> {
  const { number, hash } = events[0]!.block;
  const block = await view.rawBlock(number);
  if (block === null || block["hash"] !== hash) return contradicting(phrase("BlockUnknown", { block: number, hash }));
  if (attempt(() => headerHash(block)) !== hash) return lacking(phrase("HeaderOdd", { block: number }));
  const transactions = block["transactions"] as RawTransaction[];
  const odd = transactions.find((transaction) => !isKnownType(transaction));
  if (odd !== undefined) return lacking(phrase("BlockHasType", { block: number, type: String(odd["type"]) }));
  if (attempt(() => indexedRoot(transactions.map(encodeTransaction))) !== block["transactionsRoot"])
    return contradicting(phrase("TransactionsOther", { block: number }));
  const receipts = await view.receipts(
    number,
    transactions.map(({ hash: own }) => own as string),
  );
  if (receipts === null) return lacking(phrase("ReceiptsMissing", { block: number }));
  if (attempt(() => indexedRoot(receipts.map(encodeReceipt))) !== block["receiptsRoot"])
    return contradicting(phrase("ReceiptsOther", { block: number }));
  const inReceipts = new Set(
    receipts.flatMap((receipt, i) => (receipt["logs"] as Raw[]).map((log) => identity(log, transactions[i]!["hash"]))),
  );
  const stray = events.find(({ raw, transaction }) => !inReceipts.has(identity({ ...raw }, transaction)));
  return stray === undefined
    ? { bound: true }
    : contradicting(phrase("EventInNoReceipt", { event: stray.name, block: number }));
}

function identity({ address, topics, data }: Raw, transaction: unknown): string {
  return JSON.stringify([String(address).toLowerCase(), topics, data, transaction]);
}

/** Null where a field is missing or malformed. */
function attempt(compute: () => string): string | null {
  try {
    return compute();
  } catch {
    return null;
  }
}
