// Where Paillier's heavy work runs: in worker threads, or in the calling thread for small jobs. The
// result is the same.
import { extname } from "node:path";
import { Piscina } from "piscina";
import { runTask, type Task } from "./tasks.ts";

export interface WorkPool {
  /** Number of tasks that run at the same time, ≥ 1; callers cut their work to suit. */
  readonly threads: number;
  /** Results in the order of the tasks. */
  runAll(tasks: readonly Task[]): Promise<bigint[][]>;
  /** Ends the threads; until then the process stays alive. */
  close(): Promise<void>;
}

/** Everything in the calling thread: for small jobs and tests. */
export const callingThread: WorkPool = {
  threads: 1,
  runAll: async (tasks) => tasks.map(runTask),
  close: async () => {},
};

/**
 * `threads` worker threads; call `close` when done. They see the secret key of a task, and end when
 * this process ends.
 */
export function createWorkPool(threads: number): WorkPool {
  const piscina = new Piscina({
    // TypeScript in a checkout, JavaScript in the package.
    filename: new URL(`./worker${extname(import.meta.filename)}`, import.meta.url).href,
    minThreads: threads,
    maxThreads: threads,
  });
  return {
    threads,
    runAll: (tasks) => Promise.all(tasks.map((task): Promise<bigint[]> => piscina.run(task))),
    close: () => piscina.close(),
  };
}
