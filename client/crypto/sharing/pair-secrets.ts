// The two secrets that a pair of nodes shares, one for masks and one for their link, from an X25519
// exchange with keys made for one round. An eavesdropper, the third node included, learns neither
// (computational Diffie–Hellman).
import { hkdfSync } from "node:crypto";
import { x25519 } from "@noble/curves/ed25519.js";
import { CryptoError } from "../../errors.ts";
import type { Random } from "../../math/random.ts";
import { SEED_BYTES } from "./masks.ts";

/** Bytes of a public key and of a secret one. */
export const PAIR_KEY_BYTES = 32;

export interface PairKey {
  /** Keep secret. */
  readonly secret: Uint8Array;
  /** For the other nodes. */
  readonly public: Uint8Array;
}

/** Keep secret. */
export interface PairSecrets {
  /** Seed of the masks in common: `seeds` of Arithmetic. */
  readonly masks: Uint8Array;
  /** Key of their link. */
  readonly link: Uint8Array;
}

/** A fresh key; one for each round and node. */
export function createPairKey(random: Random): PairKey {
  const secret = random.bytes(PAIR_KEY_BYTES);
  return { secret, public: x25519.getPublicKey(secret) };
}

/**
 * Whether `key` can serve in an exchange: 32 bytes, and not of low order (X25519 maps such a point
 * to 0 whatever the scalar).
 */
export function isPairKey(key: Uint8Array): boolean {
  try {
    x25519.getSharedSecret(new Uint8Array(PAIR_KEY_BYTES), key);
    return true;
  } catch {
    return false;
  }
}

/**
 * The secrets of a pair, the same at both ends. `context`: public bytes that name the round, the
 * same at both ends. Throws CryptoError `PairKey` for a public key of another length or of low
 * order.
 */
export function pairSecrets(secret: Uint8Array, peerKey: Uint8Array, context: Uint8Array): PairSecrets {
  if (peerKey.length !== PAIR_KEY_BYTES) throw new CryptoError("PairKey", "a node's public key must have 32 bytes");
  let shared: Uint8Array;
  try {
    shared = x25519.getSharedSecret(secret, peerKey);
  } catch (cause) {
    throw new CryptoError("PairKey", "a node's public key is a point of small order", { cause });
  }
  const derive = (purpose: string) =>
    new Uint8Array(hkdfSync("sha256", shared, context, `concordat/sharing/v1/pair/${purpose}`, SEED_BYTES));
  return { masks: derive("masks"), link: derive("link") };
}
