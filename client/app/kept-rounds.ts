// Rounds whose terms this home keeps as a file: those that it opened, and those that it was invited
// to. What it agreed to is in the journal besides.
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Hex } from "viem";
import { HomeError, InputError } from "../errors.ts";
import { type HomePaths, roundFolder } from "../home/paths.ts";
import { readJournal } from "../journal/own-journal.ts";
import { acceptedRounds } from "../journal/rounds.ts";
import { decodeTerms, encodeTerms, type Terms, termsDigest } from "../round/terms.ts";
import { formatRoundFile, type RoundFile, readRoundFile } from "./round-file.ts";
import { makePrivateFolder, writeWhole } from "./round-files.ts";

const FILES = { opened: "round.json", invited: "invitation.json" } as const;
export type Kept = keyof typeof FILES;

/** Where the file of the round `key` is, if there is one. */
export function keptFile(paths: HomePaths, key: string, kept: Kept): string {
  return join(roundFolder(paths, key), FILES[kept]);
}

/** The file that there is; null without one. */
async function findKept(paths: HomePaths, key: string): Promise<string | null> {
  for (const kept of Object.keys(FILES) as Kept[]) {
    const file = keptFile(paths, key, kept);
    if (await isThere(file)) return file;
  }
  return null;
}

/**
 * Keeps the terms of a round. Returns the file. Throws HomeError "FolderFull" or "FolderUnusable".
 */
export async function keepTerms(paths: HomePaths, kept: Kept, terms: RoundFile): Promise<string> {
  const file = keptFile(paths, terms.round, kept);
  await makePrivateFolder(roundFolder(paths, terms.round));
  await writeWhole(file, formatRoundFile(terms));
  return file;
}

/** Whether this home has the terms of the round `key` whose digest is on chain, as a file. */
export async function hasTerms(paths: HomePaths, key: string, digest: Hex): Promise<boolean> {
  const kept = (Object.keys(FILES) as Kept[]).map((sort) => readKept(paths, key, sort).catch(() => null));
  return (await Promise.all(kept)).some((terms) => terms !== null && termsDigest(encodeTerms(terms)) === digest);
}

/**
 * Keys of the rounds with such a file, in no order. Throws HomeError "FolderUnusable" where the
 * folders cannot be read.
 */
export async function keptRounds(paths: HomePaths, kept: Kept): Promise<readonly string[]> {
  const folder = join(paths.folder, "rounds");
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return [];
    throw new HomeError("FolderUnusable", `${folder} cannot be read: check its permissions`, { cause });
  });
  const keys = names.flatMap((name) => {
    const match = /^(0x[0-9a-f]{40})-([1-9]\d{0,77})$/.exec(name);
    return match === null ? [] : [`${match[1]}/${match[2]}`];
  });
  const there = await Promise.all(keys.map((key) => isThere(keptFile(paths, key, kept))));
  return keys.filter((_, i) => there[i]);
}

/**
 * The terms in the file of the round `key`. Throws InputError "RoundFileInvalid", also for the file
 * of another round, or "TermsInvalid".
 */
export async function readKept(paths: HomePaths, key: string, kept: Kept): Promise<Terms> {
  return readTermsOf(key, keptFile(paths, key, kept));
}

async function readTermsOf(key: string, file: string): Promise<Terms> {
  const { round, terms } = await readRoundFile(file);
  if (round === key) return terms;
  throw new InputError("RoundFileInvalid", `is the file of another round: ${round}`, { file });
}

/**
 * The terms of the round `key` and the file they are in, as far as this home has them; null when
 * not. Throws InputError "RoundFileInvalid" or "TermsInvalid".
 */
export async function findTerms(
  paths: HomePaths,
  key: string,
): Promise<{ readonly terms: Terms; readonly file: string } | null> {
  const file = await findKept(paths, key);
  if (file !== null) return { terms: await readTermsOf(key, file), file };
  const accepted = (await acceptedTerms(paths)).get(key);
  return accepted === undefined ? null : { terms: accepted, file: paths.journal };
}

/**
 * Terms by key of every round that this home agreed to, and of those that it keeps as files of
 * these sorts. What cannot be read is left out.
 */
export async function knownTerms(paths: HomePaths, sorts: readonly Kept[]): Promise<ReadonlyMap<string, Terms>> {
  const known = new Map<string, Terms>();
  for (const kept of sorts) {
    for (const key of await keptRounds(paths, kept)) {
      const terms = await readKept(paths, key, kept).catch(() => null);
      if (terms !== null) known.set(key, terms);
    }
  }
  for (const [key, terms] of await acceptedTerms(paths)) known.set(key, terms);
  return known;
}

async function acceptedTerms(paths: HomePaths): Promise<ReadonlyMap<string, Terms>> {
  const journal = await readJournal(paths);
  try {
    return new Map(acceptedRounds(journal).map(({ key, terms }) => [key, decodeTerms(terms)]));
  } finally {
    journal.close();
  }
}

/** Also for a file that is there and cannot be read. */
function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    ({ code }: NodeJS.ErrnoException) => code !== "ENOENT" && code !== "ENOTDIR",
  );
}
