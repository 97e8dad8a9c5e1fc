// Nodes of a chain, and what is wrong with one that gives no answer.
import { JsonRpcProvider } from "ethers";
import { AuditError } from "../../../auditor/in-browser.ts";
import type { Source, Trouble } from "./protocol.ts";

/** No answer is cached: the last requests of an audit ask whether the chain has changed. */
export function nodeAt(rpc: string): JsonRpcProvider {
  return new JsonRpcProvider(rpc, undefined, { cacheTimeout: -1 });
}

/** Why a question about a source has no answer. */
export async function troubleOf(error: unknown, { rpc }: Source): Promise<Trouble> {
  if (!(error instanceof AuditError)) return { code: "Unexpected", message: String(error), rpc: null };
  const { code, message } = error;
  if (code !== "ChainUnreachable") return { code, message, rpc: null };
  const node = rpc[0]!;
  return { code: (await isRefused(node)) ? "CorsRefused" : code, message, rpc: node };
}

/**
 * Whether the node answers, but not to pages: a browser says the same of that and of a node that
 * is not there, except where the answer is not to be read.
 */
async function isRefused(rpc: string): Promise<boolean> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] });
  const readable = await fetch(rpc, { method: "POST", headers: { "content-type": "application/json" }, body }).then(
    () => true,
    () => false,
  );
  if (readable) return false;
  return fetch(rpc, { method: "POST", mode: "no-cors", body }).then(
    () => true,
    () => false,
  );
}
