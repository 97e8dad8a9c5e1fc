// What is wrong with a node that gives no answer.
import { AuditError, isBeyondLimits } from "../../../auditor/in-browser.ts";
import type { Source, Trouble } from "./protocol.ts";

/** Milliseconds within which a browser says what it has refused. */
const SAID_MS = 200;
/** Within which a node must begin to answer, to tell why it does not. */
const TRIED_MS = 5_000;
/** What the page's Content-Security-Policy has kept from being asked: origins. */
const forbidden = new Set<string>();
self.addEventListener("securitypolicyviolation", ({ blockedURI }) => {
  if (URL.canParse(blockedURI)) forbidden.add(new URL(blockedURI).origin);
});

/** Why a question about a source has no answer. */
export async function troubleOf(error: unknown, { rpc }: Source): Promise<Trouble> {
  if (!(error instanceof AuditError)) return { code: "Unexpected", message: String(error), rpc: null };
  const { code, message } = error;
  const node = rpc[0]!;
  if (isMixed(node)) return { code: "MixedContent", message, rpc: node };
  if (isBeyondLimits(error)) return { code, message, rpc: node };
  if (code !== "ChainUnreachable") return { code, message, rpc: null };
  if (await isRefused(node)) return { code: "CorsRefused", message, rpc: node };
  return { code: (await isForbidden(node)) ? "NodeNotAllowed" : code, message, rpc: node };
}

/** Whether the page may not ask the node. A browser says so some time after it has refused. */
async function isForbidden(rpc: string): Promise<boolean> {
  await new Promise((resolve) => setTimeout(resolve, SAID_MS));
  return URL.canParse(rpc) && forbidden.has(new URL(rpc).origin);
}

/**
 * Whether browsers keep this page from asking the node, whatever it allows: the page came over
 * https, and the node is on another machine and speaks http.
 */
function isMixed(rpc: string): boolean {
  if (!URL.canParse(rpc)) return false;
  const { protocol, hostname } = new URL(rpc);
  const isHere = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
  return self.origin.startsWith("https:") && protocol === "http:" && !isHere;
}

/**
 * Whether the node answers, but not to pages: a browser says the same of that and of a node that
 * is not there, except where the answer is not to be read.
 */
async function isRefused(rpc: string): Promise<boolean> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] });
  const answers = async (how: RequestInit) => {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), TRIED_MS);
    const { signal } = controller;
    const isThere = await fetch(rpc, { method: "POST", body, signal, ...how }).then(
      () => true,
      () => false,
    );
    clearTimeout(timer);
    controller.abort();
    return isThere;
  };
  return !(await answers({ headers: { "content-type": "application/json" } })) && answers({ mode: "no-cors" });
}
