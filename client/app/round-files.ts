// What a closed round leaves in the home folder for people and auditors: the outcome in the
// company's own names, the transcript, and the evidence if there was a fault.

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "viem";
import { HomeError } from "../errors.ts";
import { makeFolder, replaceFile } from "../home/folder.ts";
import type { Journal } from "../journal/journal.ts";
import { type RoundJournal, roundJournal } from "../journal/round-journal.ts";
import type { SettledName } from "../play/drive/events.ts";
import { type PartyResult, settledName } from "../play/drive/settled.ts";
import { decodeEnvelope } from "../round/envelope.ts";
import { type CompanyOutcome, companyOutcome } from "./company-outcome.ts";
import type { RoundSetup } from "./setup.ts";

/**
 * Contents of outcome.json: what the chain settled, as one company reads it, and how certain it is.
 */
export type OwnOutcome = CompanyOutcome & {
  /**
   * If the chain settled an outcome other than the one that this company's client had proved, the
   * names of both; else null.
   */
  readonly settledOtherwise: { readonly settled: SettledName; readonly own: SettledName } | null;
};

/** The outcome as party `party` reads it. */
export function ownOutcome(
  { model, program, agreement }: Pick<RoundSetup, "model" | "program" | "agreement">,
  party: number,
  result: Pick<PartyResult, "outcome" | "verdict" | "certificate" | "displaced">,
): OwnOutcome {
  const { displaced } = result;
  return {
    ...companyOutcome({ party, model, program, decimals: agreement.round.decimals }, result),
    settledOtherwise: displaced === null ? null : { settled: settledName(result), own: displaced },
  };
}

/** The outcome that the journal keeps of the round `key`; null before one is settled. */
export function keptOutcome(journal: Journal, key: string): OwnOutcome | null {
  const kept = roundJournal(journal, key).outcome();
  return kept === null ? null : (JSON.parse(Buffer.from(kept).toString("utf8")) as OwnOutcome);
}

export interface RoundName {
  readonly chainId: number;
  readonly coordinator: string;
  readonly round: bigint;
  readonly party: number;
}

/**
 * Version of transcript and evidence: since 2, they have the turns of exchanges (docs/audit.md).
 */
const FILES_VERSION = 2;

/** Writes everything that the journal has of the round into `folder`; may be repeated. */
export async function writeRoundFiles(folder: string, name: RoundName, journal: RoundJournal): Promise<void> {
  await makePrivateFolder(join(folder, "transcript", "messages"));
  const { chainId, coordinator, round, party } = name;
  const about = { version: FILES_VERSION, chainId: String(chainId), coordinator, round: round.toString(), party };
  await writeWhole(join(folder, "transcript", "round.json"), json(about));
  for (const step of journal.steps()) {
    const envelope = journal.message(step)!;
    const { exchange, from } = decodeEnvelope(envelope);
    const file = `${String(exchange).padStart(2, "0")}-${String(from).padStart(3, "0")}.bin`;
    await writeWhole(join(folder, "transcript", "messages", file), envelope);
  }
  const outcome = journal.outcome();
  const outcomeFile = join(folder, "outcome.json");
  if (outcome !== null) await writeWhole(outcomeFile, outcome);
  else await removeOld(outcomeFile);
  await writeEvidence(join(folder, "evidence"), about, journal);
}

async function writeEvidence(folder: string, about: object, journal: RoundJournal): Promise<void> {
  const fault = journal.fault();
  if (fault === null) return;
  await makePrivateFolder(folder);
  const { envelope, ...said } = fault;
  const signed = envelope === null ? null : readSigned(envelope);
  await writeWhole(join(folder, "fault.json"), json({ ...about, fault: { ...said, signed } }));
  if (envelope !== null) await writeWhole(join(folder, "message.bin"), envelope);
}

/** What the message in evidence states about itself; null if it is not an envelope. */
function readSigned(bytes: Uint8Array): object | null {
  try {
    const { exchange, from, digest, signature } = decodeEnvelope(bytes);
    return { exchange, from, digest, signature };
  } catch {
    return null;
  }
}

export function json(value: unknown): string {
  return `${stringify(value, null, 2)}\n`;
}

/** Throws HomeError "FolderFull" or "FolderUnusable". */
export async function makePrivateFolder(folder: string): Promise<void> {
  await makeFolder(folder, 0o700).catch((cause: unknown) => {
    throw unusable(folder, cause);
  });
}

/** Throws HomeError "FolderFull" or "FolderUnusable". */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  await replaceFile(file, content).catch((cause: unknown) => {
    throw unusable(file, cause);
  });
}

/** Throws HomeError "FolderUnusable". */
async function removeOld(file: string): Promise<void> {
  await rm(file, { force: true }).catch((cause: unknown) => {
    throw unusable(file, cause);
  });
}

function unusable(path: string, cause: unknown): HomeError {
  if (Reflect.get(cause as object, "code") === "ENOSPC")
    return new HomeError("FolderFull", "the disk is full: free some space and start again", { cause });
  return new HomeError("FolderUnusable", `${path} cannot be written: check the folder and its permissions`, { cause });
}
