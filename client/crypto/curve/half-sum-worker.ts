// Entry of the second thread of sums over points.
import { workerData } from "node:worker_threads";
import { say, type ThreadData } from "../second-thread.ts";
import { type HalfSum, runHalfSum } from "./half-sum.ts";

const data = workerData as ThreadData;
data.port.on("message", (task: HalfSum) => {
  data.port.postMessage(runHalfSum(task));
  say(data);
});
say(data);
