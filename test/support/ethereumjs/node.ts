// EthereumJS behind JSON-RPC over HTTP, as a node that clients and auditor can be pointed at. Does
// nothing on import.
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { EthereumJsChain } from "./chain.ts";
import { methodsOf, RpcRefusal } from "./methods.ts";

interface RpcRequest {
  readonly id: unknown;
  readonly method: string;
  readonly params?: readonly never[];
}

/** Starts a chain in this process and serves it on a free port of loopback, until `stop`. */
export async function startEthereumJs(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const methods = methodsOf(await EthereumJsChain.create());

  async function answer({ id, method, params = [] }: RpcRequest): Promise<object> {
    try {
      const run = methods[method];
      if (run === undefined) throw new RpcRefusal(-32601, `the method ${method} does not exist here`);
      return { jsonrpc: "2.0", id, result: (await run(...params)) ?? null };
    } catch (error) {
      const { message } = error as Error;
      const { code, data } = error instanceof RpcRefusal ? error : { code: -32000, data: undefined };
      return { jsonrpc: "2.0", id, error: { code, message, ...(data === undefined ? {} : { data }) } };
    }
  }

  // One after another: a block is not built while another one is, or read half-built.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = (request: RpcRequest): Promise<object> => {
    const answered = turn.then(() => answer(request));
    turn = answered;
    return answered;
  };

  const server = createServer(async (incoming: IncomingMessage, outgoing) => {
    const asked = (await json(incoming)) as RpcRequest | readonly RpcRequest[];
    const answers = Array.isArray(asked) ? await Promise.all(asked.map(inTurn)) : await inTurn(asked as RpcRequest);
    outgoing.setHeader("content-type", "application/json").end(JSON.stringify(answers));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
