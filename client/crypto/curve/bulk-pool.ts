// Many points at once, cut into tasks for worker threads.
import { extname } from "node:path";
import { decodeWords, encodeWords } from "../../math/words.ts";
import { inWorkerThreads, type WorkPool } from "../threads.ts";
import { type Affine, G1, pointFromAffine, pointsToAffine } from "./bn254.ts";
import type { BulkTask } from "./bulk.ts";

/** Told how many points of how many are done. */
export type Progress = (done: number, all: number) => void;

/** Many points at once. Points are finite; scalars are in [0, r), one per point. */
export interface BulkCurve {
  /** s_i·P_i for every i; each scalar in [1, r). */
  each(points: readonly G1[], scalars: readonly bigint[], progress: Progress): Promise<G1[]>;
  /** Σ s_i·P_i. */
  sum(points: readonly G1[], scalars: readonly bigint[], progress: Progress): Promise<G1>;
  /** Ends the threads; until then the process stays alive. */
  close(): Promise<void>;
}

/** Points of a task: enough to pay for its way to a thread, few enough to show progress. */
const CHUNK = 2048;

/** `threads` worker threads, which start with the first task; call `close` when done. */
export function createBulkCurve(threads: number): BulkCurve {
  // TypeScript in a checkout, JavaScript in the package.
  const worker = new URL(`./bulk-worker${extname(import.meta.filename)}`, import.meta.url);
  return bulkCurve(inWorkerThreads(worker, threads));
}

export function bulkCurve(pool: WorkPool<BulkTask, Uint8Array>): BulkCurve {
  const run = async (kind: BulkTask["kind"], points: readonly G1[], scalars: readonly bigint[], progress: Progress) => {
    let done = 0;
    const parts: Promise<bigint[]>[] = [];
    for (let from = 0; from < points.length; from += CHUNK) {
      const chunk = points.slice(from, from + CHUNK);
      const affine = pointsToAffine(chunk).flatMap(({ x, y }) => [x, y]);
      const task = { kind, points: encodeWords(affine), scalars: encodeWords(scalars.slice(from, from + CHUNK)) };
      const part = pool.runAll([task]).then(([bytes]) => {
        done += chunk.length;
        progress(done, points.length);
        return decodeWords(bytes!);
      });
      parts.push(part);
    }
    return (await Promise.all(parts)).flat();
  };
  return {
    each: async (points, scalars, progress) => pairs(await run("each", points, scalars, progress)).map(pointFromAffine),
    sum: async (points, scalars, progress) => {
      const words = await run("sum", points, scalars, progress);
      const finite = pairs(words).filter(({ x, y }) => x !== 0n || y !== 0n);
      return finite.map(pointFromAffine).reduce((sum, point) => sum.add(point), G1.ZERO);
    },
    close: () => pool.close(),
  };
}

function pairs(words: readonly bigint[]): Affine[] {
  return Array.from({ length: words.length / 2 }, (_, i) => ({ x: words[2 * i]!, y: words[2 * i + 1]! }));
}
