// The set-ups that a home keeps. Each was checked in full before; its name is the digest of its
// string, so that whoever reads it checks only this digest again.
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Hex } from "viem";
import { InputError, SealedError, SetupFileError } from "../../errors.ts";
import type { HomePaths } from "../../home/paths.ts";
import type { Ceremony } from "../../sealed/ceremony/ceremony.ts";
import { decodeCeremony, decodeSummary, type SetupSummary } from "../../sealed/ceremony/file.ts";
import { makePrivateFolder } from "../round-files.ts";
import { readSetupBytes, writeCeremony } from "./file.ts";

/** Where a home keeps a set-up. */
function keptFile({ setups }: Pick<HomePaths, "setups">, digest: Hex): string {
  return join(setups, `${digest}.bin`);
}

/**
 * Keeps a set-up that has passed `checkCeremony`, whole or not at all; `digest` is its string's.
 * Returns the file. Throws HomeError "FolderFull" or "FolderUnusable", InputError "FileUnwritable".
 */
export async function keepSetup(paths: Pick<HomePaths, "setups">, digest: Hex, ceremony: Ceremony): Promise<string> {
  await makePrivateFolder(paths.setups);
  const file = keptFile(paths, digest);
  await writeCeremony(file, ceremony);
  return file;
}

/** What rounds say of a set-up. */
export interface NamedSetup {
  /** R. */
  readonly size: number;
  /** srsDigest. */
  readonly setup: Hex;
}

/**
 * A kept set-up with its points. That they are those of the digest, the caller checks.
 * Throws InputError "SetupMissing", and what decodeCeremony throws.
 */
export async function readKept(paths: Pick<HomePaths, "setups">, named: NamedSetup): Promise<Ceremony> {
  return ofKept(keptFile(paths, named.setup), decodeCeremony).then((found) => {
    if (found === null) throw setupMissing(named);
    return found;
  });
}

/** Who made a kept set-up; null if the home does not keep it. Throws what decodeSummary throws. */
export function summaryOfKept(paths: Pick<HomePaths, "setups">, digest: Hex): Promise<SetupSummary | null> {
  return ofKept(keptFile(paths, digest), decodeSummary);
}

/** InputError "SetupMissing"; `file` is one that has the set-up, if known. */
export function setupMissing({ size, setup }: NamedSetup, file = "<its file>"): InputError {
  return new InputError(
    "SetupMissing",
    `this home does not keep the set-up ${setup} of size ${size}, which a sealed outcome needs: ` +
      `check it and keep it with \`concordat setup verify ${file} --keep\``,
  );
}

/** What `read` makes of a kept file; null without one. Errors name the file. */
async function ofKept<T>(file: string, read: (bytes: Uint8Array) => T): Promise<T | null> {
  const isThere = await stat(file).then(
    () => true,
    () => false,
  );
  if (!isThere) return null;
  const bytes = await readSetupBytes(file);
  try {
    return read(bytes);
  } catch (error) {
    if (error instanceof SetupFileError) throw new SetupFileError(error.code, `${file}: ${error.message}`, error.range);
    if (error instanceof SealedError) throw new SealedError(error.code, `${file}: ${error.message}`);
    throw error;
  }
}
