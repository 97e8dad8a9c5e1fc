// `npm run test:deep [-- stage …]`: what takes too long for `npm test`, for a nightly run. Fuzzing
// and properties start from a fresh seed, which is printed; `CONCORDAT_DEEP_SEED=… npm run
// test:deep -- fuzz` repeats a run. Ends with one plain line: `N passed, N failed`.
import { randomBytes } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { DEEP_SEED, deepProfile } from "./deep-profile.ts";
import { runStages, type Stage } from "./stages.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const mocha = "node_modules/mocha/bin/mocha.js";
const PATIENCE = ["--require", "./scripts/no-time-limits.ts"];

/** Test files with properties that `propertyRuns` multiplies, or with more cases in a deep run. */
function propertyFiles(): string[] {
  return globSync("test/**/*.test.ts", { cwd: root })
    .filter((file) =>
      /\b(propertyRuns|sampled|sampledOfEach|sampleSeed|deepProfile)\(/.test(
        readFileSync(new URL(`../${file}`, import.meta.url), "utf8"),
      ),
    )
    .sort();
}

const stages: readonly Stage[] = [
  { name: "fuzz", script: "node_modules/hardhat/dist/src/cli.js", args: ["test", "solidity"], counts: true },
  { name: "properties", script: mocha, args: [...PATIENCE, ...propertyFiles()], counts: true },
  { name: "deep", script: mocha, args: [...PATIENCE, "test/deep/**/*.test.ts"], counts: true },
  { name: "crash", script: "scripts/test-crash.ts", args: [], counts: true },
  { name: "mutants", script: "scripts/test-mutants.ts", args: [], counts: true },
];

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !stages.some((stage) => stage.name === name));
if (unknown.length > 0) {
  console.error(`no stage is called ${unknown.join(", ")}; there are ${stages.map(({ name }) => name).join(", ")}`);
  process.exit(2);
}
const seed = deepProfile()?.seed ?? `0x${randomBytes(4).toString("hex")}`;
process.env[DEEP_SEED] = seed.slice(2);
console.log(`seed ${seed.slice(2)}: repeat this run with ${DEEP_SEED}=${seed.slice(2)}`);
await runStages(
  stages.filter(({ name }) => chosen.length === 0 || chosen.includes(name)),
  1,
);
