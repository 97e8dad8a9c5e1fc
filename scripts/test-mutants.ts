// `npm run test:mutants [-- id …]`: breaks contracts and verifiers on purpose, one change at a
// time, and expects a test to notice each. Works in copies of the repository, so that the checkout
// stays as it is. Ends with one plain line: `N passed, N failed`.
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isMainThread, Worker, workerData } from "node:worker_threads";
import { MUTANTS } from "../test/mutants/catalogue.ts";
import type { Mutant, Suite } from "../test/mutants/mutant.ts";
import { SAMPLE_SEED } from "./deep-profile.ts";

type Verdict = "killed" | "survived" | "not applied";

interface Result {
  readonly mutant: Mutant;
  readonly verdict: Verdict;
  /** The tests that noticed, or what went wrong. */
  readonly by: string;
}

const root = fileURLToPath(new URL("..", import.meta.url));
/**
 * Test files of each suite, the quickest to notice first. A `.t.sol` file goes to Hardhat's own
 * runner.
 */
const SUITES: Readonly<Record<Suite, readonly string[]>> = {
  contracts: [
    "test/contracts/coordinator.test.ts",
    "test/contracts/large-rounds.test.ts",
    "test/differential/*.test.ts",
    "contracts/**/*.t.sol",
  ],
  client: ["test/certificate/*.test.ts", "test/differential/*.test.ts"],
  auditor: ["test/auditor/certificate.test.ts", "test/auditor/*.test.ts"],
};

/**
 * Two at a time: one lane for Solidity, whose mutants have to be compiled, and one for TypeScript.
 */
const LANES: readonly (readonly Suite[])[] = [["contracts"], ["client", "auditor"]];

/** What the contracts' compiler writes; and its cache, which names sources by absolute paths. */
const COMPILED = ["artifacts", "types"];
const COMPILER_CACHE = "cache/compile-cache.json";
const hardhat = "node_modules/hardhat/dist/src/cli.js";

/**
 * A copy of the tracked files beside the installed packages, with compiled contracts: compiling
 * them takes longer than a test may.
 */
function copyRepository(): string {
  const copy = mkdtempSync(join(tmpdir(), "concordat-mutants-"));
  const { stdout } = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root });
  for (const file of stdout.toString().split("\0").filter(Boolean)) {
    cpSync(join(root, file), join(copy, file), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  if (existsSync(join(root, COMPILER_CACHE))) {
    for (const folder of COMPILED) cpSync(join(root, folder), join(copy, folder), { recursive: true });
    mkdirSync(dirname(join(copy, COMPILER_CACHE)));
    writeFileSync(
      join(copy, COMPILER_CACHE),
      readFileSync(join(root, COMPILER_CACHE), "utf8").replaceAll(root, join(copy, "/")),
    );
  }
  const { status, stderr } = spawnSync(process.execPath, [hardhat, "build"], { cwd: copy, encoding: "utf8" });
  if (status !== 0) throw new Error(`the contracts do not compile: ${stderr}`);
  return copy;
}

/** Null when the tests passed, else the first that failed. Throws what kept them from running. */
function runTests(copy: string, tests: string): string | null {
  const solidity = tests.endsWith(".t.sol");
  const program = solidity ? hardhat : "node_modules/mocha/bin/mocha.js";
  const args = solidity
    ? ["test", "solidity", ...(tests.includes("*") ? [] : [tests])]
    : // A test that fails in its set-up may leave a browser or a server: mocha would wait for it.
      ["--exit", "--timeout", "600000", "--bail", tests];
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: copy,
    env: { ...process.env, [SAMPLE_SEED]: undefined },
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const output = stdout + stderr;
  if (status === 0) return null;
  const failed = /^\s+(?:\d+\)|✘|✗|⨯|×) .+$/m.exec(output);
  // A change that keeps the tests from running at all says nothing about them, unless it throws
  // while they are set up.
  if (failed === null) throw new Error(output.trim().split("\n").slice(-4).join(" | "));
  return `${tests}: ${failed[0].trim()}`;
}

function tryMutant(copy: string, suite: Suite, mutant: Mutant): Result {
  const path = join(copy, mutant.file);
  const original = readFileSync(path, "utf8");
  const places = original.split(mutant.search).length - 1;
  if (places !== 1) return { mutant, verdict: "not applied", by: `${mutant.file} has the text ${places} times` };
  writeFileSync(
    path,
    original.replace(mutant.search, () => mutant.replace),
  );
  try {
    for (const tests of mutant.tests ?? SUITES[suite]) {
      const failed = runTests(copy, tests);
      if (failed !== null) return { mutant, verdict: "killed", by: failed };
    }
    return { mutant, verdict: "survived", by: mutant.equivalent ?? "" };
  } catch (error) {
    return { mutant, verdict: "not applied", by: (error as Error).message };
  } finally {
    writeFileSync(path, original);
  }
}

/** Whether the verdict is the expected one: killed, or survived for the reason given. */
function isExpected({ mutant, verdict }: Result): boolean {
  return verdict === (mutant.equivalent === undefined ? "killed" : "survived");
}

function runLane(suites: readonly Suite[], chosen: readonly string[]): { passed: number; failed: number } {
  const copy = copyRepository();
  const count = { passed: 0, failed: 0 };
  try {
    for (const suite of suites) {
      const mutants = MUTANTS[suite].filter(({ id }) => chosen.length === 0 || chosen.includes(id));
      if (mutants.length === 0) continue;
      const files = [...new Set(mutants.flatMap(({ tests }) => tests ?? SUITES[suite]))];
      for (const tests of files) {
        const failed = runTests(copy, tests);
        if (failed !== null) throw new Error(`the tests fail without any change: ${failed}`);
      }
      for (const mutant of mutants) {
        const started = performance.now();
        const result = tryMutant(copy, suite, mutant);
        const expected = isExpected(result);
        count[expected ? "passed" : "failed"]++;
        const seconds = ((performance.now() - started) / 1000).toFixed(0);
        // Written synchronously: a worker's console waits for its event loop, which the tests'
        // processes block.
        writeSync(
          1,
          `${expected ? "ok    " : "NOT OK"} ${mutant.id} ${result.verdict} (${mutant.what}) ${seconds} s\n         ${result.by}\n`,
        );
      }
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  return count;
}

if (isMainThread) {
  const chosen = process.argv.slice(2);
  const known = new Set(Object.values(MUTANTS).flatMap((mutants) => mutants.map(({ id }) => id)));
  const unknown = chosen.filter((id) => !known.has(id));
  if (unknown.length > 0) {
    console.error(`no mutant is called ${unknown.join(", ")}; they are listed in test/mutants/`);
    process.exit(2);
  }
  const counts = await Promise.all(
    LANES.map(
      (suites) =>
        new Promise<{ passed: number; failed: number }>((resolve, reject) => {
          const worker = new Worker(new URL(import.meta.url), { workerData: { suites, chosen } });
          worker.once("message", resolve);
          worker.once("error", reject);
        }),
    ),
  );
  const total = (key: "passed" | "failed") => counts.reduce((sum, count) => sum + count[key], 0);
  console.log(`\n${total("passed")} passed, ${total("failed")} failed`);
  process.exitCode = total("failed") === 0 && total("passed") > 0 ? 0 : 1;
} else {
  const { suites, chosen } = workerData as { suites: readonly Suite[]; chosen: readonly string[] };
  const { parentPort } = await import("node:worker_threads");
  parentPort!.postMessage(runLane(suites, chosen));
}
