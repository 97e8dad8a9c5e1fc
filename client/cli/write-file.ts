// Files and folders that a command writes where the user said: what cannot be written is an error
// of the input.
import { open } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "../errors.ts";
import { makeFolder } from "../home/folder.ts";

/** Permissions of files that others may read, as far as the user's umask lets them. */
export const SHARED = 0o666;

/**
 * `mode`: permissions of the file; where they are narrower than those of shared files, a file that
 * is there already gets them, too. Throws InputError "FileUnwritable" naming the path and the
 * reason.
 */
export async function writeUserFile(path: string, content: string | Uint8Array, mode = SHARED): Promise<void> {
  try {
    await using file = await open(path, "w", mode);
    // What is no file, such as a terminal, belongs to somebody else.
    if (mode !== SHARED && (await file.stat()).isFile()) await file.chmod(mode);
    await file.writeFile(content);
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

/**
 * Writes `files`, by their names, into `folder`, which is made if it is not there. Throws
 * InputError "FileUnwritable".
 */
export async function writeUserFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  await makeFolder(folder, 0o777).catch((cause: unknown) => {
    throw unwritable(folder, cause);
  });
  for (const [name, text] of Object.entries(files)) await writeUserFile(join(folder, name), text);
}

function unwritable(file: string, cause: unknown): InputError {
  const { code = "no reason given" } = cause as NodeJS.ErrnoException;
  return new InputError("FileUnwritable", `cannot be written (${code})`, { file }, { cause });
}
