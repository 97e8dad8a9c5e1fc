// What a closed round leaves in the home folder for people and auditors: the outcome in the
// company's own names, the transcript, and the evidence if there was a fault.

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { keccak256, stringify } from "viem";
import { HomeError } from "../errors.ts";
import { makeFolder, replaceFile } from "../home/folder.ts";
import type { Journal } from "../journal/journal.ts";
import { type FaultNote, type RoundJournal, roundJournal } from "../journal/round-journal.ts";
import type { SettledName } from "../play/drive/events.ts";
import { type PartyResult, type Proved, type SettledResult, settledName } from "../play/drive/settled.ts";
import { decodeEnvelope, type Envelope, encodeEnvelope, envelopeFor } from "../round/envelope.ts";
import { type ScheduledTurn, UNPOSTED_EXCHANGE } from "../round/schedule.ts";
import { type CompanyOutcome, companyOutcome } from "./company-outcome.ts";
import { type SealedCompanyOutcome, sealedCompanyOutcome } from "./sealed-outcome.ts";
import type { RoundSetup } from "./setup.ts";

/** What the client had proved, beside what was settled. */
interface Otherwise {
  /**
   * If the chain settled an outcome other than the one that this company's client had proved, the
   * names of both; else null.
   */
  readonly settledOtherwise: { readonly settled: SettledName; readonly own: SettledName } | null;
}

/** A public outcome as one company reads it, and how certain it is. */
export type OwnOutcome = CompanyOutcome & Otherwise;

/** Contents of outcome.json. */
export type KeptOutcome = OwnOutcome | (SealedCompanyOutcome & Otherwise);

type Setup = Pick<RoundSetup, "model" | "program" | "agreement">;

/** The public outcome as party `party` reads it. */
export function ownOutcome(
  { model, program, agreement }: Setup,
  party: number,
  result: Pick<PartyResult, "outcome" | "verdict" | "certificate" | "displaced">,
): OwnOutcome {
  const { round } = agreement;
  return { ...companyOutcome({ party, model, program, round }, result), ...otherwise(result) };
}

/** What party `party` keeps of a settled round. */
export function outcomeToKeep(setup: Setup, party: number, result: SettledResult): KeptOutcome {
  if (!("sealed" in result)) return ownOutcome(setup, party, result);
  return { ...sealedCompanyOutcome(setup, setup.agreement.round, result), ...otherwise(result) };
}

function otherwise(result: Proved & Pick<SettledResult, "displaced">): Otherwise {
  const { displaced } = result;
  return { settledOtherwise: displaced === null ? null : { settled: settledName(result), own: displaced } };
}

/** Stores an outcome; what this company knows of a sealed one is sealed in the journal, too. */
export function keepOutcome(journal: RoundJournal, outcome: KeptOutcome): void {
  const isSecret = "sealed" in outcome && outcome.known !== null;
  const shown = isSecret ? { ...outcome, known: null } : outcome;
  journal.keepOutcome(Buffer.from(json(shown)), isSecret ? Buffer.from(json(outcome.known)) : null);
}

/**
 * The outcome that the journal keeps of the round `key`; null before one is settled. Throws
 * HomeError "JournalLocked" where the journal is open without its key and `needsKey`.
 */
export function keptOutcome(journal: Journal, key: string): KeptOutcome | null {
  return readKept(roundJournal(journal, key));
}

/** Whether the outcome of the round `key` can be read with the journal's key alone. */
export function needsKey(journal: Journal, key: string): boolean {
  return roundJournal(journal, key).hasKnown();
}

/** What the outcome of the round `key` was settled in place of; needs no key. */
export function settledOtherwise(journal: Journal, key: string): Otherwise["settledOtherwise"] {
  return readShown(roundJournal(journal, key))?.settledOtherwise ?? null;
}

function readKept(journal: RoundJournal): KeptOutcome | null {
  const [shown, known] = [readShown(journal), journal.known()];
  return known === null ? shown : ({ ...shown, known: fromJson(known) } as KeptOutcome);
}

/** Without what needs the key. */
function readShown(journal: RoundJournal): KeptOutcome | null {
  const kept = journal.outcome();
  return kept === null ? null : (fromJson(kept) as KeptOutcome);
}

function fromJson(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes).toString("utf8"));
}

export interface RoundName {
  readonly chainId: number;
  readonly coordinator: string;
  readonly round: bigint;
  readonly party: number;
}

/**
 * Versions (docs/audit.md). Since 2, both have the turns of exchanges; since 3, a transcript has
 * the digests of messages to one party.
 */
const [TRANSCRIPT_VERSION, EVIDENCE_VERSION] = [3, 2];

/** Writes what the journal has of the round into `folder`; may be repeated. */
export async function writeRoundFiles(
  folder: string,
  name: RoundName,
  journal: RoundJournal,
  schedule: readonly ScheduledTurn[],
): Promise<void> {
  await makePrivateFolder(join(folder, "transcript", "messages"));
  const { chainId, coordinator, round, party } = name;
  const about = { chainId: String(chainId), coordinator, round: round.toString(), party };
  await writeWhole(join(folder, "transcript", "round.json"), json({ version: TRANSCRIPT_VERSION, ...about }));
  await writePosted(join(folder, "transcript", "messages"), { journal, schedule }, 0);
  const outcome = readKept(journal);
  const outcomeFile = join(folder, "outcome.json");
  if (outcome !== null) await writeWhole(outcomeFile, json(outcome));
  else await removeOld(outcomeFile);
  const evidence = { version: EVIDENCE_VERSION, ...about };
  await writeEvidence(join(folder, "evidence"), evidence, { journal, schedule });
}

/** What a company keeps of a round, and all turns of it, by step. */
interface Kept {
  readonly journal: RoundJournal;
  readonly schedule: readonly ScheduledTurn[];
}

/** Of each posted turn, from exchange `first` on, the messages to all, and digests of the rest. */
async function writePosted(folder: string, { journal, schedule }: Kept, first: number): Promise<void> {
  for (const step of journal.steps()) {
    const envelope = journal.message(step)!;
    const turn = decodeEnvelope(envelope);
    // Of a proof among the parties, the posted turn has the digests; the rest is theirs alone. So
    // are messages to one party: two nodes' shares add up to everybody's rows.
    if (turn.exchange < first || turn.exchange >= UNPOSTED_EXCHANGE) continue;
    await writeWhole(join(folder, turnFile(turn)), envelopeFor([], schedule[step]!, envelope));
  }
}

function turnFile({ exchange, from }: Pick<Envelope, "exchange" | "from">): string {
  return `${String(exchange).padStart(2, "0")}-${String(from).padStart(3, "0")}.bin`;
}

/** Faults of a node that show in the closings of all. */
const IN_CLOSINGS: ReadonlySet<string> = new Set(["PointsDiffer", "OutcomeDiffers", "TranscriptDiffers"]);

/**
 * The first exchange of those in which a fault shows by what all told everybody; null where it
 * shows in messages to one party, or in one message. Outcomes can differ in the settlement, too.
 */
function shownFrom({ code, step }: FaultNote, schedule: readonly ScheduledTurn[]): number | null {
  if (code === "InputNotCommitted") return 0;
  if (!IN_CLOSINGS.has(code)) return null;
  const { exchange, messages } = schedule[step!]!;
  return messages[0]!.phase === "closing" ? exchange : null;
}

async function writeEvidence(
  folder: string,
  about: Pick<RoundName, "party"> & { readonly version: number },
  kept: Kept,
): Promise<void> {
  const { journal } = kept;
  const fault = journal.fault();
  if (fault === null) return;
  await makePrivateFolder(folder);
  const { envelope, ...said } = fault;
  const signed = envelope === null ? null : readSigned(envelope);
  await writeWhole(join(folder, "fault.json"), json({ ...about, fault: { ...said, signed } }));
  const [turns, message] = [join(folder, "turns"), join(folder, "message.bin")];
  const first = envelope === null ? null : shownFrom(fault, kept.schedule);
  if (envelope !== null && first !== null) {
    // Evidence (auditor/evidence/not-committed.ts, contradicting.ts) that has no shares: those of
    // two nodes would be the rows of the company that is named, or this company's own part.
    await makePrivateFolder(turns);
    await writePosted(turns, kept, first);
    await writeWhole(message, envelopeFor([], kept.schedule[fault.step!]!, envelope));
    return;
  }
  await writeUnposted(turns, about.party, journal);
  if (envelope === null) return;
  const isNamed = signed !== null && signed.from === fault.party;
  await writeWhole(message, signed === null || isNamed ? envelope : withoutShares(envelope));
  const copy = ownCopy(fault, envelope, journal);
  if (copy !== null) await writeWhole(join(folder, "own-copy.bin"), withoutShares(copy));
}

/**
 * What the others had sent of a proof among the parties, which is on no chain: how far each came
 * before the round ended.
 */
async function writeUnposted(folder: string, own: number, journal: RoundJournal): Promise<void> {
  for (const step of journal.steps()) {
    const envelope = journal.message(step)!;
    const turn = decodeEnvelope(envelope);
    if (turn.exchange < UNPOSTED_EXCHANGE || turn.from === own) continue;
    await makePrivateFolder(folder);
    await writeWhole(join(folder, turnFile(turn)), withoutShares(envelope));
  }
}

/**
 * A turn that is not posted, with the digests of its messages to one party, which the signature
 * covers as well. Such messages have shares of numbers that are their sender's own
 * (docs/sealed-own-part.md, "Messages"): with those of another node an auditor would have the
 * numbers themselves.
 */
function withoutShares(envelope: Uint8Array): Uint8Array {
  const turn = decodeEnvelope(envelope);
  if (turn.exchange < UNPOSTED_EXCHANGE) return envelope;
  const parts = turn.parts.map((part, i) => (i === 0 || typeof part === "string" ? part : keccak256(part)));
  return encodeEnvelope({ ...turn, parts });
}

/**
 * What the named party sent us in the exchange that the turn in evidence echoes, where that echo
 * shows another turn of it; else null. The echo may be its own.
 */
function ownCopy({ code, party }: FaultNote, evidence: Uint8Array, journal: RoundJournal): Uint8Array | null {
  const signed = readSigned(evidence);
  if (code !== "Equivocation" || signed === null || signed.exchange <= UNPOSTED_EXCHANGE) return null;
  for (const step of journal.steps()) {
    const envelope = journal.message(step)!;
    const { exchange, from } = decodeEnvelope(envelope);
    if (exchange === signed.exchange - 1 && from === party) return envelope;
  }
  return null;
}

/** What the message in evidence states about itself; null if it is not an envelope. */
function readSigned(bytes: Uint8Array): Pick<Envelope, "exchange" | "from" | "digest" | "signature"> | null {
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
