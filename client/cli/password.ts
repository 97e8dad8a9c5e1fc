// The password of a home's keystores: from a file, from the environment (CONCORDAT_PASSWORD), or
// asked for on a terminal.
import { HomeError, InputError } from "../errors.ts";
import { readSecretFile } from "../home/secret-file.ts";
import { askUnseen } from "./ask-unseen.ts";

const LEAST = 8;
const MOST = 1024;

/**
 * `twice` for a new one. Throws InputError "PasswordMissing", "PasswordUnsuitable" or
 * "PasswordsDiffer", HomeError "SecretExposed".
 */
export async function readPassword(file: string | undefined, twice: boolean): Promise<string> {
  const given = file === undefined ? process.env["CONCORDAT_PASSWORD"] : await fromFile(file);
  const password = given ?? (await askOnTerminal(twice));
  if (password.length < LEAST || password.length > MOST)
    throw new InputError("PasswordUnsuitable", `a password must have ${LEAST} to ${MOST} characters`);
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
  const first = await askUnseen("Password of the keystore: ");
  if (twice && (await askUnseen("Repeat the password: ")) !== first)
    throw new InputError("PasswordsDiffer", "the two passwords differ: nothing was written");
  return first;
}
