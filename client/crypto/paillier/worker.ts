// Entry of a worker thread of pool.ts.
import { workerData } from "piscina";
import { runTask } from "./tasks.ts";

// Once what imports this module has it, too.
queueMicrotask(() => {
  const loaded = workerData as Int32Array<SharedArrayBuffer>;
  Atomics.add(loaded, 0, 1);
  Atomics.notify(loaded, 0);
});

export default runTask;
