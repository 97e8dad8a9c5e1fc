// Files and folders that a command writes where the user said: what cannot be written is an error
// of the input.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "../errors.ts";
import { makeFolder } from "../home/folder.ts";

/**
 * `mode`: permissions of a file that is not there yet. Throws InputError "FileUnwritable" naming
 * the path and the reason.
 */
export async function writeUserFile(path: string, text: string, mode = 0o666): Promise<void> {
  await writeFile(path, text, { mode }).catch((cause: unknown) => {
    throw unwritable(path, cause);
  });
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
