// `concordat init`: a home folder with keys and settings.
import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { type Address, getAddress, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { checkAccount, connectPublic } from "../../app/connect.ts";
import { checkConsortium, readConsortium } from "../../app/consortium.ts";
import { parseMetricsAddress } from "../../app/observe/metrics.ts";
import { asChainError } from "../../chain/chain-error.ts";
import { checkCoordinator, checkRegistry } from "../../chain/coordinator/check-contract.ts";
import { asConcordatError, ConcordatError, HomeError, InputError } from "../../errors.ts";
import { type Config, parseConfig, writeConfig } from "../../home/config.ts";
import { externalSigner } from "../../home/external-signer.ts";
import { checkOwnFolder, makeFolder } from "../../home/folder.ts";
import { freshSecret, readKeystore, writeKeystore } from "../../home/keystore.ts";
import { type HomePaths, homePaths } from "../../home/paths.ts";
import { readSecretFile } from "../../home/secret-file.ts";
import { parseAddresses } from "../../network/addresses.ts";
import { addressFault } from "../../round/address.ts";
import { wrongName } from "../../round/company-names.ts";
import type { GlobalOptions } from "../home.ts";
import { readPassword } from "../password.ts";
import { createPrinter } from "../print.ts";

export interface InitOptions extends GlobalOptions {
  readonly name: string;
  readonly rpc: string;
  /** The file that `concordat deploy` wrote, in place of the two addresses. */
  readonly consortium?: string;
  readonly coordinator?: string;
  readonly registry?: string;
  readonly listen: string[];
  readonly announce: string[];
  readonly sessionPort: number;
  readonly confirmations: number;
  readonly finalized?: boolean;
  readonly poll: number;
  readonly metrics?: string;
  readonly importKeystore?: string;
  readonly importKey?: string;
  readonly signer?: string;
  readonly signerAccount?: string;
  readonly contractAccount?: string;
  readonly leastPeriod: number;
}

/**
 * Throws HomeError "HomeExists" and leaves what is there, "HomeExposed" or "HomeUnusable". Before
 * anything is written: InputError for options, what readConsortium and checkConsortium throw,
 * ChainError as checkCoordinator and checkContractAccount do, and what externalSigner throws.
 */
export async function init(options: InitOptions): Promise<void> {
  const paths = homePaths(options.home);
  const exists = await stat(paths.config).then(
    () => true,
    () => false,
  );
  if (exists) throw new HomeError("HomeExists", `${paths.folder} is already a home: choose another folder with --home`);
  await checkOwnFolder(paths.folder);
  const wrong = wrongName([options.name]);
  if (wrong !== null) throw new InputError("OptionInvalid", wrong.what, { field: "--name" });
  checkRpc(options.rpc);
  checkMultiaddrs("--listen", options.listen);
  checkMultiaddrs("--announce", options.announce);
  const consortium = options.consortium === undefined ? null : await readConsortium(options.consortium);
  const coordinator = consortium?.contracts.coordinator.address ?? addressOption("--coordinator", options.coordinator);
  if ((options.coordinator === undefined) !== (options.registry === undefined))
    throw new InputError("OptionInvalid", "goes together with --registry: give both, or --consortium", {
      field: "--coordinator",
    });
  const registry = consortium?.contracts.registry.address ?? addressOption("--registry", options.registry);
  const shares = consortium?.contracts.shares?.address;
  const metrics = metricsOption(options.metrics);
  const signer = signerOption(options);
  const contractAccount = addressOption("--contract-account", options.contractAccount);
  const publicClient = connectPublic({ rpc: options.rpc, chainId: 1 });
  const chainId = await publicClient.getChainId().catch((error: unknown) => {
    throw asChainError(error, "the chain's id");
  });
  if (consortium !== null) await checkConsortium(publicClient, chainId, { file: options.consortium!, consortium });
  else {
    if (coordinator !== null) await checkCoordinator({ publicClient, coordinator });
    if (registry !== null) await checkRegistry(publicClient, registry);
  }
  const password = await readPassword(options.passwordFile, true);
  const secret = signer === null ? await accountSecret(options, password) : null;
  const sender = signer === null ? privateKeyToAccount(secret!) : await externalSigner(signer);
  await checkAccount(publicClient, { chainId, contractAccount }, { sender });
  const config: Config = {
    version: 1,
    name: options.name,
    rpc: options.rpc,
    chainId,
    coordinator,
    registry,
    ...(shares === undefined ? {} : { shares }),
    listen: options.listen,
    announce: options.announce,
    sessionPort: options.sessionPort,
    peerKey: 1,
    confirmations: options.confirmations,
    preferFinalized: options.finalized ?? false,
    pollMs: options.poll,
    signer,
    contractAccount,
    leastPeriod: options.leastPeriod,
    metrics,
  };
  checkConfig(config, paths.config);
  await writeHome(paths, config, secret, password);
  const account = contractAccount ?? sender.address;
  createPrinter(options.json ?? false).result({ home: paths.folder, account, chainId }, () => [
    `A home for ${options.name}: ${paths.folder}`,
    `  account   ${account} (chain ${chainId}); give this address to your partners, and fund it for fees and bonds`,
    `  settings  ${paths.config}`,
    signer === null
      ? "  keys      keys/account.json and keys/seed.json, under your password; back up both, as they cannot be recreated"
      : "  keys      keys/seed.json, under your password; back it up, as it cannot be recreated; the signer holds the account's key",
    config.coordinator === null
      ? "Next: `concordat deploy` if you deploy the contracts. If a partner did, delete this folder and run init with --consortium."
      : "Next: `concordat announce <your rows>` and send the result to whoever opens the round.",
  ]);
}

/** `secret` null: the account's key is elsewhere. */
async function writeHome(paths: HomePaths, config: Config, secret: Hex | null, password: string): Promise<void> {
  try {
    await makeFolder(dirname(paths.accountKey), 0o700);
    if (secret !== null) await writeKeystore(paths.accountKey, secret, password);
    await writeKeystore(paths.seed, freshSecret(), password);
    await writeConfig(paths.config, config);
  } catch (cause) {
    if (cause instanceof ConcordatError) throw cause;
    const { code = "no reason given", path = paths.folder } = cause as NodeJS.ErrnoException;
    const text = `${path} cannot be created (${code}): choose another folder with --home`;
    throw new HomeError("HomeUnusable", text, { cause });
  }
}

async function accountSecret({ importKeystore, importKey }: InitOptions, password: string): Promise<Hex> {
  if (importKeystore !== undefined) return readKeystore(importKeystore, password);
  if (importKey === undefined) return freshSecret();
  const content = await readSecretFile(importKey).catch((error: unknown) => {
    if (error instanceof HomeError) throw error;
    return "";
  });
  const text = content.trim();
  if (!/^0x[0-9a-fA-F]{64}$/.test(text))
    throw new InputError("KeyInvalid", "must hold a private key: 0x and 64 hexadecimal digits", { file: importKey });
  return text as Hex;
}

function signerOption({ signer: at, signerAccount }: InitOptions): Config["signer"] {
  const account = addressOption("--signer-account", signerAccount);
  if (at === undefined && account === null) return null;
  if (at === undefined || account === null)
    throw new InputError("OptionInvalid", "must be given together with --signer-account", { field: "--signer" });
  return { at, account };
}

export function addressOption(option: string, text: string | undefined): Address | null {
  if (text === undefined) return null;
  const fault = addressFault(text);
  if (fault !== null) throw new InputError("AddressInvalid", `"${text}" ${fault}`, { field: option });
  return getAddress(text);
}

function checkRpc(text: string): void {
  const protocol = URL.canParse(text) ? new URL(text).protocol : "";
  if (protocol !== "http:" && protocol !== "https:")
    throw new InputError("UrlInvalid", "must be a URL that begins with http:// or https://", { field: "--rpc" });
}

function checkMultiaddrs(field: string, addresses: readonly string[]): void {
  const invalid = (message: string, cause?: unknown) => new InputError("AddressInvalid", message, { field }, { cause });
  // One address each: a space would make two.
  if (addresses.some((address) => !/^\S+$/.test(address))) throw invalid("must be an address without spaces");
  for (const address of addresses) {
    try {
      parseAddresses(address);
    } catch (error) {
      const { message } = asConcordatError(error);
      throw invalid(`"${address}" is not an address such as /ip4/0.0.0.0/tcp/4710 (${message})`, error);
    }
  }
  try {
    parseAddresses(addresses.join(" "));
  } catch (error) {
    throw invalid(asConcordatError(error).message, error);
  }
}

/** What is left of the settings' own rules, such as lengths. */
function checkConfig(config: Config, file: string): void {
  try {
    parseConfig(JSON.stringify(config), file);
  } catch (cause) {
    throw new InputError("OptionInvalid", asConcordatError(cause).message, {}, { cause });
  }
}

function metricsOption(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (parseMetricsAddress(text) !== null) return text;
  throw new InputError("AddressInvalid", `must be host:port, such as 127.0.0.1:9464, not "${text}"`, {
    field: "--metrics",
  });
}
