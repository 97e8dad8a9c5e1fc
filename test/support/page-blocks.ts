// Blocks of code in a page, and a shell that runs them as a reader would. Does nothing on import.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { programFile } from "../../scripts/programs.ts";

export const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Block {
  readonly language: string;
  readonly text: string;
}

/** The blocks of a page of the repository, in their order. */
export function blocksOf(page: string): Block[] {
  const fences = readFileSync(`${root}${page}`, "utf8").matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm);
  return [...fences].map(([, language, text]) => ({ language: language!, text: text! }));
}

/** `npx concordat` in a folder beside the checkout runs the checkout's command. */
const PRELUDE = `npx() { shift; "${process.execPath}" "${programFile("bin/concordat.ts")}" "$@"; }\n`;

/** A shell in `folder`; what it prints is in `output`. */
export class Terminal {
  readonly #shell: ChildProcess;
  readonly #closed: Promise<unknown>;
  #hasEnded = false;
  /** Called whenever something was printed, and at the end. */
  #notify: (() => void)[] = [];
  output = "";

  constructor(folder: string) {
    this.#shell = spawn("bash", ["-e"], { cwd: folder, stdio: "pipe", detached: true });
    this.#closed = once(this.#shell, "close").then(() => {
      this.#hasEnded = true;
      this.#wake();
    });
    for (const stream of [this.#shell.stdout!, this.#shell.stderr!])
      stream.on("data", (chunk: Buffer) => {
        this.output += chunk.toString();
        this.#wake();
      });
    this.#shell.stdin!.write(PRELUDE);
  }

  /** Gives the shell lines to run. */
  type(lines: string): void {
    this.#shell.stdin!.write(lines);
  }

  /** Resolves once `text` has been printed. Throws where the shell ends before that. */
  async until(text: string): Promise<void> {
    while (!this.output.includes(text)) {
      if (this.#hasEnded) throw new Error(`the shell ended before "${text}":\n${this.output}`);
      await new Promise<void>((resolve) => this.#notify.push(resolve));
    }
  }

  #wake(): void {
    for (const waiting of this.#notify.splice(0)) waiting();
  }

  /** Ends the shell and all that it runs, as `Ctrl-C` in each terminal would. */
  async end(): Promise<void> {
    if (this.#hasEnded) return;
    process.kill(-this.#shell.pid!, "SIGTERM");
    await this.#closed;
  }
}
