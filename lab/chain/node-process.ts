// Real chains in separate processes, a Hardhat node or anvil, with the operations that tests need.
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
  /** Seconds between blocks; 0 (default): one block per transaction. */
  readonly blockSeconds?: number;
  /**
   * TCP port; 0 (default): any free one. Give a stopped node's port to restart it where its clients
   * look for it.
   */
  readonly port?: number;
  /** anvil only: the chain is loaded from this file if it exists, and `stop` saves it there. */
  readonly stateFile?: string;
  /** anvil only: base fee in wei; 0 is a network without fees. */
  readonly baseFee?: bigint;
}

export interface NodeProcess {
  readonly kind: NodeKind;
  readonly url: string;
  readonly port: number;
  /** One JSON-RPC call. Throws NodeRefusal. */
  request<T>(method: string, params?: readonly unknown[]): Promise<T>;
  mine(blocks?: number): Promise<void>;
  /** Advances the clock of the chain and mines a block. */
  passTime(seconds: number): Promise<void>;
  /** When off, transactions wait for `mine`. */
  setAutomine(on: boolean): Promise<void>;
  /** Drops a pending transaction, as if it had never arrived. */
  drop(transaction: Hex): Promise<void>;
  /**
   * Takes a snapshot of the chain. The returned function, which works once, reverts all later
   * blocks: a reorganisation that loses them.
   */
  mark(): Promise<() => Promise<void>>;
  /** Ends the process cleanly. */
  stop(): Promise<void>;
  /** SIGKILL: nothing is written. */
  kill(): Promise<void>;
}

/** The node answered with an error. */
export class NodeRefusal extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

const require = createRequire(import.meta.url);

/** Path of the anvil executable, or null where its optional package is not installed. */
export function anvilProgram(): string | null {
  try {
    return require.resolve("@foundry-rs/anvil-linux-amd64/bin/anvil");
  } catch {
    return null;
  }
}

/**
 * Private key of an account that both nodes fund, one of the first ten of the usual test mnemonic.
 */
export function fundedKey(index: number): Hex {
  const { privateKey } = mnemonicToAccount("test test test test test test test test test test test junk", {
    addressIndex: index,
  }).getHdKey();
  return bytesToHex(privateKey!);
}

function start(kind: NodeKind, { blockSeconds = 0, port = 0, stateFile, baseFee }: NodeOptions): ChildProcess {
  if (kind === "hardhat") {
    if (stateFile !== undefined || baseFee !== undefined) throw new TypeError("only anvil takes stateFile and baseFee");
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
    // Two later blocks make a block final, instead of sixty-four: tests mine few blocks.
    ...["--slots-in-an-epoch", "1"],
    ...(blockSeconds === 0 ? [] : ["--block-time", String(blockSeconds)]),
    ...(stateFile === undefined ? [] : ["--state", stateFile]),
    ...(baseFee === undefined ? [] : ["--base-fee", String(baseFee), "--disable-min-priority-fee"]),
  ];
  return spawn(program, settings, { stdio: ["ignore", "pipe", "inherit"] });
}

/**
 * The port that the process reports. Keeps reading its output afterwards, so that a full pipe never
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
 * Starts a chain under Osaka's rules and waits until it listens. End it with `stop` or `kill`; it
 * also ends with this process.
 */
export async function startNode(kind: NodeKind, options: NodeOptions = {}): Promise<NodeProcess> {
  const child = start(kind, options);
  const orphan = (): boolean => child.kill("SIGKILL");
  process.once("exit", orphan);
  const port = await listening(child);
  // A node that a failed test leaves running must not keep this process alive.
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
    // anvil accepts Hardhat's method names, too.
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
