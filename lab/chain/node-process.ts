// Real chains as processes of their own: a Hardhat node and anvil, with what a test does to a
// chain.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import type { Socket } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { bytesToHex, type Hex, numberToHex } from "viem";
import { mnemonicToAccount } from "viem/accounts";

export const NODE_KINDS = ["hardhat", "anvil"] as const;
export type NodeKind = (typeof NODE_KINDS)[number];

export interface NodeOptions {
  /** Seconds between blocks; 0 (default): a block for every transaction. */
  readonly blockSeconds?: number;
  /**
   * TCP port; 0 (default): any free one. Give a stopped node's port to restart it where its clients
   * look for it.
   */
  readonly port?: number;
  /** anvil only: the chain is read from this file, if there, and written to it by `stop`. */
  readonly stateFile?: string;
  /** anvil only: wei; 0 is a network without fees. */
  readonly baseFee?: bigint;
}

export interface NodeProcess {
  readonly kind: NodeKind;
  readonly url: string;
  readonly port: number;
  /** One JSON-RPC call. Throws NodeRefusal. */
  request<T>(method: string, params?: readonly unknown[]): Promise<T>;
  mine(blocks?: number): Promise<void>;
  /** Moves the time of the next block ahead and mines it. */
  passTime(seconds: number): Promise<void>;
  /** Off: transactions wait until `mine`. */
  setAutomine(on: boolean): Promise<void>;
  /** A waiting transaction is forgotten, as if it had never arrived. */
  drop(transaction: Hex): Promise<void>;
  /**
   * Remembers the chain; the function returned takes all later blocks back, once: a reorganisation
   * that loses them.
   */
  mark(): Promise<() => Promise<void>>;
  /** Ends it in order. */
  stop(): Promise<void>;
  /** SIGKILL: nothing is written. */
  kill(): Promise<void>;
}

/** A node's answer that is an error. */
export class NodeRefusal extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

const require = createRequire(import.meta.url);

/** Path of anvil's program, or null where its optional package has none for this machine. */
export function anvilProgram(): string | null {
  try {
    return require.resolve("@foundry-rs/anvil-linux-amd64/bin/anvil");
  } catch {
    return null;
  }
}

/** Both nodes fund the first ten accounts of the usual test mnemonic. */
export function fundedKey(index: number): Hex {
  const { privateKey } = mnemonicToAccount("test test test test test test test test test test test junk", {
    addressIndex: index,
  }).getHdKey();
  return bytesToHex(privateKey!);
}

function start(kind: NodeKind, { blockSeconds = 0, port = 0, stateFile, baseFee }: NodeOptions): ChildProcess {
  if (kind === "hardhat") {
    if (stateFile !== undefined || baseFee !== undefined) throw new TypeError("stateFile and baseFee are anvil's");
    const script = fileURLToPath(new URL("hardhat-node.ts", import.meta.url));
    const settings = JSON.stringify({ blockSeconds, port, automine: blockSeconds === 0 });
    return spawn(process.execPath, [script, settings], {
      cwd: fileURLToPath(new URL("../..", import.meta.url)),
      stdio: ["pipe", "pipe", "inherit"],
    });
  }
  const program = anvilProgram();
  if (program === null) throw new TypeError("anvil is not installed");
  const settings: readonly string[] = [
    ...["--hardfork", "osaka", "--enable-tx-gas-limit", "--port", String(port)],
    // A block is final with two on top of it, not sixty-four: few blocks are made here.
    ...["--slots-in-an-epoch", "1"],
    ...(blockSeconds === 0 ? [] : ["--block-time", String(blockSeconds)]),
    ...(stateFile === undefined ? [] : ["--state", stateFile]),
    ...(baseFee === undefined ? [] : ["--base-fee", String(baseFee), "--disable-min-priority-fee"]),
  ];
  return spawn(program, settings, { stdio: ["ignore", "pipe", "inherit"] });
}

/**
 * The port that the process says it listens on. Reads on afterwards, so that its output never
 * blocks it.
 */
async function listening(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout! }).on("line", (line) => {
      const port = /^Listening on .*:(\d+)$/.exec(line)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the node ended with code ${code} before it listened`)));
  });
}

/**
 * Starts a chain at Osaka's rules and waits until it listens. End it with `stop` or `kill`; it also
 * ends with this process.
 */
export async function startNode(kind: NodeKind, options: NodeOptions = {}): Promise<NodeProcess> {
  const child = start(kind, options);
  const orphan = (): boolean => child.kill("SIGKILL");
  process.once("exit", orphan);
  const port = await listening(child);
  // A node that a failed test forgets must not hold up the others.
  child.unref();
  for (const stream of [child.stdin, child.stdout]) (stream as Socket | null)?.unref();
  const url = `http://127.0.0.1:${port}`;

  async function request<T>(method: string, params: readonly unknown[] = []): Promise<T> {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    const answer = (await response.json()) as { result: T; error?: { code: number; message: string } };
    if (answer.error !== undefined) throw new NodeRefusal(answer.error.code, `${method}: ${answer.error.message}`);
    return answer.result;
  }

  async function end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    process.removeListener("exit", orphan);
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.ref();
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }

  return {
    kind,
    url,
    port,
    request,
    // anvil answers to Hardhat's names too.
    mine: async (blocks = 1) => void (await request("hardhat_mine", [numberToHex(blocks)])),
    passTime: async (seconds) => {
      await request("evm_increaseTime", [seconds]);
      await request("evm_mine");
    },
    setAutomine: async (on) => void (await request("evm_setAutomine", [on])),
    drop: async (transaction) => void (await request("hardhat_dropTransaction", [transaction])),
    mark: async () => {
      const snapshot = await request<Hex>("evm_snapshot");
      return async () => void (await request("evm_revert", [snapshot]));
    },
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
  };
}
