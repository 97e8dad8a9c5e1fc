// Entry of a worker thread of bulk-pool.ts.
import { announceLoaded } from "../thread-loaded.ts";
import { runBulk } from "./bulk.ts";

announceLoaded();

export default runBulk;
