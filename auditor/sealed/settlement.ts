// Reads the proof that settled a round for a sealed outcome, with its kind and key, from the
// calldata of the settling call.
import type { Result } from "ethers";
import type { Affine } from "../certificate/group.ts";
import { coordinatorInterface } from "../chain/abi.ts";
import { readCall } from "../chain/calldata.ts";
import type { History } from "../chain/history.ts";
import { contradicts, readSettlingCall, type Unreadable } from "../chain/settling-call.ts";
import type { ChainView } from "../chain/view.ts";
import { phrase } from "../words/english.ts";
import type { AffineG2, VerifyingKey } from "./types.ts";

export interface SealedSettlement {
  readonly settler: string;
  /** The hash of the one transaction. */
  readonly transactions: readonly string[];
  /** As the settler claimed it. */
  readonly kind: number;
  readonly key: VerifyingKey;
  /** 0x-hex. */
  readonly proof: string;
}

/** What settled a round whose last event is SettledSealed. */
export async function readSealedSettlement(view: ChainView, history: History): Promise<SealedSettlement | Unreadable> {
  const settled = history.settled!;
  const { transaction } = settled;
  const data = await readSettlingCall(view, history, settled);
  if (typeof data !== "string") return data;
  let args: Result;
  try {
    args = readCall(coordinatorInterface.getFunction("settleSealed")!, data);
  } catch {
    return contradicts(phrase("NotCallOf", { transaction, call: "settleSealed" }));
  }
  if (args[0] !== history.key.round) return contradicts(phrase("SettlesOther", { transaction }));
  return {
    settler: settled.args[1] as string,
    transactions: [transaction],
    kind: Number(args[1]),
    key: readKey(args[2] as Result),
    proof: args[3] as string,
  };
}

function readKey(encoded: Result): VerifyingKey {
  const words = (name: string) => [...(encoded.getValue(name) as Result)] as bigint[];
  return {
    size: Number(encoded.getValue("size")),
    srsDigest: encoded.getValue("srsDigest") as string,
    sigma: words("sigma") as unknown as AffineG2,
    tau: words("tau") as unknown as AffineG2,
    limbs: words("limbs") as unknown as Affine,
    bounds: words("bounds") as unknown as Affine,
    columns: words("columns") as unknown as Affine,
  };
}
