// What an `open` leaves behind that is interrupted after its transaction and before its file: the
// others are invited to a round whose terms only this home can give them. So the terms are on disk
// before the transaction, with the first number that the round can have unless the chain
// reorganises, and the round is found again by the digest of its parameters.
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Address } from "viem";
import { type Reader, readRoundCount, readState } from "../chain/coordinator/read.ts";
import type { Config } from "../home/config.ts";
import type { HomePaths } from "../home/paths.ts";
import { roundParams } from "../round/agreement.ts";
import { paramsDigest } from "../round/params.ts";
import { formatRoundKey, parseRoundKey } from "../round/round-key.ts";
import { encodeTerms, type Terms, termsDigest } from "../round/terms.ts";
import { agreedRound } from "./agreed-round.ts";
import { connect } from "./connect.ts";
import { keepTerms } from "./kept-rounds.ts";
import { formatRoundFile, readRoundFile } from "./round-file.ts";
import { writeWhole } from "./round-files.ts";

const NOTE = /^opening-[0-9a-f]{64}\.json$/;

/** Rounds from the first possible one on among which an interrupted opening is looked for. */
const WINDOW = 256n;

const folderOf = (paths: HomePaths): string => join(paths.folder, "rounds");

/**
 * Notes that a round on these terms is about to be opened, as round `first` or a later one. Returns
 * the file; null where the note of an earlier attempt stays, since its transaction may still be
 * mined. Throws HomeError "FolderFull" or "FolderUnusable".
 */
export async function noteOpening(
  paths: HomePaths,
  { coordinator, first, terms }: { readonly coordinator: Address; readonly first: bigint; readonly terms: Terms },
): Promise<string | null> {
  const file = join(folderOf(paths), `opening-${termsDigest(encodeTerms(terms)).slice(2)}.json`);
  if ((await stat(file).catch(() => null)) !== null) return null;
  await writeWhole(file, formatRoundFile({ round: formatRoundKey({ coordinator, round: first }), terms }));
  return file;
}

/**
 * Finds the rounds of interrupted openings on chain and keeps their terms. Returns their keys. A
 * note whose round is not there stays while it may still be mined. Asks the chain only where there
 * is a note. Throws ChainError and, where the terms cannot be kept, HomeError.
 */
export async function findInterrupted(paths: HomePaths, config: Config): Promise<readonly string[]> {
  const names = (await readdir(folderOf(paths)).catch(() => [])).filter((name) => NOTE.test(name));
  const { coordinator } = config;
  if (names.length === 0 || coordinator === null) return [];
  const reader = { publicClient: await connect(config), coordinator, confirmations: 0 };
  const count = await readRoundCount(reader);
  const found: string[] = [];
  for (const name of names) {
    const note = join(folderOf(paths), name);
    const file = await readRoundFile(note).catch(() => null);
    if (file === null) continue;
    const first = parseRoundKey(file.round, coordinator);
    if (first.coordinator !== coordinator) continue;
    const end = first.round + WINDOW;
    const rounds = await roundsOn(file.terms, { first: first.round, last: count < end ? count : end }, reader);
    const keys = rounds.map((round) => formatRoundKey({ coordinator, round }));
    for (const key of keys) await keepTerms(paths, "opened", { round: key, terms: file.terms });
    if (keys.length > 0 || count > end) await rm(note, { force: true });
    found.push(...keys);
  }
  return found;
}

/** The rounds from number `first` to `last` that were opened on these terms. */
async function roundsOn(
  terms: Terms,
  { first, last }: { readonly first: bigint; readonly last: bigint },
  reader: Reader,
): Promise<bigint[]> {
  const digest = paramsDigest(roundParams(agreedRound(terms).agreement));
  const rounds: bigint[] = [];
  for (let round = first; round <= last; round++)
    if ((await readState(reader, round)).state.paramsDigest === digest) rounds.push(round);
  return rounds;
}
