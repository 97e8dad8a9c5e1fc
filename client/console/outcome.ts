// A settled round for the page: as `concordat outcome` shows it, and what there is to disclose.
import { namedRows } from "../app/disclose/named-rows.ts";
import { setUpRound } from "../app/setup.ts";
import { csvOf, type ReadOutcome, readOutcome, shownOutcome, workbookOf } from "../cli/commands/outcome.ts";
import { callingThread } from "../crypto/paillier/pool.ts";
import { openOwnJournal } from "../journal/own-journal.ts";
import { type AcceptedRound, findRound } from "../journal/rounds.ts";
import { hasClaim, type What } from "../sealed/disclosure/claims.ts";
import type { Desk } from "./desk.ts";
import type { OutcomeView } from "./wire.ts";

/** Throws as readOutcome does. */
async function read(
  { home, keys }: Desk,
  round: string,
): Promise<{ readonly kept: ReadOutcome; accepted: AcceptedRound }> {
  const journal = await openOwnJournal(home.paths, keys);
  try {
    return { kept: readOutcome(journal, round), accepted: findRound(journal, round)! };
  } finally {
    journal.close();
  }
}

/** Throws InputError "RoundUnknown" and "OutcomeMissing", HomeError "JournalTampered". */
export async function outcomeView(desk: Desk, round: string): Promise<OutcomeView> {
  const { kept, accepted } = await read(desk, round);
  const { model, program, rows, terms } = await setUpRound(accepted, callingThread);
  const { sealed } = terms;
  const { own } = kept;
  const ownPart = sealed?.ownParts !== undefined;
  const has = (what: What) => hasClaim(own.kind === "feasible" ? "optimal" : own.kind, what);
  return {
    ...{ round, kind: own.kind, isSealed: sealed !== null, known: "sealed" in own ? own.known : own },
    lines: shownOutcome(kept, false),
    rows: [...new Set(namedRows(model).map(({ name }) => name))],
    variables: sealed === null || ownPart || !has("variable") ? [] : program.variables.map(({ name }) => name),
    hasCosts: rows.objective !== null && (sealed === null || (program.sense !== null && !ownPart && has("objective"))),
    hasDualValue: sealed !== null && has("dual value"),
    hasShares: sealed?.shares !== undefined && own.kind === "optimal",
  };
}

/** A file to keep: "csv" or "xlsx". Throws as outcomeView does. */
export async function outcomeFile(desk: Desk, round: string, format: "csv" | "xlsx"): Promise<string | Uint8Array> {
  const { kept } = await read(desk, round);
  return format === "csv" ? csvOf(kept) : workbookOf(kept);
}
