// What most commands start from: the home folder, its settings, and, where something is signed, its keys.
import type { PublicClient } from "viem";
import { checkChain, commandOutbox, connectPublic, sessionOf } from "../app/connect.ts";
import type { ChainSession } from "../chain/session.ts";
import { HomeError } from "../errors.ts";
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

/** A chain client that reads only. */
export async function connect({ config }: Pick<Home, "config">): Promise<PublicClient> {
  const publicClient = connectPublic(config);
  await checkChain(publicClient, config);
  return publicClient;
}

/** For commands that send a transaction and wait for it. Throws HomeError "CoordinatorMissing". */
export async function openSession(home: Home, keys: Keys): Promise<ChainSession> {
  const publicClient = await connect(home);
  const { config } = home;
  return sessionOf(
    publicClient,
    config,
    keys.account,
    commandOutbox(publicClient, config, keys),
    coordinatorOf(config),
  );
}

export function coordinatorOf({ coordinator }: Config): NonNullable<Config["coordinator"]> {
  if (coordinator === null) {
    throw new HomeError(
      "CoordinatorMissing",
      "config.json names no coordinator: run `concordat deploy`, or `concordat init` with the addresses that another company deployed",
    );
  }
  return coordinator;
}
