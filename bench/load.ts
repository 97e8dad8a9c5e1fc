// How long the package's entry points take to load, from what `npm pack` would ship: wall and
// processor time of one import in a fresh process.
// Run: node bench/load.ts   (medians of RUNS processes; builds dist/ first)
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const RUNS = 7;
const root = fileURLToPath(new URL("..", import.meta.url));

const MEASURE = `
const before = process.cpuUsage(); const start = performance.now();
await import(process.argv[1]);
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify([performance.now() - start, (user + system) / 1000]));
`;

execFileSync(process.execPath, ["scripts/package.ts"], { cwd: root, stdio: "inherit" });
const { exports } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const median = (values: readonly number[]) => Math.round([...values].sort((a, b) => a - b)[values.length >> 1]!);
const table = Object.entries(exports as Record<string, unknown>).flatMap(([entry, target]) => {
  if (typeof target === "string") return [];
  const file = new URL(`../${Reflect.get(target as object, "default")}`, import.meta.url).href;
  const runs = Array.from({ length: RUNS }, (): [number, number] =>
    JSON.parse(execFileSync(process.execPath, ["--input-type=module", "-e", MEASURE, file], { encoding: "utf8" })),
  );
  return [
    {
      entry: `concordat${entry.slice(1)}`,
      "wall ms": median(runs.map(([wall]) => wall)),
      "processor ms": median(runs.map(([, cpu]) => cpu)),
    },
  ];
});
console.table(table);
