// A signer in a process of its own, the only place that has its key: JSON-RPC over HTTP, or over a
// local socket. `node signer.ts '{"key":…,"socket":…}'` prints its address; `startSigner` runs it
// in this way. Does nothing else on import.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createSocket } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type Hex, hexToBigInt, hexToNumber } from "viem";
import { privateKeyToAccount } from "viem/accounts";

export interface SignerProcess {
  /** Its address, as in `signer.at` of the settings. */
  readonly at: string;
  stop(): Promise<void>;
}

/** Listens on loopback, or on `socket`. */
export async function startSigner(key: Hex, socket: string | null = null): Promise<SignerProcess> {
  const child: ChildProcess = spawn(
    process.execPath,
    [fileURLToPath(import.meta.url), JSON.stringify({ key, socket })],
    {
      stdio: ["pipe", "pipe", "inherit"],
    },
  );
  const [at] = await once(createInterface({ input: child.stdout! }), "line");
  const stop = async () => {
    const ended = once(child, "close");
    child.kill("SIGKILL");
    await ended;
  };
  return { at: String(at), stop };
}

/** What a signer of `key` answers to a request. */
export async function answerAsSigner(key: Hex, request: string): Promise<string> {
  const account = privateKeyToAccount(key);
  const { id, method, params } = JSON.parse(request);
  const result = async () => {
    if (method === "eth_accounts") return [account.address.toLowerCase()];
    if (method === "eth_signTypedData_v4") {
      const { types, ...data } = JSON.parse(params[1]);
      const { EIP712Domain: _, ...own } = types;
      return account.signTypedData({ ...data, types: own });
    }
    if (method !== "eth_signTransaction") return undefined;
    const { to, data, gas, gasPrice, maxFeePerGas, maxPriorityFeePerGas, value, nonce, chainId } = params[0];
    const call = { to, data, gas: hexToBigInt(gas), value: hexToBigInt(value), nonce: hexToNumber(nonce) };
    const common = { ...call, chainId: hexToNumber(chainId) };
    if (gasPrice !== undefined)
      return account.signTransaction({ ...common, type: "legacy", gasPrice: hexToBigInt(gasPrice) });
    const fees = { maxFeePerGas: hexToBigInt(maxFeePerGas), maxPriorityFeePerGas: hexToBigInt(maxPriorityFeePerGas) };
    return { raw: await account.signTransaction({ ...common, type: "eip1559", ...fees }) };
  };
  const given = await result();
  const answer = given === undefined ? { error: { code: -32601, message: "no such method" } } : { result: given };
  return JSON.stringify({ jsonrpc: "2.0", id, ...answer });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { key, socket } = JSON.parse(process.argv[2]!);
  // An orphan ends by itself.
  process.stdin.once("end", () => process.exit(1)).resume();
  if (socket === null) {
    const server = createServer(async (request, response) => {
      const parts: Uint8Array[] = [];
      for await (const part of request) parts.push(part);
      response.end(await answerAsSigner(key, Buffer.concat(parts).toString("utf8")));
    });
    server.listen(0, "127.0.0.1", () =>
      process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`),
    );
  } else {
    const server = createSocket((connection) => {
      connection.once("error", () => connection.destroy());
      createInterface({ input: connection }).on("line", async (line) => {
        const answer = await answerAsSigner(key, line);
        // In two parts, on a connection that stays open, as sockets may do.
        connection.write(answer.slice(0, 20), () => connection.write(answer.slice(20)));
      });
    });
    server.listen(socket, () => process.stdout.write(`${socket}\n`));
  }
}
