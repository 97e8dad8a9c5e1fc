// Randomness is an argument everywhere. A run replays from its seed, its inputs and the messages it
// received.

import { type Cipheriv, createCipheriv, createSecretKey, hkdfSync, type KeyObject, randomBytes } from "node:crypto";
import { ConcordatError } from "../errors.ts";
import { bitLength } from "./bits.ts";
import { bytesToInteger } from "./bytes.ts";

/** A stream of uniform bytes. */
export interface Random {
  /** The next `length` bytes of the stream. */
  bytes(length: number): Uint8Array;
  /**
   * An independent stream for `label`; depends on the seed and the label only, not on what was read
   * so far.
   */
  fork(label: string): Random;
}

const EMPTY = new Uint8Array(0);

/**
 * Deterministic stream: ChaCha20 under a key derived with HKDF-SHA256 from `seed` (32 bytes).
 * Without a seed, 32 bytes from the operating system's CSPRNG. Pass a fixed seed in tests only.
 */
export function createRandom(seed: Uint8Array = randomBytes(32)): Random {
  if (!(seed instanceof Uint8Array) || seed.length !== 32)
    throw new ConcordatError("SeedLength", "a seed must be a Uint8Array of 32 bytes");
  const own = createSecretKey(seed);
  // Made when it is first read: many streams are only forked.
  let stream: Cipheriv | undefined;
  return {
    bytes: (length) => {
      stream ??= createCipheriv("chacha20", derived(own, "stream"), new Uint8Array(16));
      return new Uint8Array(stream.update(new Uint8Array(length)));
    },
    fork: (label) => createRandom(derived(own, `fork/${label}`)),
  };
}

function derived(seed: KeyObject, label: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", seed, EMPTY, `concordat/random/v1/${label}`, 32));
}

/** Uniform in [0, bound), by rejection; `bound` ≥ 1. */
export function randomBelow(random: Random, bound: bigint): bigint {
  if (bound < 1n) throw new ConcordatError("RandomBound", "the bound of a random number must be at least 1");
  const bits = Math.max(1, bitLength(bound - 1n));
  const length = Math.ceil(bits / 8);
  const mask = (1n << BigInt(bits)) - 1n;
  for (;;) {
    const value = bytesToInteger(random.bytes(length)) & mask;
    if (value < bound) return value;
  }
}

/** Uniform in [low, high], both ends included. */
export function randomBetween(random: Random, low: bigint, high: bigint): bigint {
  return low + randomBelow(random, high - low + 1n);
}
