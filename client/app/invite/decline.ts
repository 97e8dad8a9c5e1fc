// Invitations that this company declined: a note in the round's folder, for its own people. Nobody
// is told, and nothing is promised: as long as the round accepts companies, it can be joined.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../errors.ts";
import { type HomePaths, roundFolder } from "../../home/paths.ts";
import { readJournal } from "../../journal/own-journal.ts";
import { acceptedRounds } from "../../journal/rounds.ts";
import { keptFile } from "../kept-rounds.ts";
import { makePrivateFolder, writeWhole } from "../round-files.ts";

function noteOf(paths: HomePaths, key: string): string {
  return join(roundFolder(paths, key), "declined");
}

export function isDeclined(paths: HomePaths, key: string): boolean {
  return existsSync(noteOf(paths, key));
}

/**
 * Throws InputError "TermsMissing" for a round that this home is not invited to, "RoundAgreed" for
 * one that it agreed to, and HomeError "FolderFull" or "FolderUnusable".
 */
export async function declineRound(paths: HomePaths, key: string): Promise<void> {
  if (await isAgreed(paths, key))
    throw new InputError("RoundAgreed", `this company has agreed to round ${key}, and cannot decline it any more`);
  if (!existsSync(keptFile(paths, key, "invited")))
    throw new InputError(
      "TermsMissing",
      `this home keeps no invitation to round ${key}: \`concordat status\` lists those that it has`,
    );
  await makePrivateFolder(roundFolder(paths, key));
  await writeWhole(noteOf(paths, key), "");
}

async function isAgreed(paths: HomePaths, key: string): Promise<boolean> {
  const journal = await readJournal(paths);
  try {
    return acceptedRounds(journal).some((round) => round.key === key);
  } finally {
    journal.close();
  }
}
