// What a worker thread's entry does beside exporting its function.
import { workerData } from "piscina";

/** Tells the pool of threads.ts that this thread has loaded its modules. */
export function announceLoaded(): void {
  // Once what imports the entry has it, too.
  queueMicrotask(() => {
    const loaded = workerData as Int32Array<SharedArrayBuffer>;
    Atomics.add(loaded, 0, 1);
    Atomics.notify(loaded, 0);
  });
}
