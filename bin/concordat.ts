#!/usr/bin/env node
// The `concordat` command: a company's commands (client/cli), the auditor, demo and attack lab.
import { readFileSync } from "node:fs";
import type { Command } from "commander";
import type { GlobalOptions } from "../client/cli/home.ts";
import { addRunOptions, createProgram } from "../client/cli/program.ts";
import { collect } from "../client/cli/repeated.ts";
import { runProgram } from "../client/cli/run.ts";
import { wholeNumber } from "../client/cli/whole-number.ts";
import type { ConsoleOptions } from "../client/console/command.ts";
import type { AuditCommandOptions } from "./audit.ts";

/** The version in package.json, which is one folder up in a checkout and two in the package. */
function version(): string {
  for (const path of ["../package.json", "../../package.json"]) {
    try {
      return JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")).version;
    } catch {
      // Try the other place.
    }
  }
  return "unknown";
}

/** Adds a program that parses its own options. */
function addProgram(program: Command, name: string, description: string, load: () => Promise<unknown>): void {
  program
    .command(name)
    .description(description)
    .allowUnknownOption()
    .allowExcessArguments()
    .helpOption(false)
    .action(async (_options: unknown, command: Command) => {
      process.argv.splice(2, process.argv.length, ...command.args);
      await load();
    });
}

const program = createProgram(version(), async (...given) => {
  const { openPage } = await import("../client/console/page.ts");
  return openPage(...given);
});
const desk = program
  .command("console")
  .description("run the client as `join` does, with a page for this company's people; beside a `join`, the page alone")
  .option("--port <port>", "port of 127.0.0.1 for the page; 0: any free port", wholeNumber(0, 65_535), 0);
addRunOptions(desk).action(async (options: Omit<ConsoleOptions, keyof GlobalOptions>) => {
  const { openConsole } = await import("../client/console/command.ts");
  await openConsole({ ...program.opts<GlobalOptions>(), ...options });
});
program
  .command("audit")
  .description("check everything that is on chain about a round, independently of the client; needs no home folder")
  .argument("<round>", "<coordinator>/<number>")
  .requiredOption(
    "--rpc <url>",
    "HTTP URL of a chain node; may be repeated, to compare what several nodes say",
    collect,
  )
  .option("--transcript <folder>", "a party's transcript folder: check every message against its digest")
  .option(
    "--disclosure <file>",
    "rows, or numbers of a sealed outcome, that a company disclosed; may be repeated",
    collect,
    [],
  )
  .option("--evidence <folder>", "evidence of a fault kept by a party's client: report what it proves")
  .option("--setup <file>", "the set-up of a sealed outcome: check it, and compute the key of the proof again")
  .option("--terms <file>", "the round's terms, as `open --out` writes them: with --setup, check the upper bounds, too")
  .option("--shares <address>", "the contract on which shares of a sealed optimum are public, unless the terms name it")
  .option("--from-block <number>", "first block to search", wholeNumber(0, 999_999_999), 0)
  .option("--out <folder>", "output folder for report.json and report.html (printable)")
  .action(async (round: string, options: Omit<AuditCommandOptions, "json">) => {
    const { auditCommand } = await import("./audit.ts");
    await auditCommand(round, { ...options, json: program.opts<{ json?: boolean }>().json ?? false });
  });
addProgram(
  program,
  "demo",
  "play rounds on a chain in this process, with examples or your own files",
  () => import("../lab/demo/command.ts"),
);
addProgram(
  program,
  "attack",
  "run the attacks against the engines, and write a page of figures",
  () => import("../lab/games/command.ts"),
);
await runProgram(program, process.argv);
