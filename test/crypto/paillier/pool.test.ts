// Worker threads are expensive to start, and must not be ended while they load.
import { expect } from "chai";
import { callingThread, createWorkPool } from "../../../client/crypto/paillier/pool.ts";
import type { Task } from "../../../client/crypto/paillier/tasks.ts";

const THREADS = 2;
const task: Task = { kind: "combine", modulus: 1009n * 1013n, bases: [3n, 5n], exponents: [[2n, 4n]] };
const ports = () => process.getActiveResourcesInfo().filter((name) => name === "MessagePort").length;

describe("a pool of worker threads", function () {
  this.timeout(120_000);

  it("starts no thread before its first task, and needs no task to be closed", async () => {
    const before = ports();
    const pool = createWorkPool(THREADS);
    expect(await pool.runAll([])).to.deep.equal([]);
    expect(ports()).to.equal(before);
    await pool.close();
  });

  it("may be closed as soon as one of its threads has done the only task, again and again", async () => {
    const expected = await callingThread.runAll([task]);
    for (let k = 0; k < 4; k++) {
      const pool = createWorkPool(THREADS);
      expect(await pool.runAll([task])).to.deep.equal(expected);
      await pool.close();
    }
  });
});
