// A company's settings: config.json of its home folder. Nothing in it is secret.
import { readFile } from "node:fs/promises";
import * as v from "valibot";
import type { Address } from "viem";
import { HomeError } from "../errors.ts";
import { checkJson, exactly, flag, listOf, onlyFields, text, textLike, wholeNumber } from "../outside.ts";
import { address } from "../round/address.ts";
import { MAX_PERIOD, MIN_PERIOD } from "../round/agreement.ts";
import { wrongName } from "../round/company-names.ts";
import type { SignerPlace } from "./external-signer.ts";
import { replaceFile } from "./folder.ts";

export interface Config {
  readonly version: 1;
  /** The company's name in what this client prints. */
  readonly name: string;
  /** HTTP URL of a chain node. */
  readonly rpc: string;
  readonly chainId: number;
  /** Null until the contracts are deployed or their addresses set. */
  readonly coordinator: Address | null;
  readonly registry: Address | null;
  /** The contract for public shares of sealed optima; absent where the consortium has none. */
  readonly shares?: Address;
  /** Multiaddrs to listen on. */
  readonly listen: readonly string[];
  /** Multiaddrs under which others reach this company; empty: those it listens on. */
  readonly announce: readonly string[];
  /**
   * TCP port for the sessions of nodes; 0: any that is free. One is enough for all.
   */
  readonly sessionPort: number;
  /** Counts the peer key's renewals: another number gives another key. */
  readonly peerKey: number;
  /** Blocks on top of a block before it is acted upon. */
  readonly confirmations: number;
  /**
   * Act upon the newest final block instead, if the node knows it; else upon `confirmations`. False
   * by default: on a proof-of-stake chain every message then takes about a quarter of an hour.
   */
  readonly preferFinalized?: boolean;
  /** Poll interval of the chain, in milliseconds. */
  readonly pollMs: number;
  /** The external signer that has the account's key; null: the home's keystore. */
  readonly signer: SignerPlace | null;
  /**
   * The contract that is this company's account; its owner is then the account of the keystore or
   * signer. Null: none.
   */
  readonly contractAccount: Address | null;
  /** Shortest period, in seconds, of rounds that this company joins. */
  readonly leastPeriod: number;
  /** Where metrics are served, host:port; null: nowhere. */
  readonly metrics: string | null;
}

const MAX_TEXT = 500;
const MULTIADDRS = "must be a list of at most 16 multiaddrs, such as /ip4/0.0.0.0/tcp/4710";
/**
 * An hour: time for people to notice that the chain includes none of their transactions, and to do
 * something about it.
 */
export const DEFAULT_LEAST_PERIOD = 3600;

const multiaddrs = listOf(v.string(MULTIADDRS), [0, 16], MULTIADDRS);

const SETTINGS = onlyFields({
  version: exactly(1),
  name: v.pipe(
    text(MAX_TEXT),
    v.check(
      (name) => wrongName([name]) === null,
      "must show letters or digits, and no line breaks, control characters or invisible ones",
    ),
  ),
  rpc: textLike(/^https?:\/\//, "must start with http:// or https://"),
  chainId: wholeNumber(1, Number.MAX_SAFE_INTEGER),
  coordinator: v.nullable(address),
  registry: v.nullable(address),
  shares: v.exactOptional(address),
  listen: multiaddrs,
  announce: multiaddrs,
  sessionPort: wholeNumber(0, 65_535),
  peerKey: wholeNumber(1, 1_000_000),
  confirmations: wholeNumber(0, 1_000),
  preferFinalized: v.exactOptional(flag),
  pollMs: wholeNumber(10, 60_000),
  // Settings of earlier versions lack these.
  signer: v.optional(
    v.nullable(
      onlyFields({
        at: textLike(/^(https?:\/\/|\/)/, "must start with http:// or https://, or be the path of a socket"),
        account: address,
      }),
    ),
    null,
  ),
  contractAccount: v.optional(v.nullable(address), null),
  leastPeriod: v.optional(wholeNumber(MIN_PERIOD, MAX_PERIOD), DEFAULT_LEAST_PERIOD),
  metrics: v.nullable(text(MAX_TEXT)),
});

/** Checks every field. Throws HomeError "ConfigInvalid" naming file and field. */
export function parseConfig(json: string | Uint8Array, file: string): Config {
  return checkJson(SETTINGS, json, (field, what, line) => {
    const where = `${file}${line === undefined ? "" : `, line ${line}`}`;
    return field === ""
      ? new HomeError("ConfigInvalid", `${where}: ${what}; run \`concordat init\` in an empty folder to see one`)
      : new HomeError("ConfigInvalid", `${where}, ${field}: ${what}`);
  });
}

/** Throws HomeError "HomeMissing" where there is no config, and "ConfigInvalid". */
export async function readConfig(file: string): Promise<Config> {
  const json = await readFile(file).catch(() => {
    throw new HomeError(
      "HomeMissing",
      `there is no ${file}: make a home with \`concordat init\`, or name one with --home`,
    );
  });
  return parseConfig(json, file);
}

/** Writes the whole file or nothing. */
export async function writeConfig(file: string, config: Config): Promise<void> {
  const text = `${JSON.stringify(config, null, 2)}\n`;
  parseConfig(text, file);
  await replaceFile(file, text);
}
