// `npm test`: format, lint, types, contracts, client, end to end. Runs every stage even after one
// fails, prints what each printed, and ends with one plain line: `N passed, N failed`.
import { randomBytes } from "node:crypto";
import { SAMPLE_SEED, sampleSeed } from "./deep-profile.ts";
import { FOLDER, PROGRAMS } from "./programs.ts";
import { runStages, type Stage } from "./stages.ts";

const mocha = "node_modules/mocha/bin/mocha.js";
const hardhat = "node_modules/hardhat/dist/src/cli.js";

/** For two cores: a third stage computes while others wait for blocks, periods and processes. */
const LANES = 3;

/** Time limit of a test: generous, since a busy machine is no failure. */
const PATIENCE = ["--timeout", "120000"];

const tests = (name: string, ...args: string[]): Stage => ({
  ...{ name, script: mocha, counts: true },
  args: [...PATIENCE, ...args],
});

const COMPILE = "compile contracts";
const BUNDLE = "programs that tests start";

/** What needs no compiled contract, beside what makes them. */
const first: readonly Stage[] = [
  { name: COMPILE, script: hardhat, args: ["build"], counts: false },
  { name: BUNDLE, script: "scripts/programs.ts", args: [], counts: false },
  {
    name: "format and lint TypeScript",
    script: "node_modules/@biomejs/biome/bin/biome",
    args: ["check"],
    counts: false,
  },
  { name: "types", script: "node_modules/typescript/bin/tsc", args: ["-p", "tsconfig.json"], counts: false },
  { name: "types of the pages", script: "node_modules/typescript/bin/tsc", args: ["-p", "web"], counts: false },
  {
    name: "lint Solidity",
    script: "node_modules/solhint/solhint.js",
    args: ["--noPoster", "--max-warnings", "0", "contracts/**/*.sol"],
    counts: false,
  },
  { name: "pages", script: "scripts/pages.ts", args: [], counts: false },
  tests("mathematics, engines, laboratory", "test/{math,crypto,lp,round,certificate,engines,lab,bench}/**/*.test.ts"),
  // Writes the reference of the library, too, and fails where an export has no description.
  tests("documentation site", "test/site/**/*.test.ts"),
];

/** End-to-end tests with clients or chains in separate processes. */
const PROCESSES =
  "chain-trouble crash disclose-command faulty-peer first-round library node-process one-home other-accounts-command other-evm own-part package real-chains"
    .split(" ")
    .map((name) => `test/e2e/${name}.test.ts`);

/** The longest first, so that all lanes end at about the same time. */
const second: readonly Stage[] = [
  tests("end to end, in processes", ...PROCESSES),
  tests("end to end", "test/e2e/**/*.test.ts", ...PROCESSES.flatMap((file) => ["--ignore", file])),
  tests("pages in a browser", "test/web/*.test.ts"),
  tests("the party client", "test/{chain,home,journal,network,links,play,app,cli,console,library,pages}/**/*.test.ts"),
  tests("sealed outcomes", "test/sealed/**/*.test.ts"),
  tests("auditor", "test/auditor/**/*.test.ts"),
  tests("TypeScript against Solidity, adversaries", "test/{differential,adversarial,snapshots,frozen}/**/*.test.ts"),
  // Compiled already: two builds at the same time can take each other's cache file away.
  { name: "contracts", script: hardhat, args: ["test", "--no-compile"], counts: true },
  tests("pages, layout, public names", "test/*.test.ts"),
  { name: "generated files match their sources", script: "scripts/build.ts", args: ["--check"], counts: false },
].map((stage) => ({ ...stage, after: [COMPILE, BUNDLE] }));

const seed = sampleSeed() ?? randomBytes(4).toString("hex");
process.env[SAMPLE_SEED] = seed;
process.env[PROGRAMS] = FOLDER;
console.log(`seed ${seed} of the samples: repeat this run with ${SAMPLE_SEED}=${seed}`);
await runStages([...first, ...second], LANES);
