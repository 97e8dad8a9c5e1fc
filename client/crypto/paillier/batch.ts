// Many encryptions, decryptions and re-randomisations at once, cut into parts for the threads of a
// pool.
import type { Random } from "../../math/random.ts";
import type { WorkPool } from "./pool.ts";
import type { PaillierPublicKey } from "./public-key.ts";
import type { PaillierSecretKey } from "./secret-key.ts";

/** Several parts per thread, so that a slow thread does not keep the others waiting. */
const PARTS_PER_THREAD = 4;

/** Ranges [from, to) that cut `count` items into nearly equal parts for the threads of `pool`. */
export function parts(count: number, pool: WorkPool): [number, number][] {
  const number = Math.min(count, pool.threads === 1 ? 1 : pool.threads * PARTS_PER_THREAD);
  return Array.from({ length: number }, (_, i) => [
    Math.floor((i * count) / number),
    Math.floor(((i + 1) * count) / number),
  ]);
}

/**
 * Encryptions of plaintexts in [0, N), computed with the primes. Throws CryptoError
 * PaillierMessageRange.
 */
export async function encryptAll(
  key: PaillierSecretKey,
  messages: readonly bigint[],
  random: Random,
  pool: WorkPool,
): Promise<bigint[]> {
  const { p, q } = key.arithmetic;
  for (const message of messages) key.publicKey.checkMessage(message);
  const randomisers = messages.map(() => key.publicKey.drawRandomiser(random));
  const tasks = parts(messages.length, pool).map(([from, to]) => ({
    kind: "encrypt" as const,
    p: p.prime,
    q: q.prime,
    messages: messages.slice(from, to),
    randomisers: randomisers.slice(from, to),
  }));
  return (await pool.runAll(tasks)).flat();
}

/** Plaintexts in [0, N). Throws CryptoError PaillierCiphertextInvalid. */
export async function decryptAll(
  key: PaillierSecretKey,
  ciphertexts: readonly bigint[],
  pool: WorkPool,
): Promise<bigint[]> {
  key.publicKey.checkCiphertexts(ciphertexts);
  const { p, q } = key.arithmetic;
  const tasks = parts(ciphertexts.length, pool).map(([from, to]) => ({
    kind: "decrypt" as const,
    p: p.prime,
    q: q.prime,
    ciphertexts: ciphertexts.slice(from, to),
  }));
  return (await pool.runAll(tasks)).flat();
}

/** Ciphertexts, and for each the number in [0, N) to add to its plaintext. */
export interface Blinding {
  readonly ciphertexts: readonly bigint[];
  readonly messages: readonly bigint[];
}

/**
 * Ciphertexts of the plaintexts plus `messages`, under fresh randomness. Throws CryptoError
 * PaillierMessageRange.
 */
export async function blindAll(
  key: PaillierPublicKey,
  { ciphertexts, messages }: Blinding,
  random: Random,
  pool: WorkPool,
): Promise<bigint[]> {
  for (const message of messages) key.checkMessage(message);
  const randomisers = messages.map(() => key.drawRandomiser(random));
  const tasks = parts(messages.length, pool).map(([from, to]) => ({
    kind: "blind" as const,
    modulus: key.modulus,
    ciphertexts: ciphertexts.slice(from, to),
    messages: messages.slice(from, to),
    randomisers: randomisers.slice(from, to),
  }));
  return (await pool.runAll(tasks)).flat();
}
