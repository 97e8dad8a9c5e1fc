// What an `open` leaves behind that is interrupted after its transaction and before its file: the
// others are invited to a round whose terms only this home can give them. So the terms are on disk
// before the transaction, with the first number that the round can have, and the round is found
// again by the digest of its parameters.
import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Address } from "viem";
import { type Reader, readRoundCount, readState } from "../chain/coordinator/read.ts";

import { callingThread } from "../crypto/paillier/pool.ts";
import { createEngine } from "../engines/engines.ts";
import type { HomePaths } from "../home/paths.ts";
import { roundSchedule } from "../play/settle/schedule.ts";
import { roundParams } from "../round/agreement.ts";
import { paramsDigest } from "../round/params.ts";
import { formatRoundKey, parseRoundKey } from "../round/round-key.ts";
import { agreementOf, encodeTerms, type Terms, termsDigest } from "../round/terms.ts";
import { keptFile } from "./kept-rounds.ts";
import { formatRoundFile, readRoundFile } from "./round-file.ts";

const NOTE = /^opening-[0-9a-f]{64}\.json$/;

const folderOf = (paths: HomePaths): string => join(paths.folder, "rounds");

/**
 * Notes that a round on these terms is about to be opened, as round `first` or a later one. A note
 * of an earlier attempt stays, since its transaction may still be mined.
 */
export async function noteOpening(
  paths: HomePaths,
  { coordinator, first, terms }: { readonly coordinator: Address; readonly first: bigint; readonly terms: Terms },
): Promise<void> {
  const file = join(folderOf(paths), `opening-${termsDigest(encodeTerms(terms)).slice(2)}.json`);
  if (await stat(file).catch(() => null)) return;
  const text = formatRoundFile({ round: formatRoundKey({ coordinator, round: first }), terms });
  await writeFile(file, text, { mode: 0o600 });
}

/** Keeps the terms of a round that this home opened. Returns the file. */
export async function keepOpened(paths: HomePaths, key: string, terms: Terms): Promise<string> {
  const file = keptFile(paths, key, "opened");
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, formatRoundFile({ round: key, terms }), { mode: 0o600 });
  return file;
}

/**
 * Finds the rounds of interrupted openings on chain and keeps their terms. Returns their keys. A
 * note whose round is not there stays. `connect` is called only where there is a note. Throws
 * ChainError.
 */
export async function findInterrupted(paths: HomePaths, connect: () => Promise<Reader>): Promise<readonly string[]> {
  const names = (await readdir(folderOf(paths)).catch(() => [])).filter((name) => NOTE.test(name));
  if (names.length === 0) return [];
  const reader = await connect();
  const found: string[] = [];
  for (const name of names) {
    const note = join(folderOf(paths), name);
    const file = await readRoundFile(note).catch(() => null);
    if (file === null) continue;
    const { coordinator, round: first } = parseRoundKey(file.round, reader.coordinator);
    if (coordinator !== reader.coordinator) continue;
    const keys = (await roundsOn(file.terms, first, reader)).map((round) => formatRoundKey({ coordinator, round }));
    for (const key of keys) await keepOpened(paths, key, file.terms);
    if (keys.length > 0) await rm(note, { force: true });
    found.push(...keys);
  }
  return found;
}

/** The rounds from number `first` on that were opened on these terms. */
async function roundsOn(terms: Terms, first: bigint, reader: Reader): Promise<bigint[]> {
  const engine = createEngine(terms.engine, callingThread);
  const { agreement } = agreementOf(terms, (round) => roundSchedule(engine, round).turns);
  const digest = paramsDigest(roundParams(agreement));
  const count = await readRoundCount(reader);
  const rounds: bigint[] = [];
  for (let round = first; round <= count; round++)
    if ((await readState(reader, round)).state.paramsDigest === digest) rounds.push(round);
  return rounds;
}
