// What somebody should know who opens a round with the terms of an earlier one.
import type { EngineName } from "../engines/names.ts";
import type { HomePaths } from "../home/paths.ts";
import { readJournal } from "../journal/own-journal.ts";
import { readFaultNote } from "../journal/round-journal.ts";
import { numberOf } from "../round/round-key.ts";
import type { Said } from "../said.ts";
import { say } from "./said/english.ts";

/** Engines in which a node that spoils a round may learn something by it. */
const AMONG_THREE: ReadonlySet<string> = new Set<EngineName>(["mpc", "mpc/proven"]);
/** How such a round ends. */
const MAYBE_SPOILT = new Set(["NoAnswer", "SharesDiffer", "PointsDiffer", "NoBit", "TranscriptDiffers", "SeedDiffers"]);

/**
 * Of the round `key`, played with `engine`; nothing where this home took no part in it. Throws as
 * readJournal does.
 */
export async function alertsBeforeRepeating(paths: HomePaths, key: string, engine: string): Promise<Said[]> {
  if (!AMONG_THREE.has(engine)) return [];
  const journal = await readJournal(paths);
  try {
    const fault = readFaultNote(journal, key);
    if (fault === null || !MAYBE_SPOILT.has(fault.code)) return [];
    return [say("MaybeSpoilt", { round: numberOf(key), code: fault.code })];
  } finally {
    journal.close();
  }
}
