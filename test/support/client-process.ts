// A party client as a child process that a test can kill at a moment of its choice. Does nothing on
// import.
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { programFile } from "../../scripts/programs.ts";
import type { TestHome } from "./client-home.ts";
import { watch } from "./watched.ts";

/** One event as the child printed it (client-child.ts). */
export interface PrintedEvent {
  readonly event: string;
  readonly boundary: string | null;
  /** The boundary at which the child halts. */
  readonly halted: boolean;
  readonly code?: string;
  readonly round?: string;
}

export interface ClientProcess {
  readonly events: readonly PrintedEvent[];
  /** The first event that is `wanted`, past or to come. Throws when the process ends without it. */
  seen(wanted: (event: PrintedEvent) => boolean): Promise<PrintedEvent>;
  /** SIGKILL; none of it runs any more when this returns. */
  kill(): Promise<void>;
  /** Shuts it down cleanly. */
  stop(): Promise<void>;
  /** Exit status; null when it was killed. */
  readonly ended: Promise<number | null>;
}

/**
 * Starts the client on `home`; it halts at the first of the boundaries `haltAt` that it reaches.
 */
export function startClient(home: TestHome, haltAt: readonly string[] = []): ClientProcess {
  const script = programFile("test/support/client-child.ts");
  const { paths, accountKey, seed } = home;
  const input = JSON.stringify({ folder: paths.folder, accountKey, seed, haltAt });
  const child: ChildProcess = spawn(process.execPath, [script, input], {
    stdio: ["pipe", "pipe", "inherit"],
    // Cached, where `npm test` does or else here, so that later lives need not compile again.
    env: { NODE_COMPILE_CACHE: join(paths.folder, "..", "compiled"), ...process.env },
  });
  const { ended, wake, found, end } = watch(child);
  const events: PrintedEvent[] = [];
  createInterface({ input: child.stdout! }).on("line", (line) => {
    events.push(JSON.parse(line));
    wake();
  });
  return {
    events,
    ended,
    seen: (wanted) =>
      found(
        () => events.find(wanted),
        () => `the client ended; its last event: ${JSON.stringify(events.at(-1))}`,
      ),
    kill: async () => void (await end("SIGKILL")),
    stop: async () => void (await end("SIGTERM")),
  };
}
