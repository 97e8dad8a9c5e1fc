// Files of set-ups: reading one of a size that can be, and writing a new one whole or not at all.
import { open, readFile, rename, rm, stat } from "node:fs/promises";
import { InputError, SetupFileError } from "../../errors.ts";
import type { Ceremony } from "../../sealed/ceremony/ceremony.ts";
import { decodeCeremony, encodeCeremony, MOST_SETUP_BYTES } from "../../sealed/ceremony/file.ts";

/** Throws InputError "FileUnreadable", and what decodeCeremony throws. */
export async function readCeremony(file: string): Promise<Ceremony> {
  return decodeCeremony(await readSetupBytes(file));
}

/** Throws InputError "FileUnreadable", SetupFileError "SetupFileInvalid" for too large a file. */
export async function readSetupBytes(file: string): Promise<Uint8Array> {
  const unreadable = (cause: unknown) =>
    new InputError("FileUnreadable", "cannot be read: check path and permissions", { file }, { cause });
  const { size } = await stat(file).catch((cause: unknown) => {
    throw unreadable(cause);
  });
  if (size > MOST_SETUP_BYTES)
    throw new SetupFileError(
      "SetupFileInvalid",
      `${file} has ${size} bytes, and no set-up has more than ${MOST_SETUP_BYTES}: it is another file`,
      [MOST_SETUP_BYTES, size],
    );
  return readFile(file).catch((cause: unknown) => {
    throw unreadable(cause);
  });
}

/** The name that a file has until it is whole. */
const unfinishedName = (file: string) => `${file}.unfinished`;

/**
 * Checks, before long work, that `file` is not there yet and can be written, and that nothing
 * written on the way is `input`, the file that is being read. Throws InputError "FileUnwritable".
 */
export async function checkNewCeremony(file: string, input: string | undefined): Promise<void> {
  const unfinished = unfinishedName(file);
  const [present, left, source] = await Promise.all([file, unfinished, input].map(identityOf));
  const refuse = (what: string, cause?: unknown) => new InputError("FileUnwritable", what, { file }, { cause });
  if (present !== null) throw refuse("is there already: name another one");
  if (left !== null && left === source) throw refuse(`would be written as ${unfinished}, the input: name another one`);
  try {
    await (await open(unfinished, "w")).close();
    await rm(unfinished);
  } catch (cause) {
    throw refuse(`cannot be written (${(cause as NodeJS.ErrnoException).code ?? "no reason given"})`, cause);
  }
}

/** The same for two names of one file; null if there is none. */
async function identityOf(file: string | undefined): Promise<string | null> {
  if (file === undefined) return null;
  return stat(file).then(
    ({ dev, ino }) => `${dev}:${ino}`,
    () => null,
  );
}

/**
 * Writes the file under another name first, and gives it its own once all of it is on disk. What an
 * earlier attempt left behind is overwritten. Throws InputError "FileUnwritable".
 */
export async function writeCeremony(file: string, ceremony: Ceremony): Promise<void> {
  const bytes = encodeCeremony(ceremony);
  const unfinished = unfinishedName(file);
  try {
    const handle = await open(unfinished, "w");
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, file);
  } catch (cause) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    const { code = "no reason given" } = cause as NodeJS.ErrnoException;
    throw new InputError("FileUnwritable", `cannot be written (${code})`, { file }, { cause });
  }
}
