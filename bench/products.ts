// The large products of one node of `mpc` alone, without messages: a matrix by a matrix, as when
// rounding errors are corrected, row by row as before and as now; lookups of a row and a column.
// Each in one thread and in more, in turns: medians of wall time, of processor time of all threads,
// and of that of the calling thread alone, which is what wall time comes to where every thread has
// an idle processor.
// Run: node bench/products.ts [--threads <count>] [--runs <count>] [<rows>x<columns> …]
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Arena, type Shares, viewOf } from "../client/crypto/sharing/arena.ts";
import { ELEMENT_BYTES } from "../client/crypto/sharing/elements.ts";
import { KernelThreads } from "../client/crypto/sharing/kernel-threads.ts";
import { matrixMatrix, matrixVector, vectorMatrix } from "../client/crypto/sharing/products.ts";
import { createRandom } from "../client/math/random.ts";

/** Enough for threads to load. */
const LOADING_MS = 1_500;

function randomShares(arena: Arena, length: number): Shares {
  const random = createRandom(new Uint8Array(32).fill(length & 0xff));
  const shares = arena.shares(length);
  for (const at of [shares.a, shares.b]) arena.write(at, random.bytes(ELEMENT_BYTES * length));
  return shares;
}

/** Operations by name, over m rows and n columns. */
function operationsOn(arena: Arena, m: number, n: number): Record<string, () => void> {
  const [left, right] = [randomShares(arena, m * m), randomShares(arena, m * n)];
  const [row, column] = [randomShares(arena, n), randomShares(arena, m)];
  const inTurn = (operation: () => void) => () => {
    const mark = arena.mark();
    operation();
    arena.release(mark);
  };
  return {
    "m × m by m × n, row by row": inTurn(() => {
      for (let i = 0; i < m; i++) vectorMatrix(arena, viewOf(left, m * i, m), right);
    }),
    "m × m by m × n": inTurn(() => matrixMatrix(arena, left, right, m)),
    row: inTurn(() => vectorMatrix(arena, column, right)),
    column: inTurn(() => matrixVector(arena, right, row)),
  };
}

interface Time {
  readonly wall: number;
  readonly processor: number;
  readonly calling: number;
}

const sum = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1000;

function time(operation: () => void): Time {
  const [start, all, own] = [performance.now(), process.cpuUsage(), process.threadCpuUsage()];
  operation();
  return {
    wall: performance.now() - start,
    processor: sum(process.cpuUsage(all)),
    calling: sum(process.threadCpuUsage(own)),
  };
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const { values, positionals } = parseArgs({
  options: { threads: { type: "string", default: "2" }, runs: { type: "string", default: "9" } },
  allowPositionals: true,
});
console.log("m × n | operation | threads | wall, ms | processor, ms | of the calling thread, ms");
for (const shape of positionals.length > 0 ? positionals : ["202x288", "500x750"]) {
  const [m, n] = shape.split("x").map(Number) as [number, number];
  const crews = [new KernelThreads(1), new KernelThreads(Number(values.threads))];
  const variants = crews.map((threads) => operationsOn(new Arena(2, threads), m, n));
  for (const operations of variants) operations["m × m by m × n"]!();
  await setTimeout(LOADING_MS);
  for (const name of Object.keys(variants[0]!)) {
    const runs = Array.from({ length: Number(values.runs) }, () =>
      variants.map((operations) => time(operations[name]!)),
    );
    for (const [k, threads] of [1, Number(values.threads)].entries()) {
      const of = (what: keyof Time) => median(runs.map((run) => run[k]![what])).toFixed(1);
      console.log(`${m} × ${n} | ${name} | ${threads} | ${of("wall")} | ${of("processor")} | ${of("calling")}`);
    }
  }
  for (const threads of crews) await threads.end();
}
