// A company's settings: config.json of its home folder. Nothing in it is secret.
import { readFile } from "node:fs/promises";
import { type Address, getAddress, isAddress } from "viem";
import { HomeError } from "../errors.ts";
import { MAX_PERIOD, MIN_PERIOD } from "../round/agreement.ts";
import type { SignerPlace } from "./external-signer.ts";
import { replaceFile } from "./folder.ts";

export interface Config {
  readonly version: 1;
  /** The company's name in what this client prints. */
  readonly name: string;
  /** HTTP address of a node of the chain. */
  readonly rpc: string;
  readonly chainId: number;
  /** Null until the contracts are deployed or their addresses set. */
  readonly coordinator: Address | null;
  readonly registry: Address | null;
  /** Multiaddrs to listen on. */
  readonly listen: readonly string[];
  /** Multiaddrs under which others reach this company; empty: those it listens on. */
  readonly announce: readonly string[];
  /** TCP port for the sessions of the engine mpc; 0: any that is free. One is enough for all. */
  readonly sessionPort: number;
  /** Counts the peer key's renewals: another number gives another key. */
  readonly peerKey: number;
  /** Blocks on top of a block before it is acted upon. */
  readonly confirmations: number;
  /**
   * Acts upon the newest block that the chain calls final instead, where the node says which that is; else upon confirmations. False unless
   * given: on a chain of proof of stake every message then takes about a quarter of an hour.
   */
  readonly preferFinalized?: boolean;
  /** Milliseconds between two looks at the chain. */
  readonly pollMs: number;
  /** The program that has the account's key; null: the home's keystore. */
  readonly signer: SignerPlace | null;
  /** The contract that is this company's account; the keystore's or signer's account then is its owner. Null: none. */
  readonly contractAccount: Address | null;
  /** Seconds: rounds with a shorter period are not joined. */
  readonly leastPeriod: number;
  /** Where metrics are served, host:port; null: nowhere. */
  readonly metrics: string | null;
}

export type ConfigChange = Partial<Omit<Config, "version">>;

const MAX_TEXT = 500;
/** An hour: time for people to notice that the chain takes none of their transactions, and to do something about it. */
export const DEFAULT_LEAST_PERIOD = 3600;

/** Checks every field. Throws HomeError "ConfigInvalid" naming file and field. */
export function parseConfig(text: string, file: string): Config {
  const invalid = (field: string, what: string) => new HomeError("ConfigInvalid", `${file}, ${field}: ${what}`);
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new HomeError("ConfigInvalid", `${file} is not JSON: run \`concordat init\` in an empty folder to see one`);
  }
  if (typeof data !== "object" || data === null) throw new HomeError("ConfigInvalid", `${file} is not an object`);
  const from = data as Readonly<Record<string, unknown>>;
  const string = (field: string): string => {
    const value = from[field];
    if (typeof value !== "string" || value === "" || value.length > MAX_TEXT) throw invalid(field, "must be a text");
    return value;
  };
  const count = (field: string, least: number, most: number): number => {
    const value = from[field];
    if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most)
      throw invalid(field, `must be a whole number from ${least} to ${most}`);
    return value;
  };
  const flag = (field: string): boolean => {
    const value = from[field];
    if (typeof value !== "boolean") throw invalid(field, "must be true or false");
    return value;
  };
  const address = (field: string): Address | null => {
    if (from[field] === null) return null;
    const value = string(field);
    if (!isAddress(value)) throw invalid(field, "must be an address (0x and 40 hexadecimal digits), or null");
    return getAddress(value);
  };
  /** Settings of earlier versions lack it. */
  const optional = (field: string) => (from[field] === undefined ? null : address(field));
  const signer = (): SignerPlace | null => {
    const value = from["signer"] ?? null;
    if (value === null) return null;
    const { at, account } = value as Readonly<Record<string, unknown>>;
    if (typeof at !== "string" || at.length > MAX_TEXT || !/^(https?:\/\/|\/)/.test(at))
      throw invalid("signer.at", "must start with http:// or https://, or be the path of a socket");
    if (typeof account !== "string" || !isAddress(account)) throw invalid("signer.account", "must be an address");
    return { at, account: getAddress(account) };
  };
  const list = (field: string): string[] => {
    const value = from[field];
    if (!Array.isArray(value) || value.length > 16 || value.some((item) => typeof item !== "string"))
      throw invalid(field, "must be a list of multiaddrs, such as /ip4/0.0.0.0/tcp/4710");
    return value as string[];
  };
  const rpc = string("rpc");
  if (!/^https?:\/\//.test(rpc)) throw invalid("rpc", "must start with http:// or https://");
  if (from["version"] !== 1) throw invalid("version", "must be 1");
  return {
    version: 1,
    name: string("name"),
    rpc,
    chainId: count("chainId", 1, Number.MAX_SAFE_INTEGER),
    coordinator: address("coordinator"),
    registry: address("registry"),
    listen: list("listen"),
    announce: list("announce"),
    sessionPort: count("sessionPort", 0, 65_535),
    peerKey: count("peerKey", 1, 1_000_000),
    confirmations: count("confirmations", 0, 1_000),
    ...(from["preferFinalized"] === undefined ? {} : { preferFinalized: flag("preferFinalized") }),
    pollMs: count("pollMs", 10, 60_000),
    signer: signer(),
    contractAccount: optional("contractAccount"),
    leastPeriod:
      from["leastPeriod"] === undefined ? DEFAULT_LEAST_PERIOD : count("leastPeriod", MIN_PERIOD, MAX_PERIOD),
    metrics: from["metrics"] === null ? null : string("metrics"),
  };
}

/** Throws HomeError "HomeMissing" where there is no config, and "ConfigInvalid". */
export async function readConfig(file: string): Promise<Config> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new HomeError(
      "HomeMissing",
      `there is no ${file}: make a home with \`concordat init\`, or name one with --home`,
    );
  });
  return parseConfig(text, file);
}

/** Writes whole or not at all. */
export async function writeConfig(file: string, config: Config): Promise<void> {
  const text = `${JSON.stringify(config, null, 2)}\n`;
  parseConfig(text, file);
  await replaceFile(file, text);
}
