// Files whose content is a secret: read only when nobody but their owner can read, change or
// replace them.
import { open, realpath, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { HomeError } from "../errors.ts";

const OTHERS_WRITE = 0o022;
/** In such a folder only a file's owner can replace it. */
const STICKY = 0o1000;

/**
 * The file's text. Throws the system's error, or HomeError "SecretExposed" when users other than
 * this program's can read, change or replace it. A credential that systemd passes may look readable
 * to its group: the mode shows the entry for the service's user in the access-control list that
 * way.
 */
export async function readSecretFile(file: string): Promise<string> {
  const handle = await open(file, "r");
  try {
    // Checks the open file, whatever the path refers to by now.
    const found = await handle.stat();
    const credentials = process.env["CREDENTIALS_DIRECTORY"];
    const isCredential = credentials !== undefined && dirname(resolve(file)) === resolve(credentials);
    if ((found.mode & (isCredential ? 0o037 : 0o077)) !== 0)
      throw exposed(file, `(mode ${(found.mode & 0o777).toString(8)}): run \`chmod 600 ${file}\``);
    const user = process.getuid?.();
    if (user !== undefined && found.uid !== user && found.uid !== 0)
      throw exposed(file, `(it belongs to user ${found.uid}): run \`chown ${user} ${file}\``);
    if (found.isFile()) await checkFolders(file);
    return await handle.readFile("utf8");
  } finally {
    await handle.close();
  }
}

/** Checks the folder of the path and, if the path is a link, that of the file itself. */
async function checkFolders(file: string): Promise<void> {
  for (const folder of new Set([dirname(resolve(file)), dirname(await realpath(file))])) {
    const { mode } = await stat(folder);
    if ((mode & OTHERS_WRITE) !== 0 && (mode & STICKY) === 0)
      throw exposed(file, `(its folder is open to them): run \`chmod go-w ${folder}\``);
  }
}

function exposed(file: string, how: string): HomeError {
  return new HomeError(
    "SecretExposed",
    `${file} holds a secret, and others on this machine can open or replace it ${how}, and change the secret if they may have done so`,
  );
}
