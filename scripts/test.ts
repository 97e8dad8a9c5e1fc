// `npm test`: format, lint, types, contracts, client, end to end. Runs every stage even after one fails, prints what each
// printed, and ends with one plain line: `N passed, N failed`.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

interface Stage {
  readonly name: string;
  /** Program in node_modules and its arguments, run with this Node. */
  readonly script: string;
  readonly args: readonly string[];
  /** Whether the output counts tests ("12 passing"); otherwise the stage counts as one. */
  readonly counts: boolean;
}

const root = fileURLToPath(new URL("..", import.meta.url));
const mocha = "node_modules/mocha/bin/mocha.js";

/** One after another, since all else builds on them. */
const first: readonly Stage[] = [
  {
    name: "format and lint TypeScript",
    script: "node_modules/@biomejs/biome/bin/biome",
    args: ["check"],
    counts: false,
  },
  { name: "types", script: "node_modules/typescript/bin/tsc", args: ["-p", "tsconfig.json"], counts: false },
  {
    name: "lint Solidity",
    script: "node_modules/solhint/solhint.js",
    args: ["--noPoster", "--max-warnings", "0", "contracts/**/*.sol"],
    counts: false,
  },
  { name: "contracts", script: "node_modules/hardhat/dist/src/cli.js", args: ["test"], counts: true },
  { name: "generated files are what their sources give", script: "scripts/build.ts", args: ["--check"], counts: false },
];

/** A busy machine is no failure: what a test may take at the most has nothing to do with what it proves. */
const PATIENCE = ["--timeout", "120000"];

const tests = (name: string, ...args: string[]): Stage => ({
  ...{ name, script: mocha, counts: true },
  args: [...PATIENCE, ...args],
});

/** End-to-end tests with clients or chains in processes of their own. */
const PROCESSES = "chain-trouble crash faulty-peer node-process one-home package real-chains rehearsal"
  .split(" ")
  .map((name) => `test/e2e/${name}.test.ts`);

/** Two lanes at the same time, of about the same length, each one stage after another. */
const lanes: readonly (readonly Stage[])[] = [
  [
    tests(
      "mathematics, protocols, attacks",
      "test/*.test.ts",
      "test/{math,crypto,lp,certificate,protocol,attacks}/**/*.test.ts",
    ),
    tests("the party client", "test/{chain,node,cli}/**/*.test.ts"),
    tests("end to end", "test/e2e/**/*.test.ts", ...PROCESSES.flatMap((file) => ["--ignore", file])),
  ],
  [
    tests("end to end, in processes", ...PROCESSES),
    tests(
      "TypeScript against Solidity, adversaries, auditor",
      "test/{differential,adversarial,auditor,snapshots}/**/*.test.ts",
    ),
  ],
];

interface Ran {
  readonly status: number;
  readonly output: string;
}

/** `echo`: as it comes; else the caller prints it whole, so that two stages do not write between each other's lines. */
function run(stage: Stage, echo: boolean): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [stage.script, ...stage.args], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        output += chunk.toString();
        if (echo) process.stdout.write(chunk);
      });
    }
    child.on("error", (error) => resolve({ status: 1, output: `${output}\n${error.message}` }));
    child.on("close", (code) => resolve({ status: code ?? 1, output }));
  });
}

/** Sum of mocha's closing lines; Hardhat prints one for each of its two runners and one for both, of which the last is read. */
function lastCount(output: string, word: string): number {
  const found = [...output.matchAll(new RegExp(`^\\s*(\\d+) ${word}\\b`, "gm"))].at(-1);
  return Number(found?.[1] ?? 0);
}

let passed = 0;
let failed = 0;

async function runStage(stage: Stage, echo: boolean): Promise<void> {
  const started = performance.now();
  console.log(`\n=== ${stage.name}${echo ? "" : " (started)"}`);
  const { status, output } = await run(stage, echo);
  if (!echo) process.stdout.write(`\n=== ${stage.name}\n${output}`);
  const passing = stage.counts ? lastCount(output, "passing") : Number(status === 0);
  const failing = stage.counts ? lastCount(output, "failing") : Number(status !== 0);
  passed += passing;
  // A stage that ends badly, or counts no test, has failed whatever it printed.
  failed += status !== 0 || passing === 0 ? Math.max(1, failing) : failing;
  console.log(`--- ${stage.name}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
}

for (const stage of first) await runStage(stage, true);
await Promise.all(
  lanes.map(async (lane) => {
    for (const stage of lane) await runStage(stage, false);
  }),
);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
