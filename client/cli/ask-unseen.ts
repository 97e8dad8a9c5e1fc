// A question on a terminal whose answer is not shown. Node's own line reader asks it, so that no
// package sees a password.
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { InputError } from "../errors.ts";

export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  /** Shows the question. */
  readonly output: NodeJS.WritableStream;
}

/**
 * The line typed. Throws InputError "PasswordMissing" when there is none: Ctrl-C, Ctrl-D, or a
 * terminal that has gone.
 */
export async function askUnseen(
  question: string,
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const line = createInterface({ input, output: nowhere, terminal: true });
  const left = new AbortController();
  line.once("close", () => left.abort());
  output.write(question);
  try {
    return await line.question("", { signal: left.signal });
  } catch (cause) {
    throw new InputError("PasswordMissing", "no password was given", {}, { cause });
  } finally {
    line.close();
    output.write("\n");
  }
}
