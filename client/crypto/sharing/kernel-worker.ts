// Entry of a thread that computes parts of products.
import { workerData } from "node:worker_threads";
import { answerTasks, type ThreadData } from "../second-thread.ts";
import { instantiate } from "../web-assembly.ts";
import type { Kernel } from "./kernel.ts";
import { type Call, type KernelThreadData, runCall } from "./kernel-threads.ts";

const data = workerData as ThreadData;
const { module, memory } = data.common as KernelThreadData;
const kernel = instantiate(module, memory) as Kernel;
answerTasks(data, (call: Call) => {
  try {
    runCall(kernel, call);
    return true;
  } catch {
    return false;
  }
});
