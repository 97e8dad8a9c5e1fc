// What most commands start from: the home folder, its settings, and, where something is signed, its
// keys.
import { type HomeFolder, openHomeFolder } from "../home/home.ts";
import { type Keys, readKeys, readSeed } from "../home/keys.ts";
import { readPassword } from "./password.ts";
import { createPrinter, type Printer } from "./print.ts";

/** Options of every command. */
export interface GlobalOptions {
  readonly home?: string;
  readonly passwordFile?: string;
  readonly json?: boolean;
}

export interface Home extends HomeFolder {
  readonly printer: Printer;
}

/** Throws as openHomeFolder does. */
export async function openHome(options: GlobalOptions): Promise<Home> {
  return { ...(await openHomeFolder(options.home)), printer: createPrinter(options.json ?? false) };
}

export async function openKeys(
  { paths, config }: Pick<Home, "paths" | "config">,
  options: GlobalOptions,
): Promise<Keys> {
  return readKeys(paths, config, await readPassword(options.passwordFile, false));
}

/** What opens the journal; a signer of transactions need not be there. */
export async function openSeed({ paths }: Pick<Home, "paths">, options: GlobalOptions): Promise<Pick<Keys, "random">> {
  return readSeed(paths, await readPassword(options.passwordFile, false));
}
