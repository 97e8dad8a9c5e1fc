// Rounds whose terms this home keeps as a file: those that it opened, and those that it was invited
// to. What it agreed to is in the journal besides.
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { type HomePaths, roundFolder } from "../home/paths.ts";
import { openJournal } from "../journal/journal.ts";
import { acceptedRounds } from "../journal/rounds.ts";
import { decodeTerms, type Terms } from "../round/terms.ts";
import { readRoundFile } from "./round-file.ts";

const FILES = { opened: "round.json", invited: "invitation.json" } as const;
export type Kept = keyof typeof FILES;

/** Where the file of the round `key` is, if there is one. */
export function keptFile(paths: HomePaths, key: string, kept: Kept): string {
  return join(roundFolder(paths, key), FILES[kept]);
}

/** The file that there is; null without one. */
export async function findKept(paths: HomePaths, key: string): Promise<string | null> {
  for (const kept of Object.keys(FILES) as Kept[]) {
    const file = keptFile(paths, key, kept);
    if (await isThere(file)) return file;
  }
  return null;
}

/** Keys of the rounds with such a file, in no order. */
export async function keptRounds(paths: HomePaths, kept: Kept): Promise<readonly string[]> {
  const names = await readdir(join(paths.folder, "rounds")).catch(() => []);
  const keys = names.flatMap((name) => {
    const match = /^(0x[0-9a-f]{40})-([1-9]\d{0,77})$/.exec(name);
    return match === null ? [] : [`${match[1]}/${match[2]}`];
  });
  const there = await Promise.all(keys.map((key) => isThere(keptFile(paths, key, kept))));
  return keys.filter((_, i) => there[i]);
}

/**
 * Terms by key of every round that this home agreed to, opened or was invited to. What cannot be
 * read is left out.
 */
export async function knownTerms(paths: HomePaths): Promise<ReadonlyMap<string, Terms>> {
  const known = new Map<string, Terms>();
  for (const kept of Object.keys(FILES) as Kept[]) {
    for (const key of await keptRounds(paths, kept)) {
      const file = await readRoundFile(keptFile(paths, key, kept)).catch(() => null);
      if (file?.round === key) known.set(key, file.terms);
    }
  }
  const journal = openJournal(paths.journal, null);
  try {
    for (const { key, terms } of acceptedRounds(journal)) known.set(key, decodeTerms(terms));
  } finally {
    journal.close();
  }
  return known;
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
