// A file that a command makes for others, beside the one that the home keeps: what it needs to
// exist is looked at before anything is paid, and whatever happens to it, the home's own stays.
import { rm, writeFile } from "node:fs/promises";
import { InputError } from "../errors.ts";

/** Throws InputError "FileUnwritable" for a file that cannot be made, or is there already. */
export async function checkNewFile(file: string): Promise<void> {
  try {
    await writeFile(file, "", { flag: "wx" });
    await rm(file);
  } catch (cause) {
    const reason = Reflect.get(cause as object, "code") === "EEXIST" ? "is there already" : "cannot be written";
    throw new InputError("FileUnwritable", `${reason}: name another one; nothing was sent`, { file }, { cause });
  }
}

/** The file written, or `kept`, the one in the home folder, where that is not possible. */
export async function writeNewFile(file: string, text: string, kept: string): Promise<string> {
  try {
    await writeFile(file, text, { flag: "wx" });
    return file;
  } catch {
    return kept;
  }
}
