// The keys that a company signs with, and the seed of all its randomness.
import type { LocalAccount } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { createRandom, type Random } from "../math/random.ts";
import type { Config } from "./config.ts";
import { contractParty } from "./contract-party.ts";
import { externalSigner } from "./external-signer.ts";
import { readKeystore } from "./keystore.ts";
import type { HomePaths } from "./paths.ts";

export interface Keys {
  /** The company's account in rounds: its address, and the signer of its messages. */
  readonly account: LocalAccount;
  /** Signs and pays transactions; the same as `account` unless that is a contract. */
  readonly sender: LocalAccount;
  /** Seed of the peer key, of the journal's key and of every round. */
  readonly random: Random;
}

/**
 * Opens the keystores of a home, and contacts the signer that its settings name. Throws HomeError
 * as `readKeystore` and `externalSigner` do.
 */
export async function readKeys(
  { accountKey, seed: seedFile }: Pick<HomePaths, "accountKey" | "seed">,
  { signer, contractAccount }: Pick<Config, "signer" | "contractAccount">,
  password: string,
): Promise<Keys> {
  const seed = await readSeed({ seed: seedFile }, password);
  const sender =
    signer === null ? privateKeyToAccount(await readKeystore(accountKey, password)) : await externalSigner(signer);
  const account = contractAccount === null ? sender : contractParty(contractAccount, sender);
  return { account, sender, ...seed };
}

/** The seed alone, which opens the journal. Throws HomeError as `readKeystore` does. */
export async function readSeed({ seed }: Pick<HomePaths, "seed">, password: string): Promise<Pick<Keys, "random">> {
  const secret = await readKeystore(seed, password);
  return { random: createRandom(Buffer.from(secret.slice(2), "hex")) };
}

/** 32 bytes from which libp2p's Ed25519 key is made; another generation gives another key. */
export function peerSeed({ random }: Pick<Keys, "random">, generation: number): Uint8Array {
  return random.fork(`peer/${generation}`).bytes(32);
}
