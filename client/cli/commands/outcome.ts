// `concordat outcome`: this company's part of a settled round, in its own names, signs and units.
import { requireAgreed } from "../../app/not-agreed.ts";
import { type KeptOutcome, keptOutcome, needsKey } from "../../app/round-files.ts";
import { HomeError, InputError } from "../../errors.ts";
import type { Journal } from "../../journal/journal.ts";
import { openOwnJournal, readJournal } from "../../journal/own-journal.ts";
import type { RoundNote } from "../../journal/rounds.ts";
import { certaintyLines } from "../../round/certainty.ts";
import { formatRoundKey, parseRoundKey } from "../../round/round-key.ts";
import { decodeTerms } from "../../round/terms.ts";
import { type GlobalOptions, type Home, openHome, openSeed } from "../home.ts";
import { outcomeCsv, outcomeLines } from "../outcome-lines.ts";
import { outcomeSheets } from "../outcome-sheets.ts";
import { sealedCsv, sealedLines, sealedSheets } from "../sealed-outcome-lines.ts";
import { SHARED, writeUserFile } from "../write-file.ts";

/** Permissions of a file with what only this company knows. */
const OWN = 0o600;

export interface OutcomeOptions extends GlobalOptions {
  readonly csv?: string;
  readonly xlsx?: string;
  readonly all: boolean;
}

/**
 * Throws InputError "RoundUnknown", "OutcomeMissing" while there is none, "FileUnwritable", and
 * HomeError "JournalTampered"; for a sealed outcome also as `openSeed` does.
 */
export async function outcome(name: string, options: OutcomeOptions): Promise<void> {
  const home = await openHome(options);
  const key = formatRoundKey(parseRoundKey(name, home.config.coordinator));
  const read = await openOutcome(home, key, options);
  home.printer.result(read.own, () => shownOutcome(read, options.all));
  const mode = "sealed" in read.own ? OWN : SHARED;
  if (options.csv !== undefined) await writeUserFile(options.csv, csvOf(read), mode);
  if (options.xlsx !== undefined) await writeUserFile(options.xlsx, await workbookOf(read), mode);
}

/** The outcome for people; with `all`, zeros, too. */
export function shownOutcome({ own, accepted }: ReadOutcome, all: boolean): string[] {
  const constantOf = constantOwner({ own, accepted });
  if ("sealed" in own)
    return [...otherwiseLines(own), ...sealedLines(own, { all, constantOf }), ...sharesLines(own, accepted)];
  const certainty = certaintyLines(own);
  return [
    ...otherwiseLines(own),
    ...outcomeLines(own, { all, constantOf }),
    ...(certainty.length === 0 ? [] : ["", ...certainty]),
  ];
}

export function csvOf({ own, accepted }: ReadOutcome): string {
  const constantOf = constantOwner({ own, accepted });
  return "sealed" in own ? sealedCsv(own, constantOf) : outcomeCsv(own, constantOf);
}

/** The bytes of a workbook (.xlsx). */
export async function workbookOf({ own, accepted }: ReadOutcome): Promise<Uint8Array> {
  const { workbookBytes } = await import("../workbook-bytes.ts");
  const constantOf = constantOwner({ own, accepted });
  return workbookBytes("sealed" in own ? sealedSheets(own, constantOf) : outcomeSheets(own, constantOf));
}

export interface ReadOutcome {
  readonly own: KeptOutcome;
  readonly accepted: RoundNote;
}

/** Whose costs may have a constant term that this company does not know; null if nobody's. */
function constantOwner({ own, accepted }: ReadOutcome): string | null {
  return isToldValue(own) ? otherOwner(accepted) : null;
}

/** What a company knows of a sealed outcome needs the password, and nothing else does. */
async function openOutcome(home: Home, key: string, options: GlobalOptions): Promise<ReadOutcome> {
  const shown = await readJournal(home.paths);
  try {
    if (!needsKey(shown, key)) return readOutcome(shown, key);
  } finally {
    shown.close();
  }
  const journal = await openOwnJournal(home.paths, await openSeed(home, options));
  try {
    return readOutcome(journal, key);
  } finally {
    journal.close();
  }
}

/**
 * Throws InputError "RoundUnknown" and "OutcomeMissing", HomeError "JournalTampered", and
 * "JournalLocked" where the outcome is sealed and the journal is open without its key.
 */
export function readOutcome(journal: Journal, key: string): ReadOutcome {
  const own = keptOutcome(journal, key);
  const accepted = requireAgreed(journal, key);
  if (own !== null) return { own, accepted };
  if (accepted.status === "done")
    throw new HomeError(
      "JournalTampered",
      `round ${key} is settled, but its outcome was removed from the journal: restore the journal from your back-up`,
    );
  const text = `round ${key} has no outcome here: \`concordat status\` says where it stands`;
  throw new InputError("OutcomeMissing", text);
}

/** Whether a company learns the value of this optimum that does not have the costs. */
function isToldValue(own: KeptOutcome): boolean {
  const known = "sealed" in own ? own.known : own;
  return known?.kind === "optimal" && (!("sealed" in own) || "ownPart" in known);
}

/** The company that owns the costs, and alone knows their constant term; null if it is this one. */
function otherOwner({ terms, party }: RoundNote): string | null {
  const { parties } = decodeTerms(terms);
  const owner = parties.findIndex(({ announcement }) => announcement.sense !== null);
  return owner === party ? null : (parties[owner]?.name ?? null);
}

/** Where to find the shares of an optimum, if they are public. */
function sharesLines({ kind }: KeptOutcome, { key, terms }: RoundNote): string[] {
  if (kind !== "optimal" || decodeTerms(terms).sealed?.shares === undefined) return [];
  return [
    `Each company's share of the optimum is public: \`concordat shares ${parseRoundKey(key, null).round}\` shows them.`,
  ];
}

function otherwiseLines({ settledOtherwise }: KeptOutcome): string[] {
  if (settledOtherwise === null) return [];
  const { settled, own } = settledOtherwise;
  return [
    `SETTLED OTHERWISE: this is what the chain settled (${settled.kind}, statement ${settled.statementDigest}) and what counts;`,
    `this company's client had proved another outcome (${own.kind}, statement ${own.statementDigest}).`,
    "Only all companies together can do this, not some of them alone: find out how it came about.",
    "",
  ];
}
