// Entry of a worker thread of pool.ts.
import { announceLoaded } from "../thread-loaded.ts";
import { runTask } from "./tasks.ts";

announceLoaded();

export default runTask;
