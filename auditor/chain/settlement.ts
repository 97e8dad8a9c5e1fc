// Puts the certificate together from the calldata of one settler's settling calls. If the settler
// called in a transaction, the calldata are the transaction's, which the settler signed; if a
// contract called, an event has them.
import type { Result } from "ethers";
import type { Header, Proof } from "../certificate/types.ts";
import { coordinatorInterface } from "./abi.ts";
import { readCall } from "./calldata.ts";
import type { EventRecord } from "./events.ts";
import type { History } from "./history.ts";
import { isKnownType, readSigned } from "./transactions.ts";
import type { ChainView } from "./view.ts";

export interface Settlement {
  readonly settler: string;
  /** Transaction hashes, in order. */
  readonly transactions: readonly string[];
  readonly header: Header;
  readonly blocks: readonly string[];
}

/** Why the certificate cannot be read, in words. */
export interface Unreadable {
  readonly unreadable: string;
  /** The chain's own records contradict each other, rather than lacking something. */
  readonly contradiction: boolean;
}

/**
 * The certificate of a settled round. A settlement in several parts starts with an empty progress;
 * each further part carries the progress that the settler's previous part left, and the same
 * header.
 */
export async function readSettlement(view: ChainView, history: History): Promise<Settlement | Unreadable> {
  const settled = history.settled!;
  const settler = settled.args[1] as string;
  const earlier = history.advances.filter(({ args }) => args[1] === settler);
  const parts: Part[] = [];
  for (let event: EventRecord | undefined = settled; ; event = earlier.pop()) {
    if (event === undefined) return contradicts("the first part of the settlement is not on chain");
    const data = history.calls.get(event) ?? (await readSent(view, event, settler));
    const part = typeof data === "string" ? readPart(event, data, history.key.round) : data;
    if ("unreadable" in part) return part;
    const next = parts[0];
    if (next !== undefined) {
      if (event.args[2] !== next.progress)
        return contradicts("a part does not continue from where the previous one ended");
      if (part.encodedHeader !== next.encodedHeader) return contradicts("the parts have different headers");
    }
    parts.unshift(part);
    if (part.progress === "0x") break;
  }
  return {
    settler,
    transactions: parts.map(({ transaction }) => transaction),
    header: readHeader(parts[0]!.header),
    blocks: parts.flatMap(({ blocks }) => blocks),
  };
}

const contradicts = (unreadable: string): Unreadable => ({ unreadable, contradiction: true });

interface Part {
  readonly transaction: string;
  readonly header: Result;
  readonly encodedHeader: string;
  readonly progress: string;
  readonly blocks: readonly string[];
}

/** Calldata of the transaction by which `settler` called the coordinator. */
async function readSent(view: ChainView, { transaction }: EventRecord, settler: string): Promise<string | Unreadable> {
  const lacking = (unreadable: string): Unreadable => ({ unreadable, contradiction: false });
  const raw = await view.transaction(transaction);
  if (raw === null) return lacking(`the node does not have the settling transaction ${transaction}`);
  if (!isKnownType(raw)) return lacking(`transaction ${transaction} is of type ${raw["type"]}, unknown here`);
  const sent = readSigned(raw);
  if (sent === null || raw["hash"] !== transaction)
    return contradicts(`transaction ${transaction} does not match its hash and its signature`);
  if (sent.from !== settler || sent.to !== view.coordinator)
    return lacking(`transaction ${transaction} called the coordinator through a contract, and no event has the call`);
  return sent.data;
}

function readPart({ transaction }: EventRecord, data: string, round: bigint): Part | Unreadable {
  const settle = coordinatorInterface.getFunction("settle")!;
  let args: Result;
  try {
    args = readCall(settle, data);
  } catch {
    return contradicts(`the calldata of transaction ${transaction} is not a call of settle`);
  }
  if (args[0] !== round) return contradicts(`transaction ${transaction} settles another round`);
  const header = args[1] as Result;
  const encodedHeader = coordinatorInterface.encodeFunctionData(settle, [0n, header, "0x", []]);
  const blocks = [...(args[3] as Result)] as string[];
  return { transaction, header, encodedHeader, progress: args[2] as string, blocks };
}

function readHeader(encoded: Result): Header {
  const field = (name: string): unknown => encoded.getValue(name);
  const number = (name: string) => field(name) as bigint;
  const proofs = [...(field("proofs") as Result)].map((proof) => (proof as Result).toObject() as unknown as Proof);
  return {
    kind: Number(field("kind")),
    counters: field("counters") as string,
    bounds: field("bounds") as string,
    y0: number("y0"),
    yh: number("yh"),
    cx: number("cx"),
    cy: number("cy"),
    objective: number("objective"),
    dual: number("dual"),
    rho: number("rho"),
    statementDigest: field("statementDigest") as string,
    responseDigest: field("responseDigest") as string,
    proofs,
  };
}
