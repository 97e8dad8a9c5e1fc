// Files whose content is a secret: read only when they are their owner's alone.
import { readFile, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { HomeError } from "../errors.ts";

/**
 * The file's text. Throws the system's error, or HomeError "SecretExposed" when others than its owner can read or change it. A credential
 * that systemd passes may look readable to its group: the entry for the service's user in its access-control list shows so.
 */
export async function readSecretFile(file: string): Promise<string> {
  const { mode } = await stat(file);
  const credentials = process.env["CREDENTIALS_DIRECTORY"];
  const isCredential = credentials !== undefined && dirname(resolve(file)) === resolve(credentials);
  const forbidden = isCredential ? 0o037 : 0o077;
  if ((mode & forbidden) !== 0) {
    throw new HomeError(
      "SecretExposed",
      `${file} holds a secret, and others on this machine can open it (mode ${(mode & 0o777).toString(8)}): ` +
        `run \`chmod 600 ${file}\`, and change the secret if they may have`,
    );
  }
  return readFile(file, "utf8");
}
