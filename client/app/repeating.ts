// What somebody should know who opens a round with the terms of an earlier one.
import type { EngineName } from "../engines/names.ts";
import type { HomePaths } from "../home/paths.ts";
import { readJournal } from "../journal/own-journal.ts";
import { readFaultNote, roundJournal } from "../journal/round-journal.ts";
import { acceptedRounds } from "../journal/rounds.ts";
import { numberOf } from "../round/round-key.ts";
import type { Said } from "../said.ts";
import { say } from "./said/english.ts";

/** Engines in which a node that spoils a round may learn something by it. */
const AMONG_THREE: ReadonlySet<string> = new Set<EngineName>(["mpc", "mpc/proven"]);
/** Faults that end a round before the nodes compute anything. */
const BEFORE_COMPUTING = new Set(["InputMisdealt", "InputNotCommitted"]);

/**
 * Of the round `key`, played with `engine`: whether it failed once this company had dealt its
 * numbers. How it failed does not tell whether somebody has learned something: numbers other than
 * an outcome's end it as an outcome that the certificate refuses. Throws as readJournal does.
 */
export async function alertsBeforeRepeating(paths: HomePaths, key: string, engine: string): Promise<Said[]> {
  if (!AMONG_THREE.has(engine)) return [];
  const journal = await readJournal(paths);
  try {
    const fault = readFaultNote(journal, key);
    const round = acceptedRounds(journal).find((accepted) => accepted.key === key);
    if (fault === null || round === undefined || round.status === "done") return [];
    if (BEFORE_COMPUTING.has(fault.code) || roundJournal(journal, key).steps().length === 0) return [];
    return [say("MaybeSpoilt", { round: numberOf(key), code: fault.code })];
  } finally {
    journal.close();
  }
}
