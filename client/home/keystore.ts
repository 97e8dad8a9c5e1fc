// Secrets of a home, as Web3 keystores (version 3: scrypt, AES-128-CTR) that every wallet reads:
// the account's key, and a seed of the same form, from which the peer key and all randomness of
// rounds are derived.
import { scrypt as nodeScrypt, randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { decryptKeystoreJson, encryptKeystoreJson, getBytes, isError, isKeystoreJson, scrypt } from "ethers";
import { type Hex, toHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { HomeError } from "../errors.ts";
import { readSecretFile } from "./secret-file.ts";

const MEMORY = 512 * 1024 * 1024;
// Node's scrypt instead of the library's JavaScript version: the same result, ten times faster.
scrypt.register(
  (password, salt, N, r, p, length) =>
    new Promise((resolve, reject) => {
      const options = { N, r, p, maxmem: MEMORY };
      nodeScrypt(getBytes(password), getBytes(salt), length, options, (error, key) =>
        error === null ? resolve(toHex(key)) : reject(error),
      );
    }),
);

/**
 * A fresh secret that is also a valid private key of the curve, so that the keystore format can
 * hold it: all strings of 32 bytes are, except for a share of 2^−128.
 */
export function freshSecret(): Hex {
  return toHex(randomBytes(32));
}

export async function writeKeystore(file: string, secret: Hex, password: string): Promise<void> {
  const { address } = privateKeyToAccount(secret);
  const text = await encryptKeystoreJson({ address, privateKey: secret }, password);
  await writeFile(file, `${text}\n`, { mode: 0o600, flag: "wx" });
}

/**
 * Throws HomeError "KeystoreInvalid" when the file is not a keystore, "PasswordWrong",
 * "SecretExposed".
 */
export async function readKeystore(file: string, password: string): Promise<Hex> {
  const text = await readSecretFile(file).catch((error: unknown) => {
    if (error instanceof HomeError) throw error;
    return "";
  });
  const invalid = (cause?: unknown) =>
    new HomeError("KeystoreInvalid", `${file} is not a Web3 keystore: restore it from your back-up`, { cause });
  if (!isKeystoreJson(text)) throw invalid();
  try {
    const { privateKey } = await decryptKeystoreJson(text, password);
    return privateKey as Hex;
  } catch (cause) {
    if (!isError(cause, "INVALID_ARGUMENT") || cause.argument !== "password") throw invalid(cause);
    throw new HomeError("PasswordWrong", `the password does not open ${file}`, { cause });
  }
}
