// Runs a command and turns what it throws into a line and an exit status.
import { type Command, CommanderError } from "commander";
import { ConcordatError } from "../errors.ts";
import { EXIT, exitCodeOf } from "./exit-codes.ts";
import { plainDefaults } from "./help.ts";
import { refuseRepeated } from "./repeated.ts";

/**
 * Sets the process's exit status. An error without a code of ours is a bug: it is shown with its
 * stack.
 */
export async function runProgram(program: Command, argv: readonly string[]): Promise<void> {
  prepare(program);
  process.stdout.once("error", endQuietly);
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.input;
      return;
    }
    process.exitCode = exitCodeOf(error);
    if (!(error instanceof ConcordatError)) {
      console.error(error);
    } else if (program.opts<{ json?: boolean }>().json === true) {
      process.stderr.write(`${JSON.stringify({ error: { code: error.code, message: error.message } })}\n`);
    } else {
      process.stderr.write(`${error.message} [${error.code}]\n`);
    }
  }
}

/** Ends a command whose reader has seen enough, as `head` has. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit();
}

/** Sets up help, options and errors of the command and of all commands in it: errors are thrown. */
export function prepare(command: Command): void {
  command.exitOverride();
  plainDefaults(command);
  refuseRepeated(command);
  command.commands.forEach(prepare);
}
