// The sealed outcome of a spec: which set-up it names, whether that has room for the round's
// numbers, and the key that follows.
import { dirname, resolve } from "node:path";
import type { Hex } from "viem";
import { InputError } from "../../errors.ts";
import type { PublicProgram } from "../../lp/joint/program.ts";
import { boundsAt } from "../../lp/joint/scales.ts";
import { decimalsOf, type SealedTerms, type Terms } from "../../round/terms.ts";
import { decodeSummary } from "../../sealed/ceremony/file.ts";
import { keyDigest } from "../../sealed/contract-key.ts";
import { readSetupBytes } from "../ceremony/file.ts";
import { type NamedSetup, setupMissing, summaryOfKept } from "../ceremony/home.ts";
import { checkNumbers, sizesAbove } from "./fits.ts";
import { loadSealing, type Setups } from "./load.ts";

/** Where a spec names a set-up. */
export interface NamingSpec {
  /** Its path. */
  readonly file: string;
  /** A path relative to it, or the digest of a kept set-up. */
  readonly setup: string;
}

/**
 * The set-up that a spec names, which this home keeps. Throws InputError "SpecInvalid" for a digest
 * of none, "SetupMissing" for a file that is not kept, "FileUnreadable", and what decodeSummary
 * throws.
 */
export async function findSetup({ file, setup }: NamingSpec, { paths }: Setups): Promise<NamedSetup> {
  if (/^0x[0-9a-fA-F]{64}$/.test(setup)) {
    const digest = setup.toLowerCase() as Hex;
    const kept = await summaryOfKept(paths, digest);
    if (kept !== null) return { size: kept.size, setup: digest };
    const what =
      "is the digest of a set-up that this home does not keep: check its file and keep it " +
      "(`concordat setup verify <its file> --keep`), or name that file";
    throw new InputError("SetupMissing", what, { file, field: "setup" });
  }
  const path = resolve(dirname(file), setup);
  const { size, contributions } = decodeSummary(await readSetupBytes(path));
  const named = { size, setup: contributions.at(-1)!.string };
  if ((await summaryOfKept(paths, named.setup)) === null) throw setupMissing(named, path);
  return named;
}

/**
 * What `scaled` makes of a round for a set-up of this size. Where it cannot, because the limbs have
 * no room for the numbers, and could for a larger set-up, throws InputError "SetupTooSmall".
 */
export function withRoom(size: number, scaled: (size: number) => Terms): Terms {
  try {
    return scaled(size);
  } catch (error) {
    if (!isTooNarrow(error)) throw error;
    const larger = sizesAbove(size).find((own) => succeeds(() => scaled(own)));
    if (larger === undefined) throw error;
    throw new InputError("SetupTooSmall", `${error.message}. Or use a set-up of size ${larger}, not ${size}`);
  }
}

function isTooNarrow(error: unknown): error is InputError {
  return error instanceof InputError && ["ScaleImpossible", "TolerancesWide"].includes(error.code);
}

function succeeds(work: () => Terms): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (isTooNarrow(error)) return false;
    throw error;
  }
}

/**
 * The terms with the key of their sealed outcome. Throws as checkNumbers and loadSealing do.
 */
export async function sealTerms(
  terms: Terms,
  program: PublicProgram,
  named: NamedSetup,
  setups: Setups,
): Promise<Terms & { readonly sealed: SealedTerms }> {
  checkNumbers(named.size, terms, program);
  const bounds = boundsAt(program, terms.solutionDecimals);
  const { key } = await loadSealing(setups, named, { bounds, decimals: decimalsOf(terms) });
  return { ...terms, sealed: { ...named, key: keyDigest(key) } };
}
