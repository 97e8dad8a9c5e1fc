// An option that takes one value is given once; whatever says how to agree to a round needs one.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import type { Command, Option } from "commander";
import { join } from "../../client/cli/commands/join.ts";
import { createProgram } from "../../client/cli/program.ts";
import { collect } from "../../client/cli/repeated.ts";
import { prepare } from "../../client/cli/run.ts";
import { InputError } from "../../client/errors.ts";
import { noPage } from "../support/no-page.ts";

/** A value that the option's parser accepts. */
function sampleOf(option: Option): string {
  if (option.argChoices !== undefined) return option.argChoices[0]!;
  return option.parseArg === undefined || option.parseArg === collect
    ? "x"
    : option.name() === "least-period"
      ? "3600"
      : "16";
}

/** Names of the commands that lead to `command`, without the program's. */
function pathTo(command: Command): string[] {
  return command.parent === null ? [] : [...pathTo(command.parent), command.name()];
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

/** Parses as the entry point does, without running anything. */
async function parse(args: readonly string[]): Promise<unknown> {
  const program = createProgram("0", noPage);
  prepare(program);
  for (const command of everyCommand(program))
    command.configureOutput({ writeErr: () => undefined }).action(() => undefined);
  return program.parseAsync(args, { from: "user" }).then(
    () => null,
    (error: unknown) => error,
  );
}

const run = (file: string, ...args: string[]): Promise<{ readonly code: unknown; readonly errors: string }> =>
  new Promise((resolve) => {
    const script = fileURLToPath(new URL(`../../${file}`, import.meta.url));
    execFile(process.execPath, [script, ...args], (error, _, errors) => resolve({ code: error?.code ?? 0, errors }));
  });

describe("options of the commands", () => {
  const commands = everyCommand(createProgram("0", noPage));

  for (const command of commands)
    for (const option of command.options.filter(({ required }) => required)) {
      const path = pathTo(command);
      const isList = option.parseArg === collect;
      it(`${[...path, option.long].join(" ")} may ${isList ? "" : "not "}be given twice`, async () => {
        const value = [option.long!, sampleOf(option)];
        const needed = command.options
          .filter((other) => other.mandatory && other !== option)
          .flatMap((other) => [other.long!, sampleOf(other)]);
        const named = command.registeredArguments.filter(({ required }) => required).map(() => "1");
        // Options of the program stand anywhere; "status" needs nothing else.
        const args = [...(path.length === 0 ? ["status"] : path), ...needed, ...named, ...value];
        expect(await parse(args), "once").to.equal(null);
        const error = await parse([...args, ...value]);
        if (isList) return expect(error).to.equal(null);
        expect(error).to.be.instanceOf(InputError).with.property("code", "OptionInvalid");
        return expect((error as InputError).place.field).to.equal(option.long);
      });
    }

  it("that say how to agree to a round are refused without one, before a home is looked for", async () => {
    const options = {
      ...{ roundNumbers: false, acceptTolerances: false, acceptSetup: false, insist: false },
      once: true,
      epochs: 3,
    };
    for (const [change, field] of [
      [{ data: "rows.lp" }, "--data"],
      [{ roundNumbers: true }, "--round-numbers"],
      [{ acceptTolerances: true }, "--accept-tolerances"],
      [{ acceptSetup: true }, "--accept-setup"],
      [{ insist: true }, "--insist"],
    ] as const) {
      const call = join(undefined, { ...options, log: "info", home: "/nowhere", ...change }, noPage);
      const error = await call.catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(InputError).with.property("code", "OptionInvalid");
      expect((error as InputError).place.field).to.equal(field);
    }
  });
});

describe("programs beside the commands", function () {
  this.timeout(120_000);
  for (const [file, ...args] of [
    ["lab/demo/command.ts", "--engine", "mpc"],
    ["lab/demo/command.ts", "--bound-all", "7"],
    ["lab/demo/command.ts", "--decimals", "7"],
    ["lab/games/command.ts", "--seed", "00"],
    ["scripts/rehearsal.ts", "--engine", "mpc"],
    ["bin/concordat.ts", "demo", "--out", "x"],
    ["bin/concordat.ts", "audit", "1", "--rpc", "http://127.0.0.1:9", "--from-block", "7"],
  ] as const)
    it(`${[file, ...args].join(" ")} is refused with that option twice`, async () => {
      const { code, errors } = await run(file, ...args, ...args.slice(-2));
      expect(errors).to.match(/^--[a-z-]+: is given twice; give it once \[OptionInvalid\]\n$/);
      expect(code).to.equal(2);
    });
});
