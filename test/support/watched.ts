// A child process that a test waits for, and that does not outlive it. Does nothing on import.
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

export interface Watched {
  /** Exit status; null when it was killed. */
  readonly ended: Promise<number | null>;
  /** There may be something new to find. */
  wake(): void;
  /** What `find` finds, now or later. Throws with `failure` when the process ends without it. */
  found<T>(find: () => T | undefined, failure: () => string): Promise<T>;
  /** None of it runs any more when this returns. */
  end(signal: "SIGKILL" | "SIGTERM" | "SIGINT"): Promise<number | null>;
}

export function watch(child: ChildProcess): Watched {
  const orphan = (): boolean => child.kill("SIGKILL");
  process.once("exit", orphan);
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const look of waiting) look();
  };
  let over = false;
  const ended = once(child, "close").then(([code]): number | null => {
    process.removeListener("exit", orphan);
    over = true;
    wake();
    return code as number | null;
  });
  return {
    ended,
    wake,
    found: <T>(find: () => T | undefined, failure: () => string) =>
      new Promise<T>((resolve, reject) => {
        const look = () => {
          const found = find();
          if (found === undefined && !over) return;
          waiting.delete(look);
          if (found !== undefined) resolve(found);
          else reject(new Error(failure()));
        };
        waiting.add(look);
        look();
      }),
    end: async (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}
