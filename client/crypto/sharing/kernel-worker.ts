// Entry of a thread that computes parts of products.
import { workerData } from "node:worker_threads";
import { say, type ThreadData } from "../second-thread.ts";
import { instantiate } from "../web-assembly.ts";
import type { Kernel } from "./kernel.ts";
import { type Call, type KernelThreadData, runCall } from "./kernel-threads.ts";

const data = workerData as ThreadData;
const { module, memory } = data.common as KernelThreadData;
const kernel = instantiate(module, memory) as Kernel;
data.port.on("message", (call: Call) => {
  let done = true;
  try {
    runCall(kernel, call);
  } catch {
    done = false;
  }
  data.port.postMessage(done);
  say(data);
});
say(data);
