// `npm test`: format, lint, types, contracts, client, end to end. Runs every stage even after one
// fails, prints what each printed, and ends with one plain line: `N passed, N failed`.
import { type Lane, runStages, type Stage } from "./stages.ts";

const mocha = "node_modules/mocha/bin/mocha.js";
const hardhat = "node_modules/hardhat/dist/src/cli.js";

/** Time limit of a test: generous, since a busy machine is no failure. */
const PATIENCE = ["--timeout", "120000"];

const tests = (name: string, ...args: string[]): Stage => ({
  ...{ name, script: mocha, counts: true },
  args: [...PATIENCE, ...args],
});

/** What needs no compiled contract, beside what makes them. */
const first: readonly Lane[] = [
  [
    {
      name: "lint Solidity",
      script: "node_modules/solhint/solhint.js",
      args: ["--noPoster", "--max-warnings", "0", "contracts/**/*.sol"],
      counts: false,
    },
    { name: "compile contracts", script: hardhat, args: ["build"], counts: false },
    { name: "generated files match their sources", script: "scripts/build.ts", args: ["--check"], counts: false },
  ],
  [
    {
      name: "format and lint TypeScript",
      script: "node_modules/@biomejs/biome/bin/biome",
      args: ["check"],
      counts: false,
    },
    { name: "types", script: "node_modules/typescript/bin/tsc", args: ["-p", "tsconfig.json"], counts: false },
    { name: "types of the pages", script: "node_modules/typescript/bin/tsc", args: ["-p", "web"], counts: false },
    { name: "pages", script: "scripts/pages.ts", args: [], counts: false },
    // Writes the reference of the library, too, and fails where an export has no description.
    tests("documentation site", "test/site/**/*.test.ts"),
    tests("mathematics, engines, laboratory", "test/{math,crypto,lp,round,certificate,engines,lab,bench}/**/*.test.ts"),
  ],
];

/** End-to-end tests with clients or chains in separate processes. */
const PROCESSES =
  "chain-trouble crash disclose-command faulty-peer first-round library node-process one-home other-accounts-command other-evm own-part package real-chains rehearsal"
    .split(" ")
    .map((name) => `test/e2e/${name}.test.ts`);

const SEALED = "test/e2e/sealed.test.ts";

/** Of about the same length. */
const second: readonly Lane[] = [
  [
    // Compiled already: two builds at the same time can take each other's cache file away.
    { name: "contracts", script: hardhat, args: ["test", "--no-compile"], counts: true },
    tests("pages, layout, public names", "test/*.test.ts"),
    tests(
      "the party client",
      "test/{chain,home,journal,network,links,play,app,cli,console,library,pages}/**/*.test.ts",
    ),
    tests("pages in a browser", "test/web/*.test.ts"),
    tests("end to end", "test/e2e/**/*.test.ts", ...[...PROCESSES, SEALED].flatMap((file) => ["--ignore", file])),
  ],
  [
    tests("end to end, in processes", ...PROCESSES),
    tests(
      "TypeScript against Solidity, adversaries, auditor, sealed outcomes",
      "test/{differential,adversarial,auditor,snapshots,frozen,sealed}/**/*.test.ts",
      SEALED,
    ),
  ],
];

await runStages([first, second]);
