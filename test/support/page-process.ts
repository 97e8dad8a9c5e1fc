// `concordat console` and `concordat join` as a company runs them: a process of its own, with the
// link that it prints if it serves a page. Does nothing on import.
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { programFile } from "../../scripts/programs.ts";
import type { TestHome } from "./client-home.ts";
import { PASSWORD } from "./command.ts";
import { watch } from "./watched.ts";

const command = programFile("bin/concordat.ts");
const onTerminal = fileURLToPath(new URL("on-terminal.ts", import.meta.url));
const LINK = /http:\/\/127\.0\.0\.1:\d+\/#[\w-]{43}/;

export interface Running {
  /** What matches in its output, past or to come. Throws when it ends without it. */
  said(wanted: RegExp): Promise<string>;
  /** All that it has printed. */
  output(): string;
  /** SIGKILL; none of it runs any more when this returns. */
  kill(): Promise<void>;
  /** Ctrl-C; returns the exit status. */
  stop(): Promise<number | null>;
}

export interface PageProcess extends Running {
  /** With the token, which works once. */
  readonly link: string;
}

/** `isShown`: as if somebody read its output on a terminal. */
export function startCommand(
  { paths }: Pick<TestHome, "paths">,
  args: readonly string[],
  { isShown = false }: { readonly isShown?: boolean } = {},
): Running {
  const preload = isShown ? ["--import", onTerminal] : [];
  const child: ChildProcess = spawn(process.execPath, [...preload, command, "--home", paths.folder, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, CONCORDAT_PASSWORD: PASSWORD },
  });
  const { wake, found, end } = watch(child);
  let text = "";
  child.stdout!.setEncoding("utf8").on("data", (part: string) => {
    text += part;
    wake();
  });
  return {
    output: () => text,
    said: (wanted) =>
      found(
        () => wanted.exec(text)?.[0],
        () => `the command ended: ${text}`,
      ),
    kill: async () => void (await end("SIGKILL")),
    stop: () => end("SIGINT"),
  };
}

export async function startPage(
  home: Pick<TestHome, "paths">,
  args: readonly string[],
  options?: { readonly isShown: boolean },
): Promise<PageProcess> {
  const running = startCommand(home, args, options);
  return { ...running, link: await running.said(LINK) };
}

export function startConsole(home: Pick<TestHome, "paths">, port = 0): Promise<PageProcess> {
  return startPage(home, ["--json", "console", "--port", String(port)]);
}
