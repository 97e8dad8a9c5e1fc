// The password of a home's keystores: from a file, from the environment (CONCORDAT_PASSWORD), or asked for on a terminal.
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { HomeError, InputError } from "../errors.ts";
import { readSecretFile } from "../home/secret-file.ts";

const LEAST = 8;
const MOST = 1024;

/** `twice` for a new one. Throws InputError "PasswordMissing", "PasswordUnsuitable" or "PasswordsDiffer", HomeError "SecretExposed". */
export async function readPassword(file: string | undefined, twice: boolean): Promise<string> {
  const given = file === undefined ? process.env["CONCORDAT_PASSWORD"] : await fromFile(file);
  const password = given ?? (await askOnTerminal(twice));
  if (password.length < LEAST || password.length > MOST)
    throw new InputError("PasswordUnsuitable", `a password has ${LEAST} to ${MOST} characters`);
  return password;
}

async function fromFile(file: string): Promise<string> {
  const text = await readSecretFile(file).catch((cause: unknown) => {
    if (cause instanceof HomeError) throw cause;
    throw new InputError("PasswordMissing", "the password file cannot be read", { file }, { cause });
  });
  return text.replace(/\r?\n$/, "");
}

async function askOnTerminal(twice: boolean): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new InputError(
      "PasswordMissing",
      "no password: set CONCORDAT_PASSWORD, or give --password-file, or run this on a terminal",
    );
  }
  const first = await ask("Password of the keystore: ");
  if (twice && (await ask("The same again: ")) !== first)
    throw new InputError("PasswordsDiffer", "the two passwords differ: nothing was written");
  return first;
}

function ask(prompt: string): Promise<string> {
  process.stderr.write(prompt);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const line = createInterface({ input: process.stdin, output: silent, terminal: true });
  return new Promise((resolve, reject) => {
    line.question("", (answer) => {
      process.stderr.write("\n");
      resolve(answer);
      line.close();
    });
    line.once("SIGINT", () => {
      line.close();
      reject(new HomeError("PasswordMissing", "no password given"));
    });
  });
}
