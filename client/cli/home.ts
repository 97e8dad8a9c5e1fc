// What most commands start from: the home folder, its settings, and, where something is signed, its keys.
import { type Config, readConfig } from "../home/config.ts";
import { type Keys, readKeys } from "../home/keys.ts";
import { type HomePaths, homePaths } from "../home/paths.ts";
import { readPassword } from "./password.ts";
import { createPrinter, type Printer } from "./print.ts";

/** Options of every command. */
export interface GlobalOptions {
  readonly home?: string;
  readonly passwordFile?: string;
  readonly json?: boolean;
}

export interface Home {
  readonly paths: HomePaths;
  readonly config: Config;
  readonly printer: Printer;
}

export async function openHome(options: GlobalOptions): Promise<Home> {
  const paths = homePaths(options.home);
  return { paths, config: await readConfig(paths.config), printer: createPrinter(options.json ?? false) };
}

export async function openKeys(
  { paths, config }: Pick<Home, "paths" | "config">,
  options: GlobalOptions,
): Promise<Keys> {
  return readKeys(paths, config, await readPassword(options.passwordFile, false));
}
