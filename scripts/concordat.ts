// The `concordat` command: one word, then that program's own options.
const PROGRAMS: Readonly<Record<string, () => Promise<unknown>>> = {
  demo: () => import("./demo.ts"),
  attack: () => import("./attack.ts"),
};

const USAGE = `usage: concordat <${Object.keys(PROGRAMS).join("|")}> [options]
  demo    rounds on a chain in this process, on examples or your own files
  attack  every attack against every engine, with a page of figures`;

const [word] = process.argv.splice(2, 1);
const run = PROGRAMS[word ?? ""];
if (run !== undefined) {
  await run();
} else if (word === "--help") {
  console.log(USAGE);
} else {
  console.error(USAGE);
  process.exitCode = 1;
}
