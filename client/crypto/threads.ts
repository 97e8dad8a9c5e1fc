// Where heavy work runs: in worker threads, or in the calling thread for small jobs. The result is
// the same.
import { Piscina } from "piscina";

export interface WorkPool<Task, Result> {
  /** Number of tasks that run at the same time, ≥ 1; callers cut their work to suit. */
  readonly threads: number;
  /** Results in the order of the tasks. */
  runAll(tasks: readonly Task[]): Promise<Result[]>;
  /** Ends the threads; until then the process stays alive. */
  close(): Promise<void>;
}

/** Everything in the calling thread: for small jobs and tests. */
export function inCallingThread<Task, Result>(run: (task: Task) => Result): WorkPool<Task, Result> {
  return { threads: 1, runAll: async (tasks) => tasks.map(run), close: async () => {} };
}

/** Longest wait for threads that still load when the pool is closed, in waits of 100 ms. */
const LOADING_WAITS = 100;

/**
 * `threads` worker threads, which start with the first task; call `close` when done. They see the
 * secrets of a task. `worker` is the address of a module that exports the function to run, and
 * calls `announceLoaded`.
 */
export function inWorkerThreads<Task, Result>(worker: URL, threads: number): WorkPool<Task, Result> {
  const loaded = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  let started: Piscina | null = null;
  const start = () =>
    new Piscina({ filename: worker.href, minThreads: threads, maxThreads: threads, workerData: loaded });
  return {
    threads,
    runAll: async (tasks) => {
      if (tasks.length === 0) return [];
      started ??= start();
      const piscina = started;
      return Promise.all(tasks.map((task): Promise<Result> => piscina.run(task)));
    },
    close: async () => {
      if (started === null) return;
      await untilLoaded(loaded, threads);
      await started.close();
    },
  };
}

/** Node aborts the whole process when a thread is ended while it loads its modules. */
async function untilLoaded(loaded: Int32Array<SharedArrayBuffer>, threads: number): Promise<void> {
  for (let wait = 0; wait < LOADING_WAITS; wait++) {
    const count = Atomics.load(loaded, 0);
    if (count >= threads) return;
    await Atomics.waitAsync(loaded, 0, count, 100).value;
  }
}
