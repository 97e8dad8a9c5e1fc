// Requests to an external signer: JSON-RPC over HTTP, or over a local socket, one connection for
// each request.
import { connect } from "node:net";
import { HomeError } from "../errors.ts";

/** Somebody may have to look at a device and press a button. */
const PATIENCE_MS = 5 * 60_000;
const MAX_ANSWER = 1 << 20;
const MAX_WORDS = 300;

/** Throws HomeError "SignerUnreachable" or "SignerRefused". */
export async function askSigner(at: string, method: string, params: readonly unknown[]): Promise<unknown> {
  const request = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  let answer: unknown;
  try {
    answer = JSON.parse(await (/^https?:/.test(at) ? overHttp(at, request) : overSocket(at, request)));
  } catch (cause) {
    const text = `the signer in the settings does not answer ${method}: start it, or correct "signer" in config.json`;
    throw new HomeError("SignerUnreachable", text, { cause });
  }
  const { result, error } = (answer ?? {}) as { readonly result?: unknown; readonly error?: { message?: unknown } };
  if (error === undefined && result !== undefined) return result;
  const words = typeof error?.message === "string" ? error.message.slice(0, MAX_WORDS) : "no reason given";
  throw new HomeError("SignerRefused", `the signer refused ${method}: ${words}`);
}

async function overHttp(at: string, body: string): Promise<string> {
  const headers = { "content-type": "application/json" };
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const response = await fetch(at, { method: "POST", headers, body, signal, redirect: "error" });
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > MAX_ANSWER) throw new HomeError("SignerUnreachable", "the signer's answer is too long");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

/** The signer keeps the connection open: the answer is complete once it is a JSON value. */
function overSocket(path: string, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(path, () => socket.write(`${request}\n`));
    let text = Buffer.alloc(0);
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error("no answer")));
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("closed without an answer")));
    socket.on("data", (part) => {
      text = Buffer.concat([text, part]);
      if (text.length > MAX_ANSWER) socket.destroy(new Error("the signer's answer is too long"));
      else if (isJson(text.toString("utf8"))) {
        resolve(text.toString("utf8"));
        socket.destroy();
      }
    });
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
