// `concordat console` as a company runs it: a process of its own, with the link that it prints.
// Does nothing on import.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { TestHome } from "./client-home.ts";
import { PASSWORD } from "./command.ts";

const command = fileURLToPath(new URL("../../bin/concordat.ts", import.meta.url));

export interface ConsoleProcess {
  /** With the token, which works once. */
  readonly link: string;
  /** SIGKILL; none of it runs any more when this returns. */
  kill(): Promise<void>;
  /** Asks it to end, and returns its exit status. */
  stop(): Promise<number | null>;
}

export async function startConsole({ paths }: Pick<TestHome, "paths">, port = 0): Promise<ConsoleProcess> {
  const args = [command, "--home", paths.folder, "--json", "console", "--port", String(port)];
  const child: ChildProcess = spawn(process.execPath, args, {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, CONCORDAT_PASSWORD: PASSWORD },
  });
  const orphan = (): boolean => child.kill("SIGKILL");
  process.once("exit", orphan);
  const ended = once(child, "close").then(([code]): number | null => {
    process.removeListener("exit", orphan);
    return code as number | null;
  });
  const end = async (signal: "SIGKILL" | "SIGTERM") => {
    child.kill(signal);
    return ended;
  };
  const link = await new Promise<string>((resolve, reject) => {
    let text = "";
    child.stdout!.setEncoding("utf8").on("data", (part: string) => {
      text += part;
      const [found] = /http:\/\/127\.0\.0\.1:\d+\/#[\w-]{43}/.exec(text) ?? [];
      if (found !== undefined) resolve(found);
    });
    void ended.then(() => reject(new Error(`the console ended: ${text}`)));
  });
  return { link, kill: async () => void (await end("SIGKILL")), stop: () => end("SIGTERM") };
}
