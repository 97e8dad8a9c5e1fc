// What --help says of defaults: each once, and none that says nothing.

import { expect } from "chai";
import type { Command } from "commander";
import { plainDefaults } from "../../client/cli/help.ts";
import { createProgram } from "../../client/cli/program.ts";

describe("--help", () => {
  const program = createProgram("0.0.0");
  plainDefaults(program);
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
