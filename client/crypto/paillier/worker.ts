// Entry of a worker thread of pool.ts.
import { runTask } from "./tasks.ts";

export default runTask;
