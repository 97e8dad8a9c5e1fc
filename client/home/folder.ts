// Folders, and files that only their owner can access.
import { chmodSync, closeSync, openSync } from "node:fs";
import { mkdir, rename, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { HomeError } from "../errors.ts";

/**
 * Makes `path` and the missing folders above it, with permissions `mode`; existing ones stay as
 * they are. One level at a time: Node's own recursive mkdir never ends on a file system that takes
 * no folders (/proc). Throws the system's error.
 */
export async function makeFolder(path: string, mode: number): Promise<void> {
  try {
    await mkdir(path, { mode });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" && dirname(path) !== path) {
      await makeFolder(dirname(path), mode);
      await mkdir(path, { mode });
    } else if (!(await isFolder(path))) throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/**
 * Throws HomeError "HomeExposed" when users other than its owner can write in the folder, and so
 * replace its owner's settings. A missing folder is not an error.
 */
export async function checkOwnFolder(path: string): Promise<void> {
  const mode = await stat(path).then(
    (found) => found.mode,
    () => 0,
  );
  if ((mode & 0o022) === 0) return;
  const text = `others on this machine can write in ${path}: run \`chmod go-w ${path}\`, and check config.json before you continue`;
  throw new HomeError("HomeExposed", text);
}

/**
 * Makes the file if it is missing, and accessible only to its owner. An existing file is not
 * opened: closing it would release the locks that this process has on it. Throws the system's
 * error.
 */
export function makePrivate(path: string): void {
  try {
    closeSync(openSync(path, "wx", 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    chmodSync(path, 0o600);
  }
}

/**
 * Writes a file that only its owner can access, whole or not at all, and replaces an existing one.
 * Throws the system's error.
 */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  await writeFile(`${path}.new`, content, { mode: 0o600 });
  await rename(`${path}.new`, path);
}
