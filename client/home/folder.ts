// Folders, and files that are their owner's alone.
import { chmodSync, closeSync, openSync } from "node:fs";
import { mkdir, rename, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { HomeError } from "../errors.ts";

/**
 * Makes `path` and what is missing above it, with permissions `mode`; what is there stays as it is.
 * One step at a time: Node's own recursive mkdir never ends where a file system takes no folders
 * (/proc). Throws the system's error.
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
 * Throws HomeError "HomeExposed" when others than its owner can write in the folder, and so put
 * settings of theirs in the place of its owner's. A folder that is not there is not looked at.
 */
export async function checkOwnFolder(path: string): Promise<void> {
  const mode = await stat(path).then(
    (found) => found.mode,
    () => 0,
  );
  if ((mode & 0o022) === 0) return;
  const text = `others on this machine can write in ${path}: run \`chmod go-w ${path}\`, and look at config.json before you go on`;
  throw new HomeError("HomeExposed", text);
}

/**
 * Makes the file if it is not there, and its owner's alone. A file that is there is not opened:
 * closing it would take back the locks that this process has on it. Throws the system's error.
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
 * Writes a file that is its owner's alone, whole or not at all, in the place of what is there.
 * Throws the system's error.
 */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  await writeFile(`${path}.new`, content, { mode: 0o600 });
  await rename(`${path}.new`, path);
}
