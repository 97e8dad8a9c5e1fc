// What most commands start from: the home folder, its settings, and, where something is signed, its keys.
import type { PublicClient } from "viem";
import { checkAccount, checkChain, commandOutbox, connectPublic, sessionOf } from "../app/connect.ts";
import { checkRegistry } from "../chain/coordinator/check-contract.ts";
import type { ChainSession } from "../chain/session.ts";
import { HomeError } from "../errors.ts";
import { type Config, readConfig } from "../home/config.ts";
import { checkOwnFolder } from "../home/folder.ts";
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

/** Throws HomeError as checkOwnFolder and readConfig do. */
export async function openHome(options: GlobalOptions): Promise<Home> {
  const paths = homePaths(options.home);
  await checkOwnFolder(paths.folder);
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

/**
 * Before a round is opened or joined: the peer registry's code, and the account where it is a contract. The coordinator is looked at by
 * whoever pays into it. Throws as checkRegistry and checkContractAccount do.
 */
export async function checkSettings(
  publicClient: PublicClient,
  { config }: Pick<Home, "config">,
  keys: Keys,
): Promise<void> {
  if (config.registry !== null) await checkRegistry(publicClient, config.registry);
  await checkAccount(publicClient, config, keys);
}

/** For commands that send a transaction and wait for it. Throws HomeError "CoordinatorMissing", and as checkSettings does. */
export async function openSession(home: Home, keys: Keys): Promise<ChainSession> {
  const publicClient = await connect(home);
  const { config } = home;
  await checkSettings(publicClient, home, keys);
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
