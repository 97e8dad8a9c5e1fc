// Running stages of tests and counting what passed: shared by `npm test` and `npm run test:deep`.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { failuresIn, lastCount } from "./stage-output.ts";

export interface Stage {
  readonly name: string;
  /** Program relative to the root, and its arguments, run with this Node. */
  readonly script: string;
  readonly args: readonly string[];
  /**
   * Whether the output counts tests ("12 passing", or a closing line "12 passed, 0 failed");
   * otherwise the stage counts as one.
   */
  readonly counts: boolean;
  /** Names of stages that have to end first, well or not. */
  readonly after?: readonly string[];
}

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Where Node keeps what it compiled of each file, for every process of a stage: many of them live
 * little longer than it takes to compile what they load.
 */
const COMPILED = fileURLToPath(new URL("../node_modules/.cache/compiled", import.meta.url));

interface Ran {
  readonly status: number;
  readonly output: string;
  /** Seconds of processor time, of all its processes; NaN where the system does not tell. */
  readonly processor: number;
}

/** Linux counts processor time in hundredths of a second. */
const TICKS = 100;

/** Processor time of the processes that this one has started and that have ended, with theirs. */
function processorOfEnded(): number {
  try {
    const text = readFileSync("/proc/self/stat", "utf8");
    // Its name, in brackets, may have blanks. The times are the fields cutime and cstime.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[13]) + Number(fields[14])) / TICKS;
  } catch {
    return Number.NaN;
  }
}

let counted = processorOfEnded();

/**
 * With `echo`, the output is printed as it comes; otherwise the caller prints it whole, so that the
 * lines of two stages do not mix.
 */
function run(stage: Stage, echo: boolean): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [stage.script, ...stage.args], {
      cwd: root,
      env: { ...process.env, NODE_COMPILE_CACHE: COMPILED },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        output += chunk.toString();
        if (echo) process.stdout.write(chunk);
      });
    }
    let processor = Number.NaN;
    child.on("exit", () => {
      const total = processorOfEnded();
      processor = total - counted;
      counted = total;
    });
    child.on("error", (error) => resolve({ status: 1, output: `${output}\n${error.message}`, processor }));
    child.on("close", (code) => resolve({ status: code ?? 1, output, processor }));
  });
}

let passed = 0;
let failed = 0;

/** What failed in each stage, which is said again at the end: a long log is often cut. */
const failures: string[] = [];

async function runStage(stage: Stage, echo: boolean): Promise<void> {
  const started = performance.now();
  console.log(`\n=== ${stage.name}${echo ? "" : " (started)"}`);
  const { status, output, processor } = await run(stage, echo);
  if (!echo) process.stdout.write(`\n=== ${stage.name}\n${output}`);
  const passing = stage.counts ? lastCount(output, "pass") : Number(status === 0);
  const failing = stage.counts ? lastCount(output, "fail") : Number(status !== 0);
  passed += passing;
  // A stage that exits with an error, or counts no test, has failed, whatever it printed.
  const lost = status !== 0 || passing === 0 ? Math.max(1, failing) : failing;
  failed += lost;
  if (lost > 0) failures.push(`=== failed in ${stage.name} (exit status ${status})\n${failuresIn(output)}`);
  const wall = (performance.now() - started) / 1000;
  console.log(`--- ${stage.name}: ${wall.toFixed(0)} s, ${processor.toFixed(0)} s of processor time`);
}

/**
 * Runs the stages, at most `lanes` at a time: whenever one ends, the first in the list that may
 * start. Then prints what failed, again, and the closing line, and sets the exit status. Throws
 * where a stage waits for one that is not in the list.
 */
export async function runStages(stages: readonly Stage[], lanes: number): Promise<void> {
  const left = [...stages];
  const ended = new Set<string>();
  const running = new Set<Promise<void>>();
  while (left.length > 0 || running.size > 0) {
    const at = left.findIndex(({ after }) => (after ?? []).every((name) => ended.has(name)));
    if (at >= 0 && running.size < lanes) {
      const [stage] = left.splice(at, 1) as [Stage];
      const run = runStage(stage, lanes === 1).then(() => {
        ended.add(stage.name);
        running.delete(run);
      });
      running.add(run);
    } else if (running.size > 0) await Promise.race(running);
    else throw new Error(`"${left[0]!.name}" waits for a stage that there is not: ${left[0]!.after?.join()}`);
  }
  for (const failure of failures) console.log(`\n${failure}`);
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
