// A party client as a process of its own: `node client-child.ts
// '{"folder":…,"accountKey":…,"seed":…,"haltAt":[…]}'` runs the client on that home folder and
// prints every event as a line of JSON. At the first of the boundaries `haltAt` it halts until its
// parent kills it. On an error it ends with the exit status that the command has, and the error's
// code as the last line; on SIGTERM it shuts down cleanly.

import { writeSync } from "node:fs";
import { stringify } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { plainEvent } from "../../client/app/observe/plain-event.ts";
import { runClient } from "../../client/app/run-client.ts";
import { exitCodeOf } from "../../client/cli/exit-codes.ts";
import { MAX_EPOCHS } from "../../client/engines/mpc/epochs.ts";
import { ConcordatError } from "../../client/errors.ts";
import { readConfig } from "../../client/home/config.ts";
import { homePaths } from "../../client/home/paths.ts";
import { createRandom } from "../../client/math/random.ts";
import { boundaries } from "./boundaries.ts";

const { folder, accountKey, seed, haltAt } = JSON.parse(process.argv[2]!);
const paths = homePaths(folder);
const stop = new AbortController();
process.once("SIGTERM", () => stop.abort(new Error("SIGTERM")));
// An orphan ends by itself.
process.stdin.once("end", () => process.exit(1)).resume();

function print(line: object): void {
  writeSync(1, `${stringify(line)}\n`);
}

/**
 * Halts until the parent kills the process; ends by itself after a minute, in case the parent is
 * gone.
 */
function standStill(): never {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
  process.exit(1);
}

const account = privateKeyToAccount(accountKey);
const boundaryOf = boundaries();
try {
  await runClient({
    paths,
    config: await readConfig(paths.config),
    keys: { account, sender: account, random: createRandom(Buffer.from(seed, "hex")) },
    once: false,
    // A test may kill it any number of times, so its operators allow any number of epochs.
    epochs: MAX_EPOCHS,
    signal: stop.signal,
    onEvent: (event) => {
      const boundary = boundaryOf(event);
      const halted = haltAt.includes(boundary);
      print({ ...plainEvent(event), boundary, halted });
      if (halted) standStill();
    },
  });
  process.exit(0);
} catch (error) {
  print({ event: "failed", code: error instanceof ConcordatError ? error.code : String(error) });
  process.exit(exitCodeOf(error));
}
