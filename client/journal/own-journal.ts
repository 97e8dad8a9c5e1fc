// The journal of a home: opened with its keys, or without a password, to read what is not sealed.
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { HomeError } from "../errors.ts";
import { makeFolder, replaceFile } from "../home/folder.ts";
import type { Keys } from "../home/keys.ts";
import type { HomePaths } from "../home/paths.ts";
import { type Journal, openJournal } from "./journal.ts";
import { journalKey } from "./seal.ts";
import { keysDiffer, signaturePublicKey } from "./signatures.ts";

type Paths = Pick<HomePaths, "journal" | "journalPublicKey">;

/**
 * Also keeps the public key of the journal's signatures in the home, for readJournal. Throws
 * HomeError as openJournal does, "JournalKeyWrong" also where another public key is kept, and
 * "FolderUnusable".
 */
export async function openOwnJournal(paths: Paths, { random }: Pick<Keys, "random">): Promise<Journal> {
  const key = journalKey(random);
  const journal = openJournal(paths.journal, key);
  try {
    await keepPublicKey(paths.journalPublicKey, signaturePublicKey(key));
    return journal;
  } catch (error) {
    journal.close();
    throw error;
  }
}

/**
 * What needs no password. All that is read is checked with the public key that the home keeps.
 * Throws HomeError as openJournal does.
 */
export async function readJournal(paths: Paths): Promise<Journal> {
  return openJournal(paths.journal, null, await readPublicKey(paths.journalPublicKey));
}

/** Null for a home that has none yet. */
async function readPublicKey(file: string): Promise<Uint8Array | null> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw new HomeError("FolderUnusable", `${file} cannot be read: check its permissions`, { cause: error });
  });
  if (text === null) return null;
  if (/^[0-9a-f]{64}\n$/.test(text)) return new Uint8Array(Buffer.from(text.trim(), "hex"));
  throw keysDiffer();
}

async function keepPublicKey(file: string, publicKey: Uint8Array): Promise<void> {
  const kept = await readPublicKey(file);
  if (kept !== null && !Buffer.from(publicKey).equals(kept)) throw keysDiffer();
  if (kept !== null) return;
  await writePublicKey(file, publicKey).catch((cause: unknown) => {
    throw new HomeError("FolderUnusable", `${file} cannot be written: check the folder and its permissions`, { cause });
  });
}

async function writePublicKey(file: string, publicKey: Uint8Array): Promise<void> {
  await makeFolder(dirname(file), 0o700);
  await replaceFile(file, `${Buffer.from(publicKey).toString("hex")}\n`);
}
