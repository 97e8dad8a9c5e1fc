// Puts the certificate together from the calldata of one settler's settling calls.
import type { Result } from "ethers";
import type { Header, Proof } from "../certificate/types.ts";
import { phrase } from "../words/english.ts";
import { coordinatorInterface } from "./abi.ts";
import { readCall } from "./calldata.ts";
import type { EventRecord } from "./events.ts";
import type { History } from "./history.ts";
import { contradicts, readSettlingCall, type Unreadable } from "./settling-call.ts";
import type { ChainView } from "./view.ts";

export interface Settlement {
  readonly settler: string;
  /** Transaction hashes, in order. */
  readonly transactions: readonly string[];
  readonly header: Header;
  readonly blocks: readonly string[];
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
    if (event === undefined) return contradicts(phrase("FirstPartMissing"));
    const data = await readSettlingCall(view, history, event);
    const part = typeof data === "string" ? readPart(event, data, history.key.round) : data;
    if ("unreadable" in part) return part;
    const next = parts[0];
    if (next !== undefined) {
      if (event.args[2] !== next.progress) return contradicts(phrase("PartsDoNotFollow"));
      if (part.encodedHeader !== next.encodedHeader) return contradicts(phrase("HeadersDiffer"));
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

interface Part {
  readonly transaction: string;
  readonly header: Result;
  readonly encodedHeader: string;
  readonly progress: string;
  readonly blocks: readonly string[];
}

function readPart({ transaction }: EventRecord, data: string, round: bigint): Part | Unreadable {
  const settle = coordinatorInterface.getFunction("settle")!;
  let args: Result;
  try {
    args = readCall(settle, data);
  } catch {
    return contradicts(phrase("NotCallOf", { transaction, call: "settle" }));
  }
  if (args[0] !== round) return contradicts(phrase("SettlesOther", { transaction }));
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
