// Entry of the second thread of sums over points.
import { workerData } from "node:worker_threads";
import { answerTasks, type ThreadData } from "../second-thread.ts";
import { runHalfSum } from "./half-sum.ts";

answerTasks(workerData as ThreadData, runHalfSum);
