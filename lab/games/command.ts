// `npm run attack`: runs every attack of lab/attacks on recorded runs of every engine, prints a
// table and writes report.json and report.html.
import { randomBytes } from "node:crypto";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { runProgram } from "../../client/cli/run.ts";
import { writeUserFiles } from "../../client/cli/write-file.ts";
import { InputError } from "../../client/errors.ts";
import { createRandom } from "../../client/math/random.ts";
import { heading, line, note, table, working } from "../demo/print.ts";
import { FULL, QUICK, runLab } from "./lab.ts";
import { pageOf } from "./page.ts";
import { NOTES, type Report, recoveredInWords, targetInWords, timeInWords } from "./report.ts";
import type { Result } from "./result.ts";

interface Options {
  readonly quick: boolean;
  readonly seed?: string;
  readonly out: string;
}

const command = new Command(import.meta.main ? "npm run attack --" : "concordat attack")
  .description("Attacks every engine using only what its parties see, and reports what leaks.")
  .option("--quick", "small problems only, less than a minute", false)
  .option("--seed <hex>", "64 hexadecimal digits: repeats an earlier run, except for its times (default: random)")
  .option("--out <folder>", "folder for report.json and report.html", "attack-report");

function seedOf(text: string): Uint8Array {
  if (!/^[0-9a-f]{64}$/i.test(text))
    throw new InputError("OptionInvalid", `--seed must be 64 hexadecimal digits, as an earlier run printed them`);
  return Uint8Array.from(Buffer.from(text, "hex"));
}

function printResults(results: readonly Result[]): void {
  for (const engine of new Set(results.map((result) => result.engine))) {
    heading(engine);
    table(
      ["problem", "attack", "who attacks", "target", "recovered", "time", "verdict"],
      results
        .filter((result) => result.engine === engine)
        .map((result) => [
          result.problem,
          result.attack,
          result.attacker,
          targetInWords(result),
          recoveredInWords(result),
          timeInWords(result.seconds),
          result.verdict + (result.control ? " (control)" : ""),
        ]),
      [5],
    );
  }
}

async function main({ quick, seed = randomBytes(32).toString("hex"), out }: Options): Promise<void> {
  const random = createRandom(seedOf(seed));
  const folder = resolve(out);
  line(`seed ${seed}`);
  for (const text of NOTES) line(text);
  let done = 0;
  const findings = await working("attacking", () =>
    runLab(quick ? QUICK : FULL, random, ({ engine, problem, attack }) => {
      done++;
      if (!quick && done % 10 === 0) note(`${done} attacks done; the last: ${attack} on ${engine}, ${problem}`);
    }),
  );
  const report: Report = { seed, quick, notes: NOTES, ...findings };
  printResults(report.results);
  await writeUserFiles(folder, {
    "report.json": `${JSON.stringify(report, null, 2)}\n`,
    "report.html": pageOf(report),
  });
  line();
  line(`written: ${join(out, "report.json")} and ${join(out, "report.html")}`);
}

await runProgram(command.action(main), process.argv);
