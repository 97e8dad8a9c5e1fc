// Where Paillier's heavy work runs.
import { extname } from "node:path";
import { inCallingThread, inWorkerThreads, type WorkPool as Pool } from "../threads.ts";
import { runTask, type Task } from "./tasks.ts";

export type WorkPool = Pool<Task, bigint[]>;

/** Everything in the calling thread: for small jobs and tests. */
export const callingThread: WorkPool = inCallingThread(runTask);

/**
 * `threads` worker threads, which start with the first task; call `close` when done. They see the
 * secret key of a task.
 */
export function createWorkPool(threads: number): WorkPool {
  // TypeScript in a checkout, JavaScript in the package.
  return inWorkerThreads(new URL(`./worker${extname(import.meta.filename)}`, import.meta.url), threads);
}
