// Agrees to a round: checks terms, chain and the company's file against each other, and journals
// the agreement. From then on a client of this home plays the round.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { checkCoordinator, checkShares } from "../chain/coordinator/check-contract.ts";
import { readParams, readState } from "../chain/coordinator/read.ts";
import { callingThread } from "../crypto/paillier/pool.ts";
import { checkOf } from "../engines/check-own.ts";
import type { Engine } from "../engines/engine.ts";
import { ChainError, InputError, type InputPlace, ProtocolError } from "../errors.ts";
import type { Config } from "../home/config.ts";
import type { Keys } from "../home/keys.ts";
import type { HomePaths } from "../home/paths.ts";
import { openOwnJournal, readJournal } from "../journal/own-journal.ts";
import { acceptedRounds, acceptRound } from "../journal/rounds.ts";
import type { PublicProgram } from "../lp/joint/program.ts";
import type { Model } from "../lp/model/model.ts";
import { readProgram, readProgramBytes } from "../lp/readers/read.ts";
import type { Rounding } from "../math/decimal.ts";
import { checkSize } from "../play/drive/check-round.ts";
import { type Agreement, roundParams } from "../round/agreement.ts";
import { paramsDigest } from "../round/params.ts";
import { formatRoundKey, isRoundName, parseRoundKey, type RoundKey } from "../round/round-key.ts";
import { encodeTerms, type Terms, type TermsParty } from "../round/terms.ts";
import { summaryOfKept } from "./ceremony/home.ts";
import { checkSettings, connect, coordinatorOf } from "./connect.ts";
import { findTerms } from "./kept-rounds.ts";
import { findInterrupted } from "./opening.ts";
import { type RoundFile, readRoundFile } from "./round-file.ts";
import { type Setups, sealingOf } from "./seal/load.ts";
import { requireOwnContribution } from "./seal/own-contribution.ts";
import { setUpRound } from "./setup.ts";
import { requireUsual, SPEC_SETTINGS, scalesOfTerms } from "./wide-tolerances.ts";

export interface FileContent {
  /** Its extension may say what it is. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface AgreeInput {
  readonly paths: HomePaths;
  readonly config: Config;
  readonly keys: Keys;
  /**
   * The round's number, or `<coordinator>/<number>`, of one whose terms this home has; or the file
   * that the opener sent.
   */
  readonly round: string;
  /**
   * The company's file of rows, by its path or with its content; none for a party that only helps
   * to compute.
   */
  readonly data: string | FileContent | undefined;
  readonly rounding: Rounding;
  /** Continues although a search that takes seconds breaks the engine's disguise at this size. */
  readonly insist: boolean;
  /** Agrees although the tolerances are wider than usual. */
  readonly acceptTolerances: boolean;
  /** Agrees although this company has not contributed to the set-up of a sealed outcome. */
  readonly acceptSetup: boolean;
  /** Called with the model of the company's file, for remarks on what was read. */
  readonly onRead: (model: Model) => void;
  /** Sees how far a set-up is read. */
  readonly progress: Setups["progress"];
}

/** A round that this company can agree to, with its file. */
export interface Agreeable {
  /** `<coordinator>/<number>`. */
  readonly key: string;
  readonly party: number;
  readonly terms: Terms;
  readonly program: PublicProgram;
  readonly agreement: Agreement;
  readonly engine: Engine<unknown>;
}

export interface Agreed extends Agreeable {
  /** False when this home had agreed to the round before. */
  readonly isNew: boolean;
}

/**
 * Checks all that agreeing checks, and agrees to nothing. Throws InputError "TermsMissing",
 * "RoundElsewhere", "NotParty", "PeriodTooShort", "DataMissing", "OptionInvalid", "TolerancesWide",
 * "SetupForeign", and the errors of the readers and of `setUpRound`; ProtocolError "SizeUnsafe" and
 * "RoundDiffers"; for a sealed outcome what `sealingOf` throws; ChainError "RoundUnknown",
 * "RoundClosed" and those of `checkCoordinator`, `checkSettings` and `checkShares`. "RoundClosed"
 * goes before all that a company would have to choose or change.
 */
export async function checkRound(input: AgreeInput): Promise<Agreeable> {
  return (await readyToAgree(input)).round;
}

/** Throws as checkRound does. */
export async function agreeToRound(input: AgreeInput): Promise<Agreed> {
  const { round, accepted } = await readyToAgree(input);
  const journal = await openOwnJournal(input.paths, input.keys);
  try {
    return { ...round, isNew: acceptRound(journal, accepted) };
  } finally {
    journal.close();
  }
}

async function readyToAgree(input: AgreeInput) {
  const { paths, config, keys } = input;
  const { round: name, terms, file } = await termsOf(input);
  const key = parseRoundKey(name, coordinatorOf(config));
  const party = ownParty({ key, terms, file }, input);
  const isKnown = await hasAgreed(paths, key);
  const { accepted, setup } = await prepare({ key, terms, party, isKnown }, input).catch(async (error: unknown) => {
    if (!isKnown) await requireOpen(key, config);
    throw error;
  });
  const { agreement, program, engine } = setup;
  const digest = paramsDigest(roundParams(agreement));
  const reader = { publicClient: await connect(config), coordinator: key.coordinator, confirmations: 0 };
  await checkCoordinator(reader);
  await checkSettings(reader.publicClient, config, keys);
  if (terms.sealed?.shares !== undefined) await checkShares(reader, terms.sealed.shares);
  if (paramsDigest(await readParams(reader, key.round)) !== digest) {
    throw new ProtocolError(
      "RoundDiffers",
      `round ${name} on chain has terms other than those in ${file}: ask the company that opened it for its file; one that somebody changed in this home, delete`,
    );
  }
  if (!isKnown) await checkOpen(reader, key.round);
  return {
    round: { key: accepted.key, party, terms, program, agreement, engine },
    accepted: { ...accepted, paramsDigest: digest },
  };
}

/** Whether the journal has the round, which reads without a key. */
async function hasAgreed(paths: HomePaths, key: RoundKey): Promise<boolean> {
  if (!existsSync(paths.journal)) return false;
  const journal = await readJournal(paths);
  try {
    return acceptedRounds(journal).some((round) => round.key === formatRoundKey(key));
  } finally {
    journal.close();
  }
}

interface Joining {
  readonly key: RoundKey;
  readonly terms: Terms;
  readonly party: number;
  readonly isKnown: boolean;
}

/** All that needs no chain. What a company must agree to expressly, it is asked once. */
async function prepare({ key, terms, party, isKnown }: Joining, input: AgreeInput) {
  const { rounding, insist, acceptTolerances } = input;
  const accepted = {
    ...{ key: formatRoundKey(key), terms: encodeTerms(terms), party },
    ...(await readData(terms.parties[party]!, input)),
    ...{ rounding, insist, acceptedAt: Math.floor(Date.now() / 1000) },
  };
  const setup = await setUpRound(accepted, callingThread);
  const { agreement, program, engine, model } = setup;
  const scales = {
    ...scalesOfTerms(terms, program, engine.grid, new Map([[party, model]])),
    check: checkOf(engine),
  };
  const remedy = "Have the round opened with that, or agree to it as it is with --accept-tolerances";
  if (!acceptTolerances && !isKnown) requireUsual(scales, SPEC_SETTINGS, { accepted: [], remedy });
  if (!insist && !isKnown) checkSize(engine, agreement.round);
  await sealingOf(terms, { program, agreement }, input);
  if (!isKnown) await requireOwnSetup(terms, input);
  return { accepted, setup };
}

/** Throws InputError "SetupForeign". */
async function requireOwnSetup({ sealed, parties }: Terms, { paths, keys, acceptSetup }: AgreeInput): Promise<void> {
  if (sealed === null || acceptSetup) return;
  const kept = await summaryOfKept(paths, sealed.setup);
  const accounts = [keys.account.address, keys.sender.address];
  requireOwnContribution(kept!, { accounts, parties, setup: sealed.setup });
}

/** Throws ChainError "RoundClosed"; whatever else is wrong with the chain matters later. */
async function requireOpen({ coordinator, round }: RoundKey, config: Config): Promise<void> {
  try {
    await checkOpen({ publicClient: await connect(config), coordinator, confirmations: 0 }, round);
  } catch (error) {
    if (error instanceof ChainError && error.code === "RoundClosed") throw error;
  }
}

interface FoundTerms extends RoundFile {
  /** Where the terms came from. */
  readonly file: string;
}

/** The file's, or those that this home has of the round of that name. */
async function termsOf(input: AgreeInput): Promise<FoundTerms> {
  const { paths, config, round: name } = input;
  if (!isRoundName(name)) return { ...(await readRoundFile(name)), file: name };
  const at = parseRoundKey(name, coordinatorOf(config));
  requireOwnCoordinator(at, config, { field: `round ${name}` });
  const key = formatRoundKey(at);
  const found = (await findTerms(paths, key)) ?? (await foundAfterInterruption(key, paths, config));
  if (found !== null) return { round: key, ...found };
  throw await termsMissing(at, input);
}

/**
 * Why this home has no terms of a round of its coordinator. Throws ChainError "RoundUnknown" and
 * "RoundClosed", InputError "NotParty" for one whose terms nobody will give it.
 */
async function termsMissing({ coordinator, round }: RoundKey, { config, keys }: AgreeInput): Promise<InputError> {
  const reader = { publicClient: await connect(config), coordinator, confirmations: 0 };
  const { parties } = await readParams(reader, round);
  if (placeOf(keys, parties) < 0) throw notParty(keys, { field: `round ${round}` });
  await checkOpen(reader, round);
  const text =
    `this home has no terms of round ${round} yet: a running client (\`concordat join\`) fetches them from the company that opened it, ` +
    "whose client must run, too; or ask that company for the round's file";
  return new InputError("TermsMissing", text);
}

/** This company's place among the accounts of a round's parties; -1 if it is none of them. */
function placeOf({ account }: Keys, parties: readonly string[]): number {
  return parties.findIndex((other) => other.toLowerCase() === account.address.toLowerCase());
}

function notParty({ account }: Keys, place: InputPlace): InputError {
  const text = `does not name this company's account ${account.address}: ask the company that opened it`;
  return new InputError("NotParty", text, place);
}

/** Throws InputError "RoundElsewhere". */
function requireOwnCoordinator({ coordinator }: RoundKey, config: Config, place: InputPlace): void {
  const own = coordinatorOf(config);
  if (coordinator === own) return;
  const text = `belongs to the coordinator ${coordinator}, and this home's settings name ${own}: use the home that belongs to it`;
  throw new InputError("RoundElsewhere", text, place);
}

/** The terms of a round whose opening by this home was interrupted; null when it was not. */
async function foundAfterInterruption(key: string, paths: HomePaths, config: Config) {
  return (await findInterrupted(paths, config)).includes(key) ? findTerms(paths, key) : null;
}

/** This company's place among the parties of a round that its settings let it join. */
function ownParty(
  { key, terms, file }: { readonly key: RoundKey; readonly terms: Terms; readonly file: string },
  { config, keys }: AgreeInput,
): number {
  requireOwnCoordinator(key, config, { file });
  const party = placeOf(
    keys,
    terms.parties.map(({ account }) => account),
  );
  if (party < 0) throw notParty(keys, { file });
  for (const [period, seconds] of Object.entries(terms.periods)) {
    if (seconds >= config.leastPeriod) continue;
    const text =
      `gives ${seconds} s to ${period}, and this home's settings ask for ${config.leastPeriod} s at least (leastPeriod in config.json): ` +
      "whoever can keep transactions out of blocks for that long can take the bonds of others";
    throw new InputError("PeriodTooShort", text, { file });
  }
  return party;
}

/** The company's file; nothing for a party that only helps to compute. */
async function readData(
  { name, announcement }: TermsParty,
  { data: file, onRead }: AgreeInput,
): Promise<{ readonly data: Uint8Array; readonly dataName: string }> {
  const { variables, inequalities, equalities, sense } = announcement;
  const helps = variables.length === 0 && inequalities + equalities === 0 && sense === null;
  if (helps !== (file === undefined)) {
    const text = helps ? `${name} only helps to compute in this round and has no rows` : "name this company's rows";
    throw new InputError(helps ? "OptionInvalid" : "DataMissing", text, { field: "--data" });
  }
  if (file === undefined) return { data: new Uint8Array(0), dataName: name };
  if (typeof file !== "string") {
    onRead(await readProgramBytes(file.bytes, file.name));
    return { data: file.bytes, dataName: file.name };
  }
  onRead(await readProgram(file));
  return { data: await readFile(file), dataName: basename(file) };
}

/** Nobody can join a round that has begun or is over. */
async function checkOpen(reader: Parameters<typeof readState>[0], round: bigint): Promise<void> {
  const { state, now } = await readState(reader, round);
  if (state.phase === "committing" && now <= state.deadline) return;
  const why = state.phase === "committing" ? "its time to commit is over" : `it is ${state.phase}`;
  throw new ChainError("RoundClosed", `round ${round} no longer accepts commitments: ${why}; open a new one`);
}
