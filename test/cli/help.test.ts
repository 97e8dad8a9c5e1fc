// What --help says of defaults: each once, and none that says nothing.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect } from "chai";
import type { Command } from "commander";
import { createProgram } from "../../client/cli/program.ts";
import { prepare } from "../../client/cli/run.ts";
import { programFile } from "../../scripts/programs.ts";
import { noPage } from "../support/no-page.ts";

describe("--help", () => {
  const program = createProgram("0.0.0", noPage);
  prepare(program);
  const within = (command: Command): Command[] => [command, ...command.commands.flatMap(within)];
  const commands: readonly Command[] = within(program);
  for (const command of commands)
    it(`of ${command.name()} says each default once, and leaves out empty ones`, () => {
      const help = command.helpInformation().replace(/\s+/g, " ");
      expect(help).not.to.match(/default: (?:\[\]|false)/);
      expect(help).not.to.match(/\(default: [^)]*\) \(default/);
    });

  it("keeps the others", () => {
    const init = program.commands.find((command) => command.name() === "init")!;
    expect(init.helpInformation().replace(/\s+/g, " ")).to.match(/default: 64\).*default: 3600/);
  });
});

describe("a command whose reader has seen enough", () => {
  it("ends without an error", async () => {
    const child = spawn(process.execPath, [programFile("bin/concordat.ts"), "--help"]);
    child.stdout.destroy();
    let errors = "";
    child.stderr.on("data", (data) => (errors += data));
    const [code] = await once(child, "close");
    expect([code, errors]).to.deep.equal([0, ""]);
  }).timeout(120_000);
});
