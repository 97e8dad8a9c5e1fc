// Paillier keys for tests: generated from fixed seeds, once per process and length.
import { generatePaillierKeys, type PaillierSecretKey } from "../../client/crypto/paillier/secret-key.ts";
import { createRandom, type Random } from "../../client/math/random.ts";

const keys = new Map<number, PaillierSecretKey>();

/** The test key of `bits` bits; the shortest that tests use has 256. */
export function testKey(bits: number): PaillierSecretKey {
  const known = keys.get(bits);
  if (known !== undefined) return known;
  const key = generatePaillierKeys(bits, testRandom(`paillier key ${bits}`), 256);
  keys.set(bits, key);
  return key;
}

export function testRandom(label: string): Random {
  return createRandom(new Uint8Array(32)).fork(label);
}

/** `code` of the error that `run` throws or rejects with; null when it does not. */
export async function codeOf(run: () => unknown): Promise<string | null> {
  try {
    await run();
    return null;
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  }
}
