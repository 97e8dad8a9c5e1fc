// A company of the rehearsal: its home folder, and the commands that its people would type, each in
// a separate process.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Address, Hex } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { programFile } from "../programs.ts";

const COMMAND = programFile("bin/concordat.ts");
export const PASSWORD = "a password for the rehearsal";

/** A command that failed. */
export class CommandFailed extends Error {}

/** One line of a running client's log. */
export type LogLine = Readonly<Record<string, unknown>>;

/** Runs `concordat` to its end and returns what it printed. */
export async function concordat(args: readonly string[], expected: readonly number[] = [0]): Promise<string> {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    env: { ...process.env, CONCORDAT_PASSWORD: PASSWORD },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const [code] = await once(child, "close");
  if (!expected.includes(code)) throw new CommandFailed(`concordat ${args.join(" ")} ended with ${code}: ${errors}`);
  return output;
}

/** A client that runs until it is killed or its rounds are over. */
export interface RunningClient {
  /** Resolves with the next line for which `wanted` holds; rejects when the client ends first. */
  until(wanted: (line: LogLine) => boolean): Promise<LogLine>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** SIGTERM. Throws CommandFailed unless the exit status is 0. */
  stop(): Promise<void>;
  /** Waits for the end. Throws CommandFailed unless the exit status is 0. */
  end(): Promise<void>;
}

export class Company {
  readonly name: string;
  /** The company's rows, wherever its people keep them. */
  readonly data: string;
  readonly home: string;
  readonly account: Address;
  readonly #key: Hex;

  constructor(name: string, data: string, folder: string, key: Hex) {
    this.name = name;
    this.data = data;
    this.home = join(folder, name.toLowerCase().replace(/[^a-z]+/g, "-"));
    this.account = privateKeyToAddress(key);
    this.#key = key;
  }

  /**
   * `contracts` as options of init, once somebody has deployed them; `pollMs` is the poll interval.
   */
  async init(rpc: string, contracts: readonly string[], pollMs: string): Promise<void> {
    const keyFile = `${this.home}.key`;
    await writeFile(keyFile, this.#key, { mode: 0o600 });
    const where = ["--rpc", rpc, "--listen", "/ip4/127.0.0.1/tcp/0", "--poll", pollMs];
    // The rehearsal's chain has no reorganisations, and all companies are online.
    const quick = ["--confirmations", "0", "--least-period", "600"];
    await this.run(["init", "--name", this.name, ...where, ...quick, "--import-key", keyFile, ...contracts]);
  }

  run(args: readonly string[], expected?: readonly number[]): Promise<string> {
    return concordat(["--home", this.home, ...args], expected);
  }

  /** The client until all rounds are over; `args` after `join`. */
  join(args: readonly string[]): RunningClient {
    return startJoin(this.name, this.home, args);
  }

  /** The client until it is stopped. */
  client(): RunningClient {
    return start(this.name, this.home, []);
  }
}

/**
 * Starts the client of the company `name`, which runs until no round is open any more. `args` come
 * after `join`.
 */
export function startJoin(name: string, home: string, args: readonly string[]): RunningClient {
  return start(name, home, ["--once", ...args]);
}

function start(name: string, home: string, args: readonly string[]): RunningClient {
  const child = spawn(process.execPath, [COMMAND, "--home", home, "join", ...args], {
    env: { ...process.env, CONCORDAT_PASSWORD: PASSWORD },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const orphan = () => child.kill("SIGKILL");
  process.once("exit", orphan);
  child.once("close", () => process.removeListener("exit", orphan));
  return follow(child, name);
}

function follow(child: ChildProcess, name: string): RunningClient {
  const listeners = new Set<(line: LogLine) => void>();
  let last = "";
  createInterface({ input: child.stdout! }).on("line", (text) => {
    last = text;
    const line: LogLine = text.startsWith("{") ? JSON.parse(text) : { text };
    for (const listener of listeners) listener(line);
  });
  child.stderr!.on("data", (chunk: Buffer) => {
    last = chunk.toString();
  });
  const ended = once(child, "close") as Promise<[number | null]>;
  const end = async () => {
    const [code] = await ended;
    if (code !== 0) throw new CommandFailed(`${name}'s client ended with ${code}: ${last}`);
  };
  return {
    until: (wanted) =>
      new Promise((resolve, reject) => {
        const listener = (line: LogLine) => {
          if (!wanted(line)) return;
          listeners.delete(listener);
          resolve(line);
        };
        listeners.add(listener);
        ended.then(([code]) => reject(new CommandFailed(`${name}'s client ended with ${code}: ${last}`)));
      }),
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
    stop: async () => {
      child.kill("SIGTERM");
      await end();
    },
    end,
  };
}
