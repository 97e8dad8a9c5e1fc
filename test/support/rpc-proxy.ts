// A chain node between a page and a real one, which can lie, keep pages from reading its answers,
// or misbehave. Does nothing on import.
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Misbehaviour } from "./misbehaving.ts";

export interface RpcCall {
  readonly method: string;
  readonly params: readonly unknown[];
}

/** What the node says instead of `answer`. */
export type Tamper = (call: RpcCall, answer: unknown) => unknown;

export interface RpcProxy {
  readonly url: string;
  tamper: Tamper;
  /** Whether pages may read its answers. */
  open: boolean;
  /** How it answers questions with a method that `about` names. */
  misbehaves: { readonly about: RegExp; readonly how: Misbehaviour } | null;
  close(): Promise<void>;
}

interface Request extends RpcCall {
  readonly id: number;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request) text += part;
  return text;
}

export async function startRpcProxy(node: string): Promise<RpcProxy> {
  const proxy = { tamper: ((_, answer) => answer) as Tamper, open: true, misbehaves: null as RpcProxy["misbehaves"] };
  const server: Server = createServer(async (request, response) => {
    const headers: Record<string, string> = { "content-type": "application/json" };
    if (proxy.open) headers["access-control-allow-origin"] = "*";
    if (proxy.open) headers["access-control-allow-headers"] = "*";
    if (request.method === "OPTIONS") {
      response.writeHead(204, headers).end();
      return;
    }
    const body = await bodyOf(request);
    const asked = await fetch(node, { method: "POST", headers: { "content-type": "application/json" }, body });
    const answers: unknown = await asked.json();
    const requests = [JSON.parse(body)].flat() as Request[];
    const changed = ([answers].flat() as { id: number; result?: unknown }[]).map((answer) => {
      const call = requests.find(({ id }) => id === answer.id);
      return call === undefined || !("result" in answer)
        ? answer
        : { ...answer, result: proxy.tamper(call, answer.result) };
    });
    const text = JSON.stringify(Array.isArray(answers) ? changed : changed[0]);
    response.writeHead(200, headers);
    const { misbehaves } = proxy;
    if (requests.some(({ method }) => misbehaves?.about.test(method))) misbehaves!.how(response, text);
    else response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return Object.assign(proxy, { url, close });
}
