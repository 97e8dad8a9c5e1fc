// `concordat init`: a home folder with keys and settings.
import { mkdir, readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { type Address, getAddress, type Hex, isAddress } from "viem";
import { asChainError } from "../../chain/chain-error.ts";
import { HomeError, InputError } from "../../errors.ts";
import { connectPublic } from "../../node/client/connect.ts";
import { type Config, writeConfig } from "../../node/home/config.ts";
import { freshSecret, readKeys, readKeystore, writeKeystore } from "../../node/home/keystore.ts";
import { homePaths } from "../../node/home/paths.ts";
import type { GlobalOptions } from "../home.ts";
import { readPassword } from "../password.ts";
import { createPrinter } from "../print.ts";

export interface InitOptions extends GlobalOptions {
  readonly name: string;
  readonly rpc: string;
  readonly coordinator?: string;
  readonly registry?: string;
  readonly listen: string[];
  readonly announce: string[];
  readonly sessionPort: number;
  readonly confirmations: number;
  readonly poll: number;
  readonly metrics?: string;
  readonly importKeystore?: string;
  readonly importKey?: string;
}

/** Throws HomeError "HomeExists" and leaves what is there; InputError for options. */
export async function init(options: InitOptions): Promise<void> {
  const paths = homePaths(options.home);
  const exists = await stat(paths.config).then(
    () => true,
    () => false,
  );
  if (exists) throw new HomeError("HomeExists", `${paths.folder} is a home already: take another folder with --home`);
  const publicClient = connectPublic({ rpc: options.rpc, chainId: 1 });
  const chainId = await publicClient.getChainId().catch((error: unknown) => {
    throw asChainError(error, "the question for the chain's id");
  });
  const password = await readPassword(options.passwordFile, true);
  const secret = await accountSecret(options, password);
  const config: Config = {
    version: 1,
    name: options.name,
    rpc: options.rpc,
    chainId,
    coordinator: addressOption("--coordinator", options.coordinator),
    registry: addressOption("--registry", options.registry),
    listen: options.listen,
    announce: options.announce,
    sessionPort: options.sessionPort,
    peerKey: 1,
    confirmations: options.confirmations,
    pollMs: options.poll,
    metrics: options.metrics ?? null,
  };
  await mkdir(dirname(paths.accountKey), { recursive: true, mode: 0o700 });
  await writeKeystore(paths.accountKey, secret, password);
  await writeKeystore(paths.seed, freshSecret(), password);
  await writeConfig(paths.config, config);
  const { account } = await readKeys(paths.accountKey, paths.seed, password);
  createPrinter(options.json ?? false).result({ home: paths.folder, account: account.address, chainId }, () => [
    `A home for ${options.name}: ${paths.folder}`,
    `  account   ${account.address} (chain ${chainId}); give it to your partners, and funds for fees and bonds`,
    `  settings  ${paths.config}`,
    "  keys      keys/account.json and keys/seed.json, under your password: back up both, they cannot be made again",
    config.coordinator === null
      ? "Next: `concordat deploy` if you deploy the contracts, else put your partners' addresses into the settings."
      : "Next: `concordat announce <your rows>` and send the result to whoever opens the round.",
  ]);
}

async function accountSecret({ importKeystore, importKey }: InitOptions, password: string): Promise<Hex> {
  if (importKeystore !== undefined) return readKeystore(importKeystore, password);
  if (importKey === undefined) return freshSecret();
  const text = (await readFile(importKey, "utf8").catch(() => "")).trim();
  if (!/^0x[0-9a-fA-F]{64}$/.test(text))
    throw new InputError("KeyInvalid", "must hold a private key: 0x and 64 hexadecimal digits", { file: importKey });
  return text as Hex;
}

export function addressOption(option: string, text: string | undefined): Address | null {
  if (text === undefined) return null;
  if (!isAddress(text)) throw new InputError("AddressInvalid", `must be an address, not "${text}"`, { field: option });
  return getAddress(text);
}
