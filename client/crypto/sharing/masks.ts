// Correlated randomness: a stream of bytes that two nodes derive from a seed they share, without a
// message, and of which the third knows nothing. Both ends read the same numbers of bytes in the
// same order, so one stream serves a whole session. AES-256 in counter mode (node:crypto), as in
// Araki, Furukawa, Lindell, Nof, Ohara (CCS 2016), section 2.
import { type Cipheriv, createCipheriv, hkdfSync } from "node:crypto";
import { CryptoError } from "../../errors.ts";
import type { Arena } from "./arena.ts";

export const SEED_BYTES = 32;
const CHUNK = new Uint8Array(65_536);

export class MaskStream {
  readonly #cipher: Cipheriv;
  #chunk: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #used = 0;

  /**
   * `seed`: 32 secret bytes that the two nodes share. `epoch` distinguishes sessions with the same
   * seed, such as restarts from a checkpoint; it must never repeat, or masks repeat and reveal
   * differences of secrets. `pair` names the two nodes.
   */
  constructor(seed: Uint8Array, epoch: number, pair: string) {
    if (seed.length !== SEED_BYTES)
      throw new CryptoError("SeedLength", `a seed must have 32 bytes, not ${seed.length}`);
    if (!Number.isSafeInteger(epoch) || epoch < 0)
      throw new CryptoError("Epoch", "an epoch must be an integer of at least 0");
    const info = `concordat/sharing/v1/${pair}/${epoch}`;
    const key = new Uint8Array(hkdfSync("sha256", seed, new Uint8Array(0), info, 32));
    this.#cipher = createCipheriv("aes-256-ctr", key, new Uint8Array(16));
  }

  /** Fills `target` with the next bytes of the stream. */
  fill(target: Uint8Array): void {
    for (let at = 0; at < target.length; ) {
      if (this.#used === this.#chunk.length) this.#refill();
      const count = Math.min(target.length - at, this.#chunk.length - this.#used);
      target.set(this.#chunk.subarray(this.#used, this.#used + count), at);
      this.#used += count;
      at += count;
    }
  }

  /** Frees the old chunk at once: a run uses thousands, and to collect them is expensive. */
  #refill(): void {
    this.#chunk.buffer.transfer(0);
    this.#chunk = this.#cipher.update(CHUNK);
    this.#used = 0;
  }

  /** Address of the next `length` bytes of the stream, in newly allocated memory. */
  bytes(arena: Arena, length: number): number {
    const at = arena.allocate(length);
    this.fill(arena.bytes(at, length));
    return at;
  }
}
