// Keystores as a client writes them, but for the cost of trying a password: each command of a test
// opens two. Does nothing on import.
import { writeFile } from "node:fs/promises";
import { encryptKeystoreJson } from "ethers";
import type { Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";

/** Least number of steps that scrypt takes. */
const STEPS = 2;

export async function writeLightKeystore(file: string, secret: Hex, password: string): Promise<void> {
  const { address } = privateKeyToAccount(secret);
  const text = await encryptKeystoreJson({ address, privateKey: secret }, password, { scrypt: { N: STEPS } });
  await writeFile(file, `${text}\n`, { mode: 0o600, flag: "wx" });
}
