#!/usr/bin/env node
// The `concordat` command: one word, then that program's own options.
const PROGRAMS: Readonly<Record<string, string>> = { demo: "./demo.ts", attack: "./attack.ts" };

const [word] = process.argv.splice(2, 1);
const program = PROGRAMS[word ?? ""];
if (program === undefined) {
  console.error(
    `usage: concordat <${Object.keys(PROGRAMS).join("|")}> [options]\n` +
      "  demo    rounds on a chain in this process, on examples or your own files\n" +
      "  attack  every attack against every engine, with a page of figures",
  );
  process.exitCode = 1;
} else {
  await import(program);
}
